import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { begin, connect, settings, type Client } from "../../test/client.js";
import { startEmulator, type Emulator, type EmulatorOptions } from "../server/emulator.js";
import type { Frame } from "./line.js";
import { createRecorder, type RecordedStep } from "./recording.js";
import { MAX_EARLY_MESSAGES, readRecording, startReplay } from "./replay.js";

let folder: string;
const open: Emulator[] = [];
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "bean-brew-replay-"));
});
afterAll(async () => {
  for (const emulator of open) await emulator.close();
  rmSync(folder, { recursive: true });
});

async function start(options: EmulatorOptions): Promise<Emulator> {
  const emulator = await startEmulator({ recogniser: "none", ...options });
  open.push(emulator);
  return emulator;
}

/** A visit with a question; the same client code plays against the emulator and against its recording. */
async function visit(url: string): Promise<Client> {
  const client = await begin(url);
  await client.next("AgentAudioDone");
  client.socket.send(Buffer.alloc(640));
  client.send({ type: "InjectUserMessage", content: "What are your prices?" });
  const { id, name } = (await client.next("FunctionCallRequest")).functions[0]!;
  client.send({ type: "FunctionCallResponse", id, name, content: '{"found":true,"answer":"Ten dollars."}' });
  await client.next("LatencyReport");
  client.socket.close();
  await client.closed();
  return client;
}

describe("a recording", () => {
  it("plays the server's side again, the client's messages at their places", async () => {
    const first = await visit((await start({ record: folder })).url);
    const [name] = readdirSync(folder);
    const file = join(folder, name!);
    while (!readFileSync(file, "utf8").includes('"close"')) await new Promise((resolve) => setImmediate(resolve));
    const steps = readRecording(file);
    expect(
      steps
        .filter(({ from }) => from === "client")
        .map((step) => ("message" in step ? step.message.type : Object.keys(step)[2])),
    ).toEqual(["Settings", "audio", "InjectUserMessage", "FunctionCallResponse", "close"]);
    const replayed = await visit((await start({ replay: { file, speed: 20 } })).url);
    expect(replayed.seen).toEqual(first.seen);
  });

  it("is bounded, and says that it was cut", async () => {
    const recorder = createRecorder({ folder, now: () => 0, log: () => undefined, maxBytes: 300 });
    const session = recorder.open("bounded");
    for (let i = 0; i < 10; i++) session.frame("server", Buffer.alloc(60));
    session.close("client", 1000, "");
    session.end();
    const file = recorder.file("bounded");
    while (!existsSync(file) || !readFileSync(file, "utf8").includes('"close"')) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    const steps = readRecording(file);
    expect(steps.length).toBeLessThan(6);
    expect(steps.slice(-2)).toEqual([
      { at: 0, from: "server", cut: true },
      { at: 0, from: "client", close: { code: 1000, reason: "" } },
    ]);
  });

  it.each([
    ["hello", "line 1 is no JSON object"],
    ['{"at":0}', "its first line is not that of a recording"],
    ['{"recording":1}\n\n{"at":0,"from":"server"}', "line 3 is no step"],
  ])("that is none is told in a sentence: %j", (content, sentence) => {
    const file = join(folder, "broken.jsonl");
    writeFileSync(file, content);
    expect(() => readRecording(file)).toThrow(sentence);
    expect(() => readRecording(`${file}.gone`)).toThrow("there is no such file");
  });
});

describe("a replay", () => {
  const welcome: RecordedStep = { at: 0, from: "server", message: { type: "Welcome", request_id: "r" } };
  const settingsStep: RecordedStep = { at: 5, from: "client", message: { type: "Settings" } };
  const applied: RecordedStep = { at: 10, from: "server", message: { type: "SettingsApplied" } };

  async function file(...steps: RecordedStep[]): Promise<string> {
    const path = join(folder, `made-${steps.length}.jsonl`);
    writeFileSync(
      path,
      [{ recording: 1, session: "s", startedAt: "" }, ...steps].map((line) => JSON.stringify(line)).join("\n"),
    );
    return path;
  }

  it("sends what is no message as it is, and closes as the service did", async () => {
    const url = (
      await start({
        replay: {
          file: await file(
            welcome,
            settingsStep,
            applied,
            { at: 11, from: "server", audio: Buffer.alloc(8).toString("base64") },
            { at: 12, from: "server", close: { code: 1011, reason: "gone" } },
          ),
        },
      })
    ).url;
    const client = await connect(url);
    client.send(settings());
    const [code, reason] = (await once(client.socket, "close")) as [number, Buffer];
    expect([code, reason.toString()]).toEqual([1011, "gone"]);
    expect(client.seen.at(-1)).toEqual({ type: "audio", bytes: 8 });
  });

  function replay(steps: RecordedStep[], clientWaitMs?: number) {
    const sent: Frame[] = [];
    let wake = (): void => undefined;
    const server = startReplay(
      {
        send: (frame) => {
          sent.push(frame);
          wake();
        },
        buffered: () => 0,
        close: () => undefined,
      },
      { steps, clientWaitMs },
    );
    const until = async (text: string): Promise<void> => {
      while (!String(sent.at(-1)).includes(text)) await new Promise<void>((resolve) => (wake = resolve));
    };
    return { server, sent, until };
  }

  it("waits for the client no longer than its limit", async () => {
    const { until, sent } = replay([welcome, settingsStep, applied], 20);
    await until("CLIENT_MESSAGE_TIMEOUT");
    expect(sent).toHaveLength(2);
  });

  it("takes what comes early, as much as is kept", async () => {
    const early = replay([welcome, settingsStep, applied]);
    early.server.receive('{"type":"Settings"}');
    await early.until("SettingsApplied");

    const flooded = replay([welcome, settingsStep, applied], 20);
    for (let i = 0; i < MAX_EARLY_MESSAGES; i++) flooded.server.receive('{"type":"UpdatePrompt"}');
    flooded.server.receive('{"type":"Settings"}');
    await flooded.until("CLIENT_MESSAGE_TIMEOUT");
  });
});
