import type { Identity } from "@bean-brew/tools";
import type { EndReason, ServerMessage, StartData } from "@bean-brew/widget/protocol";
import type { AgentCall } from "../agent/messages.js";
import type { Party } from "../auth/gate.js";
import type { Ms } from "./types.js";

/** What a session writes down at most, in entries and in characters of JSON: it ends rather than going past that. */
export const MAX_ENTRIES = 20_000;
export const MAX_CHARACTERS = 16_000_000;

/** What is written down of a session and never told to a browser. */
export type Note =
  | {
      readonly note: "began";
      readonly data: StartData;
      readonly tokenHash: string;
      readonly site?: string;
      readonly staff?: true;
    }
  | { readonly note: "called"; readonly call: AgentCall }
  | {
      readonly note: "answered";
      readonly id: string;
      readonly name: string;
      readonly ok: boolean;
      /** What the model was told: JSON. */
      readonly result: string;
      readonly ms: Ms;
      readonly miss?: true;
      /** Of a write that was done: the claim by which its record is found. */
      readonly writeKey?: string;
      /** The number of the customer of whom the result tells. */
      readonly concerns?: string;
    }
  | { readonly note: "cancelled"; readonly id: string }
  | { readonly note: "identified"; readonly identity: Identity }
  /** `heard`: what of the turn's words was. */
  | { readonly note: "interrupted"; readonly turn: number; readonly playedMs: Ms; readonly heard?: string }
  | { readonly note: "parted" }
  | { readonly note: "resumed" }
  | { readonly note: "agent_lost" }
  /** Another relay has the session from here on. The browser had messages and turns up to these numbers. */
  | { readonly note: "taken_over"; readonly told: number; readonly turn: number }
  /** How long the session was connected to the voice agent on this relay, and what that costs in US dollars. */
  | { readonly note: "billed"; readonly ms: Ms; readonly dollars: number }
  /** What the caller thought of it: one to five stars. */
  | { readonly note: "rated"; readonly stars: number; readonly comment?: string };

/** A message that a browser saw, with the number by which it can be asked for again. */
export interface Told {
  readonly seq: number;
  readonly message: ServerMessage;
}

/** One thing that happened in a session. `n` grows by one and is taken once, whichever relay writes it. */
export type Entry = { readonly n: number; readonly at: Ms } & (Note | Told);

/** Where sessions are written down. Every method rejects with `StoreUnavailable` when the store cannot be reached. */
export interface Journal {
  /**
   * All of them or none; `taken`: an `n` is there already, so another relay owns the session now. What is there
   * to the letter counts as written: whoever does not know what became of a group may append it again.
   */
  append(session: string, entries: readonly Entry[]): Promise<"done" | "taken">;
  /** What was written after `n`, oldest first. */
  read(session: string, after: number): Promise<readonly Entry[]>;
  /** The sessions in which this customer was identified, or told of; at most `limit`, in no promised order. */
  sessionsOf(customerId: string, limit: number): Promise<readonly string[]>;
  erase(session: string): Promise<void>;
  /** Erases what was written before `at` (ms since 1970), and tells how many entries that were. */
  eraseBefore(at: Ms): Promise<number>;
}

/** Whom an entry identifies, or tells of: by this the sessions of a customer are found. */
export const customerOf = (entry: Entry): string | undefined => {
  if (!isNote(entry)) return undefined;
  if (entry.note === "identified") return entry.identity.customerId;
  return entry.note === "answered" ? entry.concerns : undefined;
};

const isTold = (entry: Entry): entry is Extract<Entry, Told> => "seq" in entry;
const isNote = (entry: Entry): entry is Extract<Entry, Note> => "note" in entry;

/** The messages that a browser that has all up to `after` has not seen. */
export const toldAfter = (entries: readonly Entry[], after: number): readonly Told[] =>
  entries.filter(isTold).filter(({ seq }) => seq > after);

/** What is known of a session from its journal, for a relay that takes it up. */
export interface Recollection {
  readonly data: StartData;
  readonly tokenHash: string;
  readonly party: Party;
  /** The last entry's number, and the last message's. */
  readonly n: number;
  readonly seq: number;
  readonly at: Ms;
  readonly startedAt: Ms;
  readonly turn: number;
  /** The last turn of the user's that had words. */
  readonly userTurn: number;
  readonly identity?: Identity;
  readonly misses: number;
  /** Ids of the calls that were asked for. */
  readonly calls: readonly string[];
  readonly ended?: EndReason;
}

const turnOf = (entry: Entry): number => {
  if (isTold(entry)) return "turn" in entry.message ? entry.message.turn : 0;
  return entry.note === "taken_over" ? entry.turn : 0;
};

const userTurnOf = (entry: Entry): number => {
  if (!isTold(entry)) return 0;
  const { message } = entry;
  return message.type === "conversation_update" && message.data.role === "user" ? message.turn : 0;
};

const seqOf = (entry: Entry): number => {
  if (isTold(entry)) return entry.seq;
  return entry.note === "taken_over" ? entry.told : 0;
};

/** A session may have more entries than a function takes arguments. */
const largest = (entries: readonly Entry[], of: (entry: Entry) => number): number =>
  entries.reduce((most, entry) => Math.max(most, of(entry)), 0);

/** Reads a session out of its entries; undefined when they do not hold its beginning. */
export const recollect = (entries: readonly Entry[]): Recollection | undefined => {
  const [first] = entries;
  const last = entries.at(-1);
  if (!first || !last || !isNote(first) || first.note !== "began") return undefined;
  const notes = entries.filter(isNote);
  const stopped = entries
    .filter(isTold)
    .map(({ message }) => message)
    .find((message) => message.type === "voice_agent_stopped");
  const identities = notes.flatMap((entry) => (entry.note === "identified" ? [entry.identity] : []));
  const identity = identities.at(-1);
  return {
    data: first.data,
    tokenHash: first.tokenHash,
    party: {
      siteId: first.site,
      scope: first.staff ? "staff" : "public",
      customerId: identities.find(({ by }) => by === "site")?.customerId,
    },
    n: last.n,
    seq: largest(entries, seqOf),
    at: last.at,
    startedAt: first.at,
    turn: largest(entries, turnOf),
    userTurn: largest(entries, userTurnOf),
    ...(identity && { identity }),
    misses: notes.filter((entry) => entry.note === "answered" && entry.miss).length,
    calls: notes.flatMap((entry) => (entry.note === "called" ? [entry.call.id] : [])),
    ...(stopped && { ended: stopped.reason }),
  };
};
