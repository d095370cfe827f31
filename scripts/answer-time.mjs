// How soon the emulator answers: speaks questions of caller-sentences.txt with two of Flite's voices over its socket, in
// the time that they take, and measures from the end of the speech, and from the end of the turn, to the first audio.
// The client answers each function call at once, so that only the emulator's own time is in it.
//   node scripts/answer-time.mjs [--voices slt,rms] [--groups questions] [--vocabulary FILE]
import { Buffer } from "node:buffer";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { startEmulator, synthesise } from "../packages/emulator/dist/index.js";

const RATE = 16_000;
const FRAME_MS = 40;
const FRAME = (RATE * FRAME_MS) / 1000;
/** Quieter than this is no speech any more: where the voice's own silence begins. */
const LOUD = 500;
/** Said to nobody before, so that it has to be spoken anew. */
const answerTo = (text, voice) =>
  JSON.stringify({ found: true, answer: `You asked in the voice of ${voice}: ${text}. Yes, we do that every day.` });

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { WebSocket } = createRequire(join(root, "packages/emulator/package.json"))("ws");
const { values } = parseArgs({
  options: {
    voices: { type: "string", default: "slt,rms" },
    groups: { type: "string", default: "questions" },
    vocabulary: { type: "string", default: join(root, "packages/relay/vocabulary/shop.json") },
    sentences: { type: "string", default: join(root, "scripts/caller-sentences.txt") },
  },
});

let group = "";
const sentences = readFileSync(values.sentences, "utf8")
  .split("\n")
  .filter((line) => line.trim() !== "" && !line.startsWith("#"))
  .flatMap((line) => {
    const heading = /^\[(.+)\]$/.exec(line)?.[1];
    if (heading === undefined) return values.groups.split(",").includes(group) ? [line.trim()] : [];
    group = heading;
    return [];
  });

const emulator = await startEmulator({
  recogniser: "pocketsphinx",
  path: process.env.PATH ?? "",
  vocabulary: values.vocabulary,
  log: (line) => console.error(line),
});

const SETTINGS = {
  type: "Settings",
  audio: {
    input: { encoding: "linear16", sample_rate: RATE },
    output: { encoding: "linear16", sample_rate: 24_000 },
  },
  agent: {
    listen: { provider: { type: "deepgram", version: "v2", model: "flux-general-en" } },
    think: {
      provider: { type: "open_ai", model: "gpt-4o-mini" },
      prompt: "",
      functions: [{ name: "search_knowledge_base", description: "", parameters: {} }],
    },
    greeting: "Hello.",
    speak: { provider: { type: "deepgram", model: "aura-2-thalia-en" } },
  },
};

/** Asks one question in a conversation of its own; the milliseconds to its answer. */
const ask = async (text, voice) => {
  const speech = await synthesise(text, { voice, sampleRate: RATE });
  const end = speech.findLastIndex((sample) => Math.abs(sample) > LOUD) + 1;
  const socket = new WebSocket(`${emulator.url}/v1/agent/converse`, { headers: { authorization: "Token any" } });
  const send = (message) => socket.send(JSON.stringify(message));
  let [turnEnd, answered, greeted] = [0, 0, false];
  socket.on("message", (data, isBinary) => {
    if (isBinary) return void (greeted && (answered ||= performance.now()));
    const message = JSON.parse(data.toString());
    if (message.type === "Welcome") send(SETTINGS);
    if (message.type === "AgentAudioDone") greeted = true;
    if (message.type === "EndOfTurn") turnEnd = performance.now();
    for (const { id, name } of message.type === "FunctionCallRequest" ? message.functions : [])
      send({ type: "FunctionCallResponse", id, name, content: answerTo(text, voice) });
  });
  await once(socket, "open");
  while (!greeted) await once(socket, "message");
  const start = performance.now();
  let speechEnd = 0;
  for (let at = 0; answered === 0; at += FRAME) {
    await sleep(Math.max(0, start + (at / RATE) * 1000 - performance.now()));
    const frame = new Int16Array(FRAME);
    frame.set(speech.subarray(at, Math.min(end, at + FRAME)));
    socket.send(Buffer.from(frame.buffer));
    if (speechEnd === 0 && at + FRAME >= end) speechEnd = start + (end / RATE) * 1000;
    if (at > end + 30 * RATE) throw new Error(`"${text}" was not answered.`);
  }
  socket.terminate();
  return { speech: answered - speechEnd, turn: answered - turnEnd };
};

const times = [];
for (const voice of values.voices.split(",")) for (const text of sentences) times.push(await ask(text, voice));
await emulator.close();

const quantile = (of, part) => {
  const sorted = times.map((time) => time[of]).sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))].toFixed(0);
};
for (const [of, from] of Object.entries({ speech: "the end of the speech", turn: "the end of the turn" }))
  console.log(
    `from ${from} to the first audio: median ${quantile(of, 0.5)} ms, p90 ${quantile(of, 0.9)} ms (${times.length} questions)`,
  );
