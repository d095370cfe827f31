import { answer, begin, hear, resume } from "../dialogue/dialogue.js";
import type { Call, Move } from "../dialogue/state.js";
import type {
  ErrorCode,
  FunctionDefinition,
  InjectionBehavior,
  ServerMessage,
  WarningCode,
} from "../protocol/messages.js";
import { createEar, type Turn } from "../speech/ear.js";
import { encode } from "../speech/encoding.js";
import { createMouth } from "../speech/mouth.js";
import type { Recogniser } from "../speech/recogniser.js";
import { sentencesOf } from "../speech/sentences.js";
import type { Synthesiser } from "../speech/synthesiser.js";
import { createBatch, type Batch } from "./calls.js";
import type { Terms } from "./terms.js";

/** The silence that ends a turn when Settings do not ask for less, in milliseconds. */
const PAUSE_MS = 700;

/** How many of the user's turns may wait for a function's answer; further ones are not answered. */
export const MAX_WAITING_TURNS = 8;

const CANNOT_HEAR =
  "I'm sorry, I cannot hear you here, because no speech recogniser is installed. Please type instead.";
const NOT_CAUGHT = "I'm sorry, I did not catch that.";
const NO_ANSWER = JSON.stringify({ error: "That took too long, please try again.", code: "timeout" });

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
  recogniser: Recogniser | undefined;
  now(): number;
  id(): string;
  /** How long the client may take to answer a function call, in milliseconds. */
  functionCallMs: number;
}

/** A session that has its Settings: what the user and the client may do in it. */
export interface Conversation {
  greet(): void;
  listen(bytes: Uint8Array): void;
  endTurn(): void;
  typed(text: string): void;
  inject(text: string, behavior: InjectionBehavior): void;
  respond(response: { id?: string; name: string; content: string }): void;
  /** The prompt or the functions have changed. */
  instruct(prompt: string, functions: readonly FunctionDefinition[]): void;
  end(): void;
}

/** Where the time of a turn went; `since` is when the user had finished. */
interface Timing {
  since: number;
  sttMs?: number | undefined;
  toolMs: number;
}

/** Joins hearing, the dialogue and speech into turns. */
export async function createConversation(terms: Terms, surroundings: Surroundings): Promise<Conversation> {
  const { send, warn, now } = surroundings;
  let batch: { calls: Batch; finish(): void; limit: NodeJS.Timeout } | undefined;
  const turns: { text: string; sttMs?: number | undefined }[] = [];
  /** What is said when the user has finished. */
  const held: (() => boolean)[] = [];

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
    recogniser: surroundings.recogniser,
    pauseMs: () => Math.min(PAUSE_MS, terms.eotTimeoutMs ?? PAUSE_MS),
    now,
    onStart: () => {
      mouth.stop();
      send({ type: "UserStartedSpeaking" });
    },
    onTurn: heardTurn,
  });

  const fresh = begin(terms.functions, terms.prompt, terms.greeting);
  let dialogue = terms.context.length > 0 ? resume(fresh, terms.context, now()) : fresh;

  function record(role: "user" | "assistant", content: string): void {
    send({ type: "ConversationText", role, content });
    if (terms.history) send({ type: "History", role, content });
  }

  function report(timing: Timing, thought: number, firstAudio: number): void {
    send({
      type: "LatencyReport",
      ...(timing.sttMs !== undefined && { stt_latency: timing.sttMs / 1000 }),
      ttt_tool_latency: timing.toolMs / 1000,
      tts_latency: (firstAudio - thought) / 1000,
      total_latency: (firstAudio - timing.since) / 1000,
    });
  }

  /** Says a text when the user has finished; false when too much waits already. */
  function say(text: string, timing?: Timing): boolean {
    const thought = now();
    let firstAudio = thought;
    const utter = (): boolean =>
      mouth.say({
        sentences: sentencesOf(text),
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
    if (!ear.busy()) return utter();
    held.push(utter);
    return true;
  }

  function act(move: Move, timing: Timing): void {
    dialogue = move.state;
    if (move.say !== "" && !say(move.say, timing)) {
      return surroundings.fail("FAILED_TO_SPEAK", "Too much waits to be spoken.");
    }
    if (move.calls.length > 0) request(move.calls, timing);
    else think();
  }

  function request(calls: readonly Call[], timing: Timing): void {
    const asked = createBatch(calls, surroundings.id);
    const since = now();
    const finish = (): void => {
      clearTimeout(limit);
      batch = undefined;
      if (terms.history) send({ type: "History", function_calls: asked.history() });
      const toolMs = timing.toolMs + now() - since;
      act(answer(dialogue, asked.answers(), now()), { ...timing, toolMs });
    };
    const limit = setTimeout(() => {
      const names = asked.giveUp(NO_ANSWER).join(", ");
      warn("FUNCTION_CALL_FAILED", `No response came to ${names} for ${surroundings.functionCallMs} ms.`);
      finish();
    }, surroundings.functionCallMs);
    batch = { calls: asked, finish, limit };
    send({ type: "FunctionCallRequest", functions: asked.requested });
  }

  /** Answers the next turn, unless a function is being called. */
  function think(): void {
    const turn = batch ? undefined : turns.shift();
    if (!turn) return;
    send({ type: "AgentThinking", content: `The user said: ${turn.text}` });
    const timing = { since: now() - (turn.sttMs ?? 0), sttMs: turn.sttMs, toolMs: 0 };
    act(hear(dialogue, turn.text, now()), timing);
  }

  function takeTurn(text: string, sttMs?: number): void {
    record("user", text);
    if (turns.length < MAX_WAITING_TURNS) turns.push({ text, sttMs });
  }

  function heardTurn({ text, trigger, latencyMs }: Turn): void {
    if (text) takeTurn(text, latencyMs);
    if (terms.listenVersion === "v2") send({ type: "EndOfTurn", trigger });
    if (!ear.busy()) for (const utter of held.splice(0)) utter();
    if (text) think();
    else say(text === undefined ? CANNOT_HEAR : NOT_CAUGHT);
  }

  return {
    greet: () => void say(terms.greeting),
    listen: (bytes) => ear.write(bytes),
    endTurn: () => ear.endTurn(),
    typed(text) {
      // A typed turn is a turn: what the agent is still heard saying is cut as by speech.
      if (mouth.speaking()) send({ type: "UserStartedSpeaking" });
      mouth.stop();
      takeTurn(text);
      think();
    },
    inject(text, behavior) {
      const refuse = (message: string): void => send({ type: "InjectionRefused", message });
      if (behavior === "interrupt") mouth.stop();
      else if (ear.busy()) return refuse("The user is speaking.");
      else if (behavior === "default" && (mouth.speaking() || batch)) {
        return refuse("The agent is in the middle of a turn.");
      }
      if (!say(text)) refuse("Too much waits to be spoken.");
    },
    respond(response) {
      if (batch?.calls.respond(response) && batch.calls.complete()) batch.finish();
    },
    instruct(prompt, functions) {
      dialogue = { ...dialogue, prompt, functions };
    },
    end() {
      mouth.stop();
      ear.close();
      clearTimeout(batch?.limit);
    },
  };
}
