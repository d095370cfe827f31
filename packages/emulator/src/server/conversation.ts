import type { ErrorCode, InjectionBehavior, ServerMessage, WarningCode } from "../protocol/messages.js";
import type { Hearer } from "../speech/choose.js";
import { createEar, type Pauses, type Turn } from "../speech/ear.js";
import { encode } from "../speech/encoding.js";
import { createMouth, MAX_QUEUED_SENTENCES } from "../speech/mouth.js";
import { sentencesOf } from "../speech/sentences.js";
import type { Synthesiser } from "../speech/synthesiser.js";
import type { Mind } from "../think/mind.js";
import type { Clocks } from "./clocks.js";
import { languagesOf } from "./listening.js";
import type { Terms } from "./terms.js";
import { createThinking } from "./thinking.js";
import type { Timing } from "./thread.js";

/** The silence that stands for full confidence that a turn is over, or may be, in milliseconds. */
const SURE_MS = 1_000;

/** What the service assumes when Settings do not say. */
const EOT_THRESHOLD = 0.7;
const EOT_TIMEOUT_MS = 5_000;

/** A turn may be over after this part of the silence that ends it. */
const EAGER_PART = 0.6;

const CANNOT_HEAR =
  "I'm sorry, I cannot hear you here, because no speech recogniser is installed. Please type instead.";
const CANNOT_HEAR_YET =
  "I'm sorry, I cannot hear you yet, because the speech recogniser is still being made ready. Please type until then.";
const NOT_CAUGHT = "I'm sorry, I did not catch that.";

/** What a conversation needs of its connection and its process. */
export interface Surroundings {
  send(message: ServerMessage): void;
  sendAudio(frame: Buffer): void;
  /** What the client has not taken yet, in bytes. */
  buffered(): number;
  warn(code: WarningCode, description: string): void;
  /** Ends the session. */
  fail(code: ErrorCode, description: string): void;
  synthesiser: Synthesiser;
  hearer: Pick<Hearer, "recogniser" | "awaited">;
  /** Makes what thinks in this conversation. */
  mind(terms: Terms, warn: Surroundings["warn"]): Mind;
  now(): number;
  id(): string;
  clocks: Clocks;
}

/** A session that has its Settings: what the user and the client may do in it. */
export interface Conversation {
  greet(): void;
  listen(bytes: Uint8Array): void;
  endTurn(): void;
  typed(text: string): void;
  inject(text: string, behavior: InjectionBehavior): void;
  respond(response: { id?: string; name: string; content: string }): void;
  end(): void;
}

/** The silences that Settings ask for: thresholds of confidence, since here is no model that has any, in time. */
export function pausesOf({
  eotThreshold = EOT_THRESHOLD,
  eagerEotThreshold,
  eotTimeoutMs = EOT_TIMEOUT_MS,
}: Terms): Pauses {
  const sure = eotThreshold < 1 ? eotThreshold * SURE_MS : Infinity;
  const endMs = Math.min(sure, eotTimeoutMs);
  return {
    endMs,
    eagerMs: eagerEotThreshold === undefined ? Math.min(endMs, SURE_MS) * EAGER_PART : eagerEotThreshold * SURE_MS,
    trigger: eotTimeoutMs < sure ? "timeout" : "model",
  };
}

/**
 * Joins hearing, thinking and speech into turns.
 *
 * @param terms read again whenever they are needed, because updates change them
 */
