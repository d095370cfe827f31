import type { AgentCall, HistoryMessage } from "../agent/messages.js";
import type { Entry } from "./journal.js";

/** How much of a conversation a new connection is told, in messages and in characters, newest kept. */
export const MAX_CONTEXT = 200;
export const MAX_CONTEXT_CHARACTERS = 100_000;
/** The most that is asked once more of what was not answered, in characters, newest kept. */
export const MAX_UNANSWERED_CHARACTERS = 4_000;

/** What the caller said last, if the agent that heard it was lost before it had answered. */
export interface Unanswered {
  readonly words: string;
  /** Functions were called for it. */
  readonly called: boolean;
}

/** What a new connection to the agent is told. */
export interface Context {
  /** What was said and done before. */
  readonly messages: readonly HistoryMessage[];
  /** What is to be answered still. It is not among the messages, unless something was done for it already. */
  readonly unanswered?: Unanswered;
}

interface Words {
  readonly turn: number;
  readonly role: "user" | "assistant";
  content: string;
}
type Item = Words | { readonly call: AgentCall; response: string };

const isWords = (item: Item | undefined): item is Words => item !== undefined && "role" in item;
const isUsers = (item: Item | undefined): item is Words => isWords(item) && item.role === "user";

/**
 * The conversation for a new connection to the agent: what the user said, what the user heard of what the agent said,
 * and each call with its last answer.
 */
export const contextOf = (entries: readonly Entry[]): Context => {
  const { items, isOwed } = readTalk(entries);
  const last = items.findLastIndex(isUsers);
  if (!isOwed || last < 0) return { messages: newest(items) };
  const first = items.slice(0, last).findLastIndex((item) => !isUsers(item)) + 1;
  const words = items.slice(first, last + 1).filter(isUsers);
  const after = items.slice(last + 1);
  return {
    messages: newest(after.length === 0 ? items.slice(0, first) : items),
    unanswered: {
      words: words
        .map(({ content }) => content)
        .join(" ")
        .slice(-MAX_UNANSWERED_CHARACTERS),
      called: after.some((item) => !isWords(item)),
    },
  };
};

/** What was said and done, in order; `isOwed`: something came after the agent's last words that it has not answered. */
const readTalk = (entries: readonly Entry[]): { readonly items: readonly Item[]; readonly isOwed: boolean } => {
  const calls = new Map<string, AgentCall>();
  const answered = new Map<string, Extract<Item, { call: AgentCall }>>();
  const items: Item[] = [];
  let isOwed = false;
  /** The agent's last turn was cut, and nothing was said since. */
  let isCut = false;
  let seq = 0;
  for (const entry of entries) {
    if ("seq" in entry) {
      ({ seq } = entry);
      if (entry.message.type !== "conversation_update") continue;
      const { turn, data } = entry.message;
      addWords(items, turn, data);
      isOwed = data.role === "user";
      isCut = false;
    } else if (entry.note === "called") {
      calls.set(entry.call.id, entry.call);
      isOwed = true;
    } else if (entry.note === "answered") {
      const known = answered.get(entry.id);
      const call = calls.get(entry.id);
      if (known) known.response = entry.result;
      else if (call) {
        const item = { call, response: entry.result };
        answered.set(entry.id, item);
        items.push(item);
      }
      isOwed = true;
    } else if (entry.note === "cancelled") {
      isOwed = true;
    } else if (entry.note === "interrupted" && entry.heard !== undefined) {
      isCut = cutTurn(items, entry.turn, entry.heard);
      isOwed ||= entry.heard === "";
    } else if (entry.note === "agent_lost") {
      isOwed ||= isCut;
    } else if (entry.note === "taken_over" && entry.told > seq) {
      // What the browser was told and nobody has written down may have been the answer.
      isOwed = false;
    }
  }
  return { items: items.filter((item) => !isWords(item) || item.content !== ""), isOwed };
};

/** Pieces of a turn are one message, unless a call came between them. */
const addWords = (items: Item[], turn: number, { role, content }: Pick<Words, "role" | "content">): void => {
  const last = items.at(-1);
  if (isWords(last) && last.turn === turn && last.role === role) last.content += ` ${content}`;
  else items.push({ turn, role, content });
};

/** Leaves of a turn of the agent's what was heard, a beginning of its words. False when that is all of them. */
const cutTurn = (items: readonly Item[], turn: number, heard: string): boolean => {
  let left = heard.length;
  let isCut = false;
  for (const item of items) {
    if (!isWords(item) || item.role !== "assistant" || item.turn !== turn) continue;
    const { length } = item.content;
    item.content = item.content.slice(0, Math.max(0, left)).trimEnd();
    isCut ||= left < length;
    left -= length + 1;
  }
  return isCut;
};

/** As many of the newest as there is room for, and the last one in any case. */
const newest = (items: readonly Item[]): readonly HistoryMessage[] => {
  let first = items.length;
  let room = MAX_CONTEXT_CHARACTERS;
  while (first > 0 && items.length - first < MAX_CONTEXT) {
    room -= lengthOf(items[first - 1]!);
    if (room < 0 && first < items.length) break;
    first -= 1;
  }
  return items.slice(first).map(asHistory);
};

const lengthOf = (item: Item): number =>
  isWords(item) ? item.content.length : item.call.arguments.length + item.response.length;

const asHistory = (item: Item): HistoryMessage => {
  if (isWords(item)) return { type: "History", role: item.role, content: item.content };
  return { type: "History", function_calls: [{ ...item.call, client_side: true, response: item.response }] };
};
