import type { Browser } from "./session.js";
import type { UpLane } from "./lanes.js";
import type { recall } from "./recall.js";
import type { Effect, Event, Ms, State, Step, Terms } from "./types.js";

type StepFunction = (terms: Terms, state: State, event: Event, now: Ms) => Step;

type RecallFunction = typeof recall;

/** A fault put into a session's parts, to see that what must always be true of a session is really looked at. */
export interface Mutation {
  /** What must be true and is not any more. */
  readonly breaks: string;
  readonly by: string;
  readonly step?: (real: StepFunction) => StepFunction;
  readonly upLane?: (real: UpLane) => UpLane;
  readonly awaitsAudio?: () => boolean;
  /** What is replayed to a browser that is back, after this number. */
  readonly toldAfter?: (after: number) => number;
  readonly wire?: (browser: Browser) => Browser;
  /** How a session of another relay's is taken over. */
  readonly recall?: (real: RecallFunction) => RecallFunction;
}

/** Changes the effects of every step. */
const effects =
  (change: (effects: readonly Effect[], before: State, event: Event) => readonly Effect[]) =>
  (real: StepFunction): StepFunction =>
  (terms, state, event, now) => {
    const [next, done] = real(terms, state, event, now);
    return [next, change(done, state, event)];
  };

const isStop = (effect: Effect): boolean => effect.do === "tell" && effect.message.type === "voice_agent_stopped";
const isAnswer = (effect: Effect): boolean => effect.do === "send" && effect.message.type === "FunctionCallResponse";
const twice = (is: (effect: Effect) => boolean) => (done: readonly Effect[]) =>
  done.flatMap((effect) => (is(effect) ? [effect, effect] : [effect]));
const without = (is: (effect: Effect) => boolean) => (done: readonly Effect[]) => done.filter((effect) => !is(effect));

const ONE_END = "one voice_agent_stopped with one reason";
const CLOSED = "the agent's connection is closed within a second of the end";
const NOTHING_LEFT = "no timer or listener is left";
const ORDER = "no audio is reordered";
const ONE_ANSWER = "every call is answered at most once";
const WRITES_TOLD = "what a write did is written down once";
const OWNED = "a session that was taken over is the new relay's";
const NUMBERED = "no number is told twice, whichever relay tells it";
const FAULTS_END = "a fault of the relay's own ends the session";
const NOTHING_LOST = "no message is lost or told twice";

export const MUTATIONS: readonly Mutation[] = [
  { breaks: ONE_END, by: "telling it twice", step: effects(twice(isStop)) },
  { breaks: ONE_END, by: "not telling it", step: effects(without(isStop)) },
  {
    breaks: ONE_END,
    by: "ending by one reason and then by another",
    step: effects((done) =>
      done.some(isStop)
        ? [...done, { do: "tell", message: { type: "voice_agent_stopped", reason: "internal" } }]
        : done,
    ),
  },
  {
    breaks: ONE_END,
    by: "letting a conversation that nobody came back to go on",
    step: (real) => (terms, state, event, now) =>
      state.is === "parted" ? real(terms, { ...state, until: Infinity }, event, now) : real(terms, state, event, now),
  },
  { breaks: CLOSED, by: "not closing it", step: effects(without((effect) => effect.do === "close")) },
  {
    breaks: CLOSED,
    by: "connecting anew when the conversation is over",
    step: effects((done) => (done.some(isStop) ? [...done, { do: "connect" }] : done)),
  },
  {
    breaks: NOTHING_LEFT,
    by: "a timer for each conversation",
    step: (real) => (terms, state, event, now) => {
      if (state.is === "opening") setInterval(() => undefined, 1_000);
      return real(terms, state, event, now);
    },
  },
  {
    breaks: NOTHING_LEFT,
    by: "listening to the agent when the conversation is over",
    step: effects((done, before, event) =>
      before.is === "closed" && event.from === "agent" ? [{ do: "note", note: { note: "agent_lost" } }] : done,
    ),
  },
  {
    breaks: NOTHING_LEFT,
    by: "listening to tools when the conversation is over",
    step: effects((done, before, event) =>
      before.is === "closed" && event.from === "tool" ? [{ do: "note", note: { note: "resumed" } }] : done,
    ),
  },
  {
    breaks: ORDER,
    by: "letting new frames of the microphone overtake those that were held",
    upLane: (real) => {
      let kept: Buffer | undefined;
      const push = (frame: Buffer): void => {
        if (kept === undefined) return void (kept = frame);
        real.push(frame);
        real.push(kept);
        kept = undefined;
      };
      return { ...real, push };
    },
  },
  {
    breaks: ORDER,
    by: "letting new frames of the agent overtake those that were held",
    wire: (browser) => {
      let kept: Buffer | undefined;
      return Object.create(browser, {
        binary: {
          value: (frame: Buffer): void => {
            if (kept === undefined) return void (kept = frame);
            browser.binary(frame);
            browser.binary(kept);
            kept = undefined;
          },
        },
      }) as Browser;
    },
  },
  { breaks: ORDER, by: "not announcing audio", awaitsAudio: () => false },
  { breaks: ONE_ANSWER, by: "answering twice", step: effects(twice(isAnswer)) },
  {
    breaks: ONE_ANSWER,
    by: "forgetting which calls it has seen",
    step: (real) => (terms, state, event, now) =>
      real(terms, state.is === "closed" ? state : { ...state, talk: { ...state.talk, seen: [] } }, event, now),
  },
  {
    breaks: WRITES_TOLD,
    by: "forgetting what still runs when the conversation is over",
    step: (real) => (terms, state, event, now) => {
      const [next, done] = real(terms, state, event, now);
      return [next.is === "closed" ? { is: "closed", reason: next.reason } : next, done];
    },
  },
  {
    breaks: OWNED,
    by: "taking it over without writing that down",
    recall:
      (real) =>
      (options, ...rest) =>
        real({ ...options, journal: { ...options.journal, append: async () => "done" } }, ...rest),
  },
  {
    breaks: NUMBERED,
    by: "numbering on from what was stored alone",
    recall:
      (real) =>
      (options, resume, ...rest) =>
        real(options, { ...resume, after: 0 }, ...rest),
  },
  {
    breaks: FAULTS_END,
    by: "going on after one",
    step: (real) => (terms, state, event, now) =>
      event.from === "relay" && event.message === "fault" ? [state, []] : real(terms, state, event, now),
  },
  { breaks: NOTHING_LOST, by: "leaving one out for a browser that is back", toldAfter: (after) => after + 1 },
  { breaks: NOTHING_LOST, by: "telling one again to a browser that is back", toldAfter: (after) => after - 1 },
];