export async function createConversation(terms: Terms, surroundings: Surroundings): Promise<Conversation> {
  const { send, warn, now, hearer } = surroundings;
  const mind = surroundings.mind(terms, warn);
  /** What is said when the user has finished. */
  let held: { sentences: readonly string[]; utter(): boolean }[] = [];

  const mouth = createMouth({
    sampleRate: terms.output.sampleRate,
    synthesise: (sentence) =>
      surroundings.synthesiser.speak(sentence, { voice: terms.voice, sampleRate: terms.output.sampleRate }),
    send: (samples) => surroundings.sendAudio(encode(samples, terms.output.encoding)),
    buffered: () => surroundings.buffered(),
    now,
  });
  const ear = await createEar({
    ...terms.input,
    recogniser: () => hearer.recogniser(),
    pauses: () => pausesOf(terms),
    now,
    onStart: () => {
      mouth.stop();
      send({ type: "UserStartedSpeaking" });
    },
    onPause: (text) => thinking.suppose(text),
    onResume: () => thinking.forget(),
    onVoice: () => {
      // Only what was injected as an interruption is heard while the user speaks.
      if (!mouth.speaking()) return;
      mouth.stop();
      send({ type: "UserStartedSpeaking" });
    },
    onTurn: heardTurn,
  });
  const thinking = createThinking(mind, {
    ...surroundings,
    instructions: () => terms,
    history: terms.history,
    say: (text, timing) => {
      if (!say(sentencesOf(text), timing)) tooMuch();
    },
  });

  const tooMuch = (): void => surroundings.fail("FAILED_TO_SPEAK", "Too much waits to be spoken.");

  function record(role: "user" | "assistant", content: string): void {
    send({ type: "ConversationText", role, content, ...(role === "user" && languagesOf(terms)) });
    if (terms.history) send({ type: "History", role, content });
  }

  function report(timing: Timing, thought: number, firstAudio: number): void {
    // What was thought ahead was there at once.
    const thoughtAfter = (at: number): number => Math.max(0, at - timing.since - (timing.sttMs ?? 0)) / 1000;
    send({
      type: "LatencyReport",
      ...(timing.sttMs !== undefined && { stt_latency: timing.sttMs / 1000 }),
      ...(timing.firstThoughtAt !== undefined && { ttt_token_latency: thoughtAfter(timing.firstThoughtAt) }),
      ttt_text_latency: thoughtAfter(thought - timing.waitedMs),
      ...(timing.firstCallAt !== undefined && { ttt_tool_latency: thoughtAfter(timing.firstCallAt) }),
      tts_latency: (firstAudio - thought) / 1000,
      total_latency: (firstAudio - timing.since) / 1000,
    });
  }

  /** Says sentences when the user has finished, or `over` what the user says; false when too much waits already. */
  function say(sentences: readonly string[], timing?: Timing, over = false): boolean {
    const thought = now();
    let firstAudio = thought;
    const utter = (): boolean =>
      mouth.say({
        sentences,
        onSentence: (sentence, error) => {
          record("assistant", sentence);
          if (error) warn("SPEAK_REQUEST_FAILED", `A sentence could not be spoken: ${error.message}`);
        },
        onAudio: () => {
          firstAudio = now();
          if (!terms.experimental) return;
          const tts = (firstAudio - thought) / 1000;
          const total = (firstAudio - (timing?.since ?? thought)) / 1000;
          send({ type: "AgentStartedSpeaking", total_latency: total, tts_latency: tts, ttt_latency: total - tts });
        },
        onDone: () => {
          send({ type: "AgentAudioDone" });
          if (timing) report(timing, thought, firstAudio);
        },
      });
    if (over || !ear.busy()) return utter();
    const waiting = held.reduce((sum, one) => sum + one.sentences.length, 0);
    if (waiting + sentences.length > MAX_QUEUED_SENTENCES) return false;
    held.push({ sentences, utter });
    return true;
  }

  function sayHeld(): void {
    const due = held;
    held = [];
    if (!due.every(({ utter }) => utter())) tooMuch();
  }

  function heardTurn({ text, trigger, latencyMs }: Turn): void {
    if (text) record("user", text);
    if (terms.listenVersion === "v2") send({ type: "EndOfTurn", trigger });
    if (!ear.busy()) sayHeld();
    if (text) return thinking.take(text, latencyMs);
    thinking.forget();
    const cannotHear = hearer.awaited() ? CANNOT_HEAR_YET : CANNOT_HEAR;
    say(sentencesOf(text === undefined ? cannotHear : NOT_CAUGHT));
  }

  return {
    greet() {
      if (terms.greeting === "") return;
      if (!say([...sentencesOf(terms.greeting), ...sentencesOf(mind.introduction ?? "")])) tooMuch();
    },
    listen: (bytes) => ear.write(bytes),
    endTurn: () => ear.endTurn(),
    typed(text) {
      // A typed turn is a turn: what the agent is still heard saying is cut as by speech.
      if (mouth.speaking()) send({ type: "UserStartedSpeaking" });
      mouth.stop();
      record("user", text);
      thinking.take(text);
    },
    inject(text, behavior) {
      const refuse = (message: string): void => send({ type: "InjectionRefused", message });
      if (behavior === "interrupt") mouth.stop();
      else if (ear.busy()) return refuse("The user is speaking.");
      else if (behavior === "default" && (mouth.speaking() || thinking.busy())) {
        return refuse("The agent is in the middle of a turn.");
      }
      if (!say(sentencesOf(text), undefined, behavior === "interrupt")) refuse("Too much waits to be spoken.");
    },
    respond: (response) => thinking.respond(response),
    end() {
      mouth.stop();
      ear.close();
      thinking.end();
    },
  };
}
