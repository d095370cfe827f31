import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { begin, INPUT_RATE, settings, spoken } from "../../test/client.js";
import { serving, startHub } from "../speech/hub.testing.js";
import { modelOnDisk } from "../speech/model-files.js";
import { findPocketsphinx } from "../speech/pocketsphinx.js";
import { scriptedRecogniser } from "../speech/recogniser.js";
import { tinyWhisper, tones } from "../speech/tiny-whisper.testing.js";
import { startEmulator, type Emulator, type EmulatorOptions } from "./emulator.js";

const open: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const close of open) await close();
});

async function start(options: EmulatorOptions = {}): Promise<Emulator> {
  const emulator = await startEmulator({ recogniser: "none", ...options });
  open.push(emulator.close);
  return emulator;
}

let emulator: Emulator;
beforeAll(async () => {
  emulator = await start();
});

describe("speech", () => {
  it("is found, recognised and answered, and its end is told", async () => {
    const heard = await start({ recogniser: scriptedRecogniser(["thank you"]) });
    const client = await begin(heard.url, settings({ greeting: undefined }));
    client.speak(await spoken("Thank you very much."));
    await client.next("LatencyReport");
    const types = client.types().filter((type) => type !== "audio" && type !== "History");
    expect(types.slice(2)).toEqual([
      "UserStartedSpeaking",
      "ConversationText",
      "EndOfTurn",
      "AgentThinking",
      "ConversationText", // what the agent is, since no greeting has said so
      "ConversationText",
      "ConversationText",
      "AgentAudioDone",
      "LatencyReport",
    ]);
    expect(client.invalid).toEqual([]);
  });

  it("stops the agent's at once", async () => {
    const heard = await start({ recogniser: scriptedRecogniser(["thank you"]) });
    const greeting = Array.from({ length: 30 }, (_, i) => `This is sentence number ${i} of a greeting.`).join(" ");
    const client = await begin(heard.url, settings({ greeting }));
    await client.next("audio");
    client.speak((await spoken("Thank you.")).subarray(0, 16_000 + 8_000));
    await client.next("UserStartedSpeaking");
    const cut = client.seen.length;
    client.send({ type: "ForceEndTurn" });
    await client.next("AgentAudioDone");
    const after = client.seen.slice(client.types().indexOf("UserStartedSpeaking") + 1).map(({ type }) => type);
    expect(after.indexOf("audio")).toBeGreaterThan(after.indexOf("EndOfTurn"));
    expect(client.types().indexOf("AgentAudioDone")).toBeGreaterThan(cut);
    const said = client.seen.filter((one) => one.type === "ConversationText").map(({ content }) => content);
    expect(said).not.toContain("This is sentence number 29 of a greeting.");
    expect(said.at(-2)).toBe("You're welcome.");
  });

  it("is told to be typed instead where nothing can hear", async () => {
    const client = await begin(emulator.url, settings({ greeting: undefined }));
    client.speak(await spoken("What are your opening hours?"));
    expect((await client.next("ConversationText")).content).toContain("I cannot hear you here");
    await client.next("AgentAudioDone");
  });

  it("ends a turn on demand only with Flux", async () => {
    const client = await begin(
      emulator.url,
      settings({ listen: { provider: { type: "deepgram", version: "v1", model: "nova-3" } } }),
    );
    client.send({ type: "ForceEndTurn" });
    expect((await client.next("Warning")).code).toBe("FORCE_END_TURN_UNSUPPORTED");
  });

  const path = process.env["PATH"] ?? "";
  const absent = findPocketsphinx(path) === undefined;
  it.skipIf(absent)(`is understood by pocketsphinx${absent ? " (skipped: it is not installed)" : ""}`, async () => {
    const hearing = await start({ recogniser: "pocketsphinx", path });
    const client = await begin(hearing.url, settings({ greeting: undefined }));
    client.speak(await spoken("What are your opening hours on Saturday?"));
    const { functions } = await client.next("FunctionCallRequest");
    expect(functions[0]!.arguments).toContain("opening hours on saturday");
  });

  it("is understood by whisper where pocketsphinx is missing", async () => {
    const words = ["what", "are", "your", "opening", "hours", "please"];
    const model = "test/tiny";
    const models = mkdtempSync(join(tmpdir(), "bean-brew-models-"));
    const hub = await startHub(serving(model, tinyWhisper(words)));
    await modelOnDisk({ model, folder: models, hub: hub.url, log: () => undefined });
    hub.close();
    const hearing = await start({ recogniser: "auto", path: "", models, whisperModel: model });
    open.push(async () => rmSync(models, { recursive: true }));
    await hearing.settled;
    expect(hearing.recogniser).toBe("whisper");
    const client = await begin(hearing.url, settings({ greeting: undefined }));
    const quiet = INPUT_RATE;
    client.speak(Int16Array.from([...new Int16Array(quiet), ...tones(words, words), ...new Int16Array(2 * quiet)]));
    expect(await client.next("ConversationText")).toMatchObject({ role: "user", content: words.join(" ") });
    const { functions } = await client.next("FunctionCallRequest");
    expect(functions[0]!.arguments).toContain("opening hours");
  });

  it("is not waited for where a model is fetched first: until then callers type", async () => {
    const models = mkdtempSync(join(tmpdir(), "bean-brew-models-"));
    const hub = await startHub(() => undefined); // never answers
    const fetching = await startEmulator({ recogniser: "auto", path: "", models, hub: hub.url });
    const client = await begin(fetching.url, settings({ greeting: undefined }));
    expect(fetching.recogniser).toBe("none");
    client.speak(await spoken("What are your opening hours?"));
    expect((await client.next("ConversationText")).content).toContain("I cannot hear you yet");
    client.send({ type: "InjectUserMessage", content: "What are your opening hours?" });
    await client.next("FunctionCallRequest");
    await fetching.close();
    await fetching.settled; // what was still fetched is given up
    hub.close();
    rmSync(models, { recursive: true });
  });

  it("of two turns is answered in their order, whichever is recognised first", async () => {
    const waiting: ((text: string) => void)[] = [];
    const slow = {
      name: "slow",
      hear: () => ({
        write: () => undefined,
        finish: () => new Promise<string>((resolve) => void waiting.push(resolve)),
        cancel: () => undefined,
      }),
    };
    // No thinking ahead, which would have each turn recognised twice.
    const provider = { type: "deepgram", version: "v2", model: "flux-general-en", eot_timeout_ms: 500 };
    const client = await begin(
      (await start({ recogniser: slow })).url,
      settings({ greeting: undefined, listen: { provider: { ...provider, eager_eot_threshold: 0.6 } } }),
    );
    for (const words of ["Thank you very much.", "Hello to all of you."]) client.speak(await spoken(words));
    await client.next("UserStartedSpeaking");
    await client.next("UserStartedSpeaking");
    client.send({ type: "UpdatePrompt", prompt: "Everything before was taken in." });
    await client.next("PromptUpdated");
    expect(waiting).toHaveLength(2);
    waiting[1]!("the second");
    waiting[0]!("the first");
    const heard = [await client.next("EndOfTurn"), await client.next("EndOfTurn")];
    expect(heard).toHaveLength(2);
    const users = client.seen.filter((one) => one.type === "ConversationText" && one.role === "user");
    expect(users).toMatchObject([{ content: "the first" }, { content: "the second" }]);
  });

  it("is spoken over by what is injected as an interruption, which it cuts again", async () => {
    const heard = await start({ recogniser: scriptedRecogniser(["thank you"]) });
    const client = await begin(heard.url, settings({ greeting: undefined }));
    const speech = await spoken("Thank you very much for all of this, it is so kind of you.");
    const half = INPUT_RATE + INPUT_RATE / 2;
    client.speak(speech.subarray(0, half));
    await client.next("UserStartedSpeaking");
    for (const behavior of ["default", "queue"]) {
      client.send({ type: "InjectAgentMessage", message: "Refused.", behavior });
      await client.next("InjectionRefused");
    }
    client.send({ type: "InjectAgentMessage", message: "This cannot wait any longer.", behavior: "interrupt" });
    await client.next("audio");
    client.speak(speech.subarray(half));
    await client.next("UserStartedSpeaking");
    await client.next("EndOfTurn");
    const told = client.types().filter((type) => ["UserStartedSpeaking", "audio", "EndOfTurn"].includes(type));
    expect(told.filter((type, i) => type !== told[i - 1]).slice(0, 4)).toEqual([
      "UserStartedSpeaking",
      "audio",
      "UserStartedSpeaking",
      "EndOfTurn",
    ]);
  });

  it("needs the recogniser that was asked for", async () => {
    await expect(startEmulator({ recogniser: "pocketsphinx", path: "" })).rejects.toThrow("is not on the path");
  });
});
