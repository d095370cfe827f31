import type { Watch } from "./expectations.js";
import { watch } from "./expectations.js";
import { MICROPHONE_RATE } from "./microphone.js";
import { withMoments } from "./moments.js";
import { patternOf } from "./pattern.js";
import type { Action, Answers, Interruption } from "./scenario.js";
import { endOf, messages, saidSince, type Talk } from "./talk.js";
import { waitOf } from "./wait.js";

/** How often one answer of an `answers` step is given. */
export const MAX_REPEATS = 3;
/** An agent that says nothing for so long, in milliseconds, has finished. */
const QUIET_MS = 700;

/** Why an action could not be done; undefined when it was. */
export type Problem = string | undefined;

export interface Voice {
  /** Speaks a text: 16-bit mono samples at the rate. */
  synthesise(text: string, options: { voice: string; sampleRate: number }): Promise<Int16Array>;
  /** Waits, in milliseconds. */
  sleep(ms: number): Promise<void>;
  /** Opens another call. */
  dial(): void;
}

const DEFAULT_VOICE = "slt";

/** Waits until what was typed or said has become a turn, and takes that turn as the caller's last. */
async function turnTaken(talk: Talk, from: number): Promise<Problem> {
  const turn = await talk.line.until(
    () => messages(talk, "conversation_update", from).find(({ data }) => data.role === "user")?.turn,
    talk.patienceMs,
  );
  if (turn === undefined) return endOf(talk) ?? "it did not become a turn";
  talk.turn = turn;
  return undefined;
}

/** From here on what is seen belongs to the caller's next words; calls may have begun `before`. */
function beginTurn(talk: Talk, before = talk.line.seen.length): number {
  talk.from = before;
  talk.spokenFrom = talk.line.seen.length;
  return talk.spokenFrom;
}

function done(talk: Talk): void {
  talk.actedAt = talk.now();
}

async function type(talk: Talk, text: string): Promise<Problem> {
  const end = endOf(talk);
  if (end) return end;
  const from = beginTurn(talk);
  talk.line.client.sendText(withMoments(text, "words", talk.reference));
  done(talk);
  return turnTaken(talk, from);
}

async function say(talk: Talk, voice: Voice, text: string, name: string): Promise<Problem> {
  const end = endOf(talk);
  if (end) return end;
  const from = beginTurn(talk);
  const samples = await voice.synthesise(withMoments(text, "words", talk.reference), {
    voice: name,
    sampleRate: MICROPHONE_RATE,
  });
  await talk.line.microphone().say(samples);
  done(talk);
  return turnTaken(talk, from);
}

async function interrupt(talk: Talk, voice: Voice, step: Interruption): Promise<Problem> {
  const { interrupts, during, by = "voice", after = 0 } = step;
  const isSpeech = during === "speech";
  // Speaking must not wait for the synthesiser once the moment is there.
  const samples =
    by === "voice"
      ? await voice.synthesise(withMoments(interrupts, "words", talk.reference), {
          voice: DEFAULT_VOICE,
          sampleRate: MICROPHONE_RATE,
        })
      : undefined;
  /** The place at which the function was called since the caller's last words. */
  const called = (): number =>
    talk.line.seen.findIndex(
      ({ message }, at) => at >= talk.from && message.type === "tool_started" && message.name === during,
    );
  const isMoment = (): true | undefined =>
    (isSpeech ? (talk.line.playback.audible(talk.now())?.turn ?? 0) > talk.turn : called() >= 0) || undefined;
  if (!(await talk.line.until(isMoment, talk.patienceMs))) {
    return isSpeech ? "the agent was not heard" : `${during} was not called`;
  }
  if (after > 0) await voice.sleep(after);
  const end = endOf(talk);
  if (end) return end;
  const from = beginTurn(talk, isSpeech ? undefined : called());
  if (samples) await talk.line.microphone().say(samples);
  else talk.line.client.sendText(withMoments(interrupts, "words", talk.reference));
  done(talk);
  const problem = await turnTaken(talk, from);
  if (problem || !isSpeech || messages(talk, "user_started_speaking", from).length > 0) return problem;
  return "the agent was not cut off";
}

/** The agent's last words, when they are a question. */
function questionOf(talk: Talk): string | undefined {
  const last = saidSince(talk).at(-1);
  return last?.trim().endsWith("?") ? last : undefined;
}

/** All that the agent said, when it has said it and has been quiet for a while: it may ask without a question mark. */
function requestOf(talk: Talk): string | undefined {
  const isDone = messages(talk, "agent_audio_done").some(({ turn }) => turn > talk.turn);
  const lastAt = talk.line.seen.at(-1)?.at ?? 0;
  return isDone && talk.now() - lastAt >= QUIET_MS ? saidSince(talk).join(" ") : undefined;
}

async function answer(talk: Talk, { answers, until }: Answers): Promise<Problem> {
  const choices = Object.entries(answers).map(([pattern, text]) => ({ pattern: patternOf(pattern), text, given: 0 }));
  const goal: Watch = watch(talk, until, Infinity);
  const choose = (words: string | undefined): (typeof choices)[number] | undefined => {
    if (words === undefined) return undefined;
    const fitting = choices.filter(({ pattern, given }) => given < MAX_REPEATS && pattern.test(words));
    return fitting.sort((a, b) => a.given - b.given)[0];
  };
  let patientUntil = talk.now() + talk.patienceMs;
  while (talk.now() < patientUntil && !talk.line.over()) {
    const seen = await talk.line.until(() => goal.look() ?? choose(questionOf(talk)), QUIET_MS);
    if (seen === true) return undefined;
    if (seen === false) break;
    const next = seen ?? choose(requestOf(talk));
    if (!next) continue;
    next.given += 1;
    const problem = await type(talk, next.text);
    if (problem) return problem;
    patientUntil = talk.now() + talk.patienceMs;
  }
  return goal.look() ? undefined : `${goal.instead()}; the agent's last words were "${saidSince(talk).join(" ")}"`;
}

async function wait(talk: Talk, voice: Voice, text: string): Promise<Problem> {
  const { ms = 0, silent = false } = waitOf(text) ?? {};
  const end = silent ? endOf(talk) : undefined;
  if (end) return end;
  if (silent) talk.line.microphone();
  await voice.sleep(ms);
  done(talk);
  return undefined;
}

async function hangUp(talk: Talk): Promise<Problem> {
  talk.line.client.stop();
  const isClosed = (): true | undefined => talk.line.over() || undefined;
  done(talk);
  return (await talk.line.until(isClosed, talk.patienceMs)) ? undefined : "the call did not end";
}

async function loseConnection(talk: Talk): Promise<Problem> {
  const from = talk.line.seen.length;
  talk.line.breakConnection();
  done(talk);
  const resumed = await talk.line.until(() => messages(talk, "session_started", from)[0]?.resumed, talk.patienceMs);
  return resumed === true ? undefined : "the call was not taken up again";
}

/** Does what the caller does. */
export async function act(talk: Talk, voice: Voice, step: Action): Promise<Problem> {
  if ("types" in step) return type(talk, step.types);
  if ("says" in step) return say(talk, voice, step.says, step.voice ?? DEFAULT_VOICE);
  if ("interrupts" in step) return interrupt(talk, voice, step);
  if ("answers" in step) return answer(talk, step);
  if ("waits" in step) return wait(talk, voice, step.waits);
  if ("hangs_up" in step) return hangUp(talk);
  if ("loses" in step) return loseConnection(talk);
  voice.dial();
  done(talk);
  return undefined;
}
