import type { After } from "@bean-brew/widget/client";
import { synthesise } from "../speech/synthesiser.js";
import { act, type Problem, type Voice } from "./actions.js";
import { agentRecords } from "./agent-records.js";
import { watch } from "./expectations.js";
import { openLine } from "./line.js";
import type { Report, StepReport } from "./report.js";
import type { Scenario, Step } from "./scenario.js";
import { siteToken } from "./site-token.js";
import { endOf, messages, type Talk } from "./talk.js";

/** How long what must be seen may take when the step does not say, in milliseconds. */
export const PATIENCE_MS = 30_000;
export const DEFAULT_TIME_ZONE = "America/New_York";

export interface PlayOptions {
  /** The relay's `ws:` address, path included. */
  readonly url: string;
  /** The emulator's `http:` address: where the arguments of calls are seen, and faults are set. */
  readonly agent?: string;
  /** Where the scenario's dates are meant: the shop's zone, an IANA name. */
  readonly timeZone?: string;
  readonly patienceMs?: number;
  /** The secret of the site whose calls are made, where the relay serves sites: each call gets a token by it. */
  readonly siteSecret?: string | undefined;
  /** The time in ms since 1970. */
  now(): number;
  readonly after: After;
}

const problemOfExpectation = async (talk: Talk, step: Parameters<typeof watch>[1]): Promise<Problem> => {
  const limit = ("within" in step ? step.within : undefined) ?? undefined;
  const until = limit === undefined ? Infinity : talk.actedAt + limit;
  const { look, instead } = watch(talk, step, until);
  const left = limit === undefined ? talk.patienceMs : Math.max(0, until - talk.now());
  if ((await talk.line.until(look, left)) === true) return undefined;
  const end = "ends" in step ? undefined : endOf(talk);
  return end === undefined ? instead() : `${instead()}; ${end}`;
};

/**
 * Plays a scenario against a relay, step after step until one fails.
 *
 * @throws Error when its faults cannot be set, or it needs a site's secret that is not there.
 */
export async function playScenario(scenario: Scenario, options: PlayOptions): Promise<Report> {
  const { url, agent, timeZone = DEFAULT_TIME_ZONE, patienceMs = PATIENCE_MS, now, after } = options;
  const { steps, start, signed_in: who, faults = [] } = scenario;
  const { siteSecret } = options;
  if (who !== undefined && siteSecret === undefined)
    throw new Error("A scenario of somebody who is signed in needs the site's secret.");
  const token = siteSecret === undefined ? {} : { token: () => siteToken(url, siteSecret, who) };
  const dial = () => openLine({ url, after, now, ...(start && { start }), ...token });
  const records = agent === undefined ? undefined : agentRecords(agent, () => talk.line.wake());
  if (faults.length > 0 && !records) throw new Error("A scenario with faults needs --agent, where they are set.");
  if (faults.length > 0) await records?.setFaults(faults);

  const sessions: string[] = [];
  const calls: Report["calls"][number][] = [];
  const words: Report["words"][number][] = [];
  const talk: Talk = {
    line: dial(),
    records,
    reference: { now: now(), timeZone },
    turn: 0,
    from: 0,
    spokenFrom: 0,
    actedAt: now(),
    matched: new Set(),
    patienceMs,
    now,
  };
  /** Keeps what the report tells of the call. */
  const file = (): void => {
    sessions.push(...messages(talk, "session_started").map(({ sessionId }) => sessionId));
    const finished = messages(talk, "tool_finished");
    for (const { id, name } of messages(talk, "tool_started")) {
      const ok = finished.find((call) => call.id === id)?.ok;
      calls.push({ id, name, ...(ok !== undefined && { ok }) });
    }
    words.push(...messages(talk, "conversation_update").map(({ data }) => data));
  };
  const voice: Voice = {
    synthesise,
    sleep: (ms) => new Promise((resolve) => void after(ms, resolve)),
    dial() {
      file();
      talk.line.client.stop();
      Object.assign(talk, { line: dial(), turn: 0, from: 0, spokenFrom: 0 });
    },
  };
  const problemOf = async (step: Step): Promise<Problem> => {
    if ("hears" in step || "understands" in step || "calls" in step || "absent" in step || "ends" in step) {
      return problemOfExpectation(talk, step);
    }
    return act(talk, voice, step);
  };

  const reports: StepReport[] = [];
  let failed = false;
  try {
    for (const [index, step] of steps.entries()) {
      const since = now();
      const why: Problem = failed ? undefined : await problemOf(step);
      const result = failed ? "not played" : why === undefined ? "ok" : "failed";
      failed ||= why !== undefined;
      reports.push({ number: index + 1, step, result, ms: now() - since, ...(why !== undefined && { why }) });
    }
  } finally {
    file();
    talk.line.client.stop();
    if (faults.length > 0) await records?.setFaults([]);
  }
  return { scenario: scenario.name, ok: !failed, sessions: [...new Set(sessions)], steps: reports, calls, words };
}
