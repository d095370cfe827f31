import type { AgentCall, HistoryMessage } from "../agent/messages.js";
import type { Entry } from "./journal.js";

/** How much of a conversation a new connection is told, newest kept. */
const MAX_CONTEXT = 200;

type Item =
  | { readonly turn: number; readonly role: "user" | "assistant"; content: string }
  | { readonly call: AgentCall; response: string };

/**
 * The conversation as the context of a new connection to the agent: what the user said, what the user heard of what
 * the agent said, and each call with its last answer.
 */
export const contextOf = (entries: readonly Entry[]): readonly HistoryMessage[] => {
  const calls = new Map<string, AgentCall>();
  const answered = new Map<string, Extract<Item, { call: AgentCall }>>();
  const items: Item[] = [];
  for (const entry of entries) {
    if ("seq" in entry) {
      if (entry.message.type === "conversation_update") addWords(items, entry.message.turn, entry.message.data);
    } else if (entry.note === "called") calls.set(entry.call.id, entry.call);
    else if (entry.note === "answered") {
      const known = answered.get(entry.id);
      const call = calls.get(entry.id);
      if (known) known.response = entry.result;
      else if (call) {
        const item = { call, response: entry.result };
        answered.set(entry.id, item);
        items.push(item);
      }
    } else if (entry.note === "interrupted" && entry.heard !== undefined) cutTurn(items, entry.turn, entry.heard);
  }
  return items
    .filter((item) => "call" in item || item.content !== "")
    .slice(-MAX_CONTEXT)
    .map(asHistory);
};

/** Pieces of a turn are one message, unless a call came between them. */
const addWords = (
  items: Item[],
  turn: number,
  { role, content }: { readonly role: "user" | "assistant"; readonly content: string },
): void => {
  const last = items.at(-1);
  if (last && "role" in last && last.turn === turn && last.role === role) last.content += ` ${content}`;
  else items.push({ turn, role, content });
};

/** Leaves of a turn of the agent's what was heard: a beginning of its words. */
const cutTurn = (items: readonly Item[], turn: number, heard: string): void => {
  let left = heard.length;
  for (const item of items) {
    if (!("role" in item) || item.role !== "assistant" || item.turn !== turn) continue;
    const { length } = item.content;
    item.content = item.content.slice(0, Math.max(0, left)).trimEnd();
    left -= length + 1;
  }
};

const asHistory = (item: Item): HistoryMessage => {
  if ("role" in item) return { type: "History", role: item.role, content: item.content };
  return { type: "History", function_calls: [{ ...item.call, client_side: true, response: item.response }] };
};
