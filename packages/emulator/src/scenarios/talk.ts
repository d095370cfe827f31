import type { AgentRecords } from "./agent-records.js";
import type { Line, Message } from "./line.js";
import type { Reference } from "./moments.js";

/** A call that is being played: the line, and from where on the caller's last turn is answered. */
export interface Talk {
  line: Line;
  readonly records: AgentRecords | undefined;
  readonly reference: Reference;
  /** The number of the caller's last turn; 0 before the first. */
  turn: number;
  /** The place in what was seen from which calls are answers to the caller's last words. */
  from: number;
  /** The place at which the caller's last words began. */
  spokenFrom: number;
  /** When the caller had done the last step: typed, or said the last word. */
  actedAt: number;
  /** Calls that a step has seen: the next one sees another. */
  readonly matched: Set<string>;
  readonly patienceMs: number;
  now(): number;
}

type MessageOf<T extends Message["type"]> = Extract<Message, { type: T }>;

/** The messages of a type, from a place on, until a time. */
export function messages<T extends Message["type"]>(
  { line }: Talk,
  type: T,
  from = 0,
  until = Infinity,
): readonly MessageOf<T>[] {
  return line.seen
    .slice(from)
    .flatMap(({ message, at }) => (message.type === type && at <= until ? [message as MessageOf<T>] : []));
}

/** What the agent has said since the caller's last turn: sentence by sentence as they came. */
export function saidSince(talk: Talk, until = Infinity): readonly string[] {
  return messages(talk, "conversation_update", 0, until).flatMap(({ data, turn }) =>
    data.role === "assistant" && turn > talk.turn ? [data.content] : [],
  );
}

/** How the call ended; undefined while it goes on. */
export function endOf(talk: Talk): string | undefined {
  const [closed] = messages(talk, "closed");
  if (!closed) return undefined;
  const why = closed.reason ?? closed.error?.code;
  return `the call is over (${closed.cause}${why === undefined ? "" : `, ${why}`})`;
}
