import { writeKeyOfCall, type Call, type DoneWrite } from "@bean-brew/tools";
import type { ErrorMessage, Resume, StartData } from "@bean-brew/widget/protocol";
import { isSameParty, partyOf, type Visitor } from "../auth/gate.js";
import { errorOf } from "../errors.js";
import { MAX_ENTRIES, recollect, type Entry, type Journal, type Recollection } from "./journal.js";
import { mend } from "./mend.js";
import { isToken } from "./resume-token.js";
import type { Ms, Terms } from "./types.js";

/** How often a session is asked for whose relay goes on writing. */
export const MAX_TRIES = 5;

export interface RecallOptions {
  /** Settles a new session's terms, or those of one that is taken up. */
  readonly admit: (
    data: StartData,
    now: Ms,
    visitor: Visitor,
    again?: { readonly sessionId: string; readonly token: string },
  ) => Terms;
  /** What a session has done, by the records of the shop. Rejects when they cannot be read. */
  readonly written: (sessionId: string) => Promise<readonly DoneWrite[]>;
  readonly journal: Pick<Journal, "read" | "append">;
  readonly now: () => Ms;
}

/** A session that is this relay's from now on. */
export interface Recalled {
  readonly data: StartData;
  readonly terms: Terms;
  readonly past: readonly Entry[];
  /** Of that, what the journal does not have yet. */
  readonly unwritten: readonly Entry[];
}

/** What a session that this relay does not know left behind, if the token fits and it may still be taken up. */
const find = async (
  options: RecallOptions,
  { sessionId, token }: Resume,
  visitor: Visitor,
): Promise<readonly [Recollection, Terms, readonly Entry[]] | undefined> => {
  const entries = await options.journal.read(sessionId, 0).catch(() => []);
  const past = recollect(entries);
  if (!past || past.ended !== undefined || !isToken(token, past.tokenHash)) return undefined;
  if (!isSameParty(past.party, partyOf(visitor))) return undefined;
  const terms = options.admit(past.data, options.now(), visitor, { sessionId, token });
  // Nobody wrote down when the other relay died; a session that lived would have ended by then.
  if (options.now() - past.at > terms.idleMs + terms.resumeMs) return undefined;
  return [past, terms, entries];
};

/** The browser may have more than was stored; of messages that nobody knows, each may have begun a turn. */
const takenOver = ({ n, seq, turn }: Recollection, after: number, at: Ms): Entry => {
  const told = Math.max(seq, Math.min(after, seq + MAX_ENTRIES));
  return { n: n + 1, at, note: "taken_over", told, turn: turn + told - seq };
};

/**
 * Takes over a session that another relay left behind, dead or not: it is this relay's before anything comes of it. Gives
 * the error when it cannot be had, or when there is no room for it: then it stays where it is.
 */
export const recall = async (
  options: RecallOptions,
  resume: Resume,
  visitor: Visitor,
  hasRoom: () => boolean,
): Promise<Recalled | ErrorMessage> => {
  const { sessionId, after } = resume;
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const found = await find(options, resume, visitor);
    if (!found) break;
    if (!hasRoom()) return errorOf("at_capacity");
    const [past, terms, entries] = found;
    const writes = await options.written(sessionId).catch(() => []);
    const keyOf = (call: Call) => writeKeyOfCall(terms.tools, sessionId, call);
    const now = options.now();
    const note = takenOver(past, after, now);
    const added = [note, ...mend([...entries, note], writes, keyOf, now)];
    const memory = { data: past.data, terms, past: [...entries, ...added] };
    try {
      if ((await options.journal.append(sessionId, added)) === "done") return { ...memory, unwritten: [] };
    } catch {
      return { ...memory, unwritten: added };
    }
  }
  return errorOf("resume_failed");
};
