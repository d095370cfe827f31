import type { Effect, Event, State, Terms } from "./types.js";
import { begin, step } from "./step.js";

/** Terms as a test wants them. */
export const someTerms = (over: Partial<Terms> = {}): Terms => ({
  settings: {
    type: "Settings",
    audio: {
      input: { encoding: "linear16", sample_rate: 16_000 },
      output: { encoding: "linear16", sample_rate: 24_000, container: "none" },
    },
    agent: {
      listen: { provider: {} },
      think: { provider: {}, prompt: "Be kind.", functions: [] },
      speak: { provider: {} },
    },
  },
  started: {
    type: "session_started",
    sessionId: "session-1",
    resumeToken: "secret",
    resumed: false,
    audio: {
      input: { encoding: "linear16", sampleRate: 16_000 },
      output: { encoding: "linear16", sampleRate: 24_000 },
    },
    agent: { name: "Bean & Brew", voice: "aura-2-thalia-en" },
    limits: { idleSeconds: 120, maxSeconds: 900, resumeSeconds: 0 },
  },
  tools: [],
  labels: new Map([["check_availability", "Checking the calendar"]]),
  scope: "public",
  warnings: [],
  clientTools: new Set(["show_map"]),
  writeTools: new Set(["create_appointment"]),
  phrases: { filler: "One moment.", stillThere: "Still there?", wrapUp: "One minute left.", goodbye: "Goodbye." },
  openMs: 10_000,
  resumeMs: 30_000,
  idlePromptMs: 60_000,
  idleMs: 120_000,
  maxMs: 900_000,
  wrapUpMs: 60_000,
  fillerMs: 1_200,
  farewellMs: 3_000,
  ...over,
});

export interface Run {
  readonly state: State;
  readonly effects: readonly Effect[];
  /** Plays more events, a millisecond apart, or at the moment given by `at`. */
  then(...events: readonly (Event | { readonly at: number })[]): Run;
}

/** A session that is played event by event; `effects` are those of the last `then`. */
export const play = (terms: Terms = someTerms()): Run => {
  const from = (state: State, effects: readonly Effect[], time: number): Run => ({
    state,
    effects,
    then: (...events) => {
      let now = time;
      let current = state;
      const done: Effect[] = [];
      for (const event of events) {
        if ("at" in event) {
          now = event.at;
          continue;
        }
        now += 1;
        const [next, more] = step(terms, current, event, now);
        current = next;
        done.push(...more);
      }
      return from(current, done, now);
    },
  });
  return from(begin(terms, 0), [], 0);
};

/** The messages that the browser was told, as literals. */
export const told = (run: Run) => run.effects.flatMap((effect) => (effect.do === "tell" ? [effect.message] : []));
/** The messages that the agent was sent. */
export const sent = (run: Run) => run.effects.flatMap((effect) => (effect.do === "send" ? [effect.message] : []));

export const agent = (message: Extract<Event, { from: "agent" }>["message"]): Event => ({ from: "agent", message });
export const browser = (message: Extract<Event, { from: "browser" }>["message"]): Event => ({
  from: "browser",
  message,
});
export const tick: Event = { from: "relay", message: "tick" };
export const says = (role: "user" | "assistant", content: string): Event =>
  agent({ type: "ConversationText", role, content, sentMs: 0, playsMs: 0 });
export const live = (terms?: Terms): Run =>
  play(terms).then(agent({ type: "Welcome" }), agent({ type: "SettingsApplied" }));

/** A function call, the request for it, and what became of it. */
export const call = (id: string, name = "check_availability") => ({ id, name, arguments: "{}" });
export const request = (...calls: ReturnType<typeof call>[]): Event => agent({ type: "FunctionCallRequest", calls });
export const outcome = (id: string, over: object = {}): Event => ({
  from: "tool",
  id,
  outcome: { ok: true, result: { fine: true }, ...over },
});
