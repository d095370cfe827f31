import { messageIn, type Observer } from "./line.js";

/** How many calls and sessions are kept; the oldest are forgotten first. */
export const MAX_CALLS = 2_000;
export const MAX_LISTED_SESSIONS = 1_000;

/** A function call as it was on the wire. */
export interface RecordedCall {
  id: string;
  /** The id of its session. */
  session: string;
  name: string;
  /** What the JSON of the arguments says; the text itself when it is no JSON. */
  arguments: unknown;
  /** What came back, as text. */
  response?: string;
  cancelled?: true;
}

export interface RecordedSession {
  id: string;
  /** ISO 8601. */
  startedAt: string;
  endedAt?: string;
}

/** What the emulator remembers of its sessions, for those who test against it. */
export interface Ledger {
  /** Begins a session. */
  open(session: string): Observer & { end(): void };
  /** The calls in the order in which they were first asked. */
  calls(id?: string): RecordedCall[];
  sessions(): RecordedSession[];
}

interface WireCall {
  id: string;
  name: string;
  arguments?: string;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function forgetOldest(map: Map<string, unknown>, most: number): void {
  for (const key of map.keys()) {
    if (map.size <= most) return;
    map.delete(key);
  }
}

/** @param now the time in milliseconds */
export function createLedger(now: () => number): Ledger {
  const calls = new Map<string, RecordedCall>();
  const sessions = new Map<string, RecordedSession>();
  const time = (): string => new Date(now()).toISOString();
  return {
    open(session) {
      const entry: RecordedSession = { id: session, startedAt: time() };
      sessions.set(session, entry);
      forgetOldest(sessions, MAX_LISTED_SESSIONS);
      return {
        frame(_, frame) {
          if (typeof frame !== "string" || !frame.includes("FunctionCall")) return;
          const message = messageIn(frame);
          const functions = (message?.["functions"] ?? []) as WireCall[];
          if (message?.type === "FunctionCallRequest") {
            for (const { id, name, arguments: args = "" } of functions) {
              if (!calls.has(id)) calls.set(id, { id, session, name, arguments: parsed(args) });
            }
            forgetOldest(calls, MAX_CALLS);
          } else if (message?.type === "FunctionCallCancelled") {
            for (const { id } of functions) {
              const call = calls.get(id);
              if (call) call.cancelled = true;
            }
          } else if (message?.type === "FunctionCallResponse") {
            const call = calls.get(String(message["id"]));
            if (call) call.response ??= String(message["content"]);
          }
        },
        close: () => undefined,
        end: () => void (entry.endedAt = time()),
      };
    },
    calls: (id) => (id === undefined ? [...calls.values()] : [calls.get(id)].filter((call) => call !== undefined)),
    sessions: () => [...sessions.values()],
  };
}
