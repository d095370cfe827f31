import { recollect, type Entry, type Journal } from "./journal.js";
import { isToken } from "./resume-token.js";
import type { Ms } from "./types.js";

/** How long after its end a conversation may be rated, in ms. */
export const RATING_MS = 3_600_000;
/** How often a conversation may be rated: the last counts. */
export const MAX_RATINGS = 5;
/** How often it is tried again when two rate at once. */
const MAX_TRIES = 3;

/** What a caller thought of a conversation. */
export interface Rating {
  /** 1 to 5. */
  readonly stars: number;
  readonly comment?: string;
}

/** `unknown`: no such conversation, another's token, too late or too often; `away`: it cannot be written down now. */
export type RatingResult = "done" | "unknown" | "away";

const isRated = (entry: Entry): boolean => "note" in entry && entry.note === "rated";

/** Whether a conversation may be rated (once more). */
export const mayRate = (entries: readonly Entry[], now: Ms): boolean => {
  const ended = entries.findLast((entry) => "seq" in entry && entry.message.type === "voice_agent_stopped");
  return (ended === undefined || now - ended.at <= RATING_MS) && entries.filter(isRated).length < MAX_RATINGS;
};

/** Rates a conversation that is over, by what was written down of it. One that still goes on belongs to its relay. */
export const rateStored = async (
  journal: Pick<Journal, "read" | "append">,
  sessionId: string,
  token: string,
  rating: Rating,
  now: Ms,
): Promise<RatingResult> => {
  try {
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      const entries = await journal.read(sessionId, 0);
      const past = recollect(entries);
      if (!past || past.ended === undefined || !isToken(token, past.tokenHash)) return "unknown";
      if (!mayRate(entries, now)) return "unknown";
      const entry: Entry = { n: past.n + 1, at: now, note: "rated", ...rating };
      if ((await journal.append(sessionId, [entry])) === "done") return "done";
    }
    return "away";
  } catch {
    return "away";
  }
};
