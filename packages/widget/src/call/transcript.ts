import type { Card, ConversationUpdate } from "../protocol/index.js";

/** Items of the transcript that are kept; the oldest go. */
export const MAX_TRANSCRIPT_ITEMS = 500;
/** Characters of one turn that are kept. */
export const MAX_TURN_CHARACTERS = 20_000;

/** What one side said. */
export interface Turn {
  readonly kind: "turn";
  /** Which call of this element it belongs to; turns are numbered anew in each. */
  readonly call: number;
  readonly turn: number;
  readonly role: "user" | "assistant";
  readonly text: string;
  /** ISO 8601. */
  readonly at: string;
  /** Characters that were heard before the turn was cut; undefined when it was not. */
  readonly heard?: number;
}

/** What the agent did. */
export interface CardItem {
  readonly kind: "card";
  readonly id: string;
  readonly card: Card;
}

export type TranscriptItem = Turn | CardItem;
export type Transcript = readonly TranscriptItem[];

const bounded = (items: Transcript): Transcript => items.slice(-MAX_TRANSCRIPT_ITEMS);

const isTurn = (item: TranscriptItem, call: number, turn: number, role: Turn["role"]): item is Turn =>
  item.kind === "turn" && item.call === call && item.turn === turn && item.role === role;

/** Adds a piece of text: to the turn that it belongs to, joined with a space, or as a new one. */
export function addPiece(items: Transcript, call: number, { data, turn, at }: ConversationUpdate): Transcript {
  const { role, content } = data;
  const index = items.findLastIndex((item) => isTurn(item, call, turn, role));
  const known = items[index];
  if (known?.kind !== "turn") {
    const text = content.slice(0, MAX_TURN_CHARACTERS);
    return bounded([...items, { kind: "turn", call, turn, role, text, at }]);
  }
  return items.with(index, { ...known, text: `${known.text} ${content}`.slice(0, MAX_TURN_CHARACTERS) });
}

/** Marks the agent's turn as cut after so many characters. */
export function cutTurn(items: Transcript, call: number, turn: number, heard: number): Transcript {
  const index = items.findLastIndex((item) => isTurn(item, call, turn, "assistant"));
  const known = items[index];
  return known?.kind === "turn" ? items.with(index, { ...known, heard: Math.min(heard, known.text.length) }) : items;
}

export function addCard(items: Transcript, id: string, card: Card): Transcript {
  return bounded([...items, { kind: "card", id, card }]);
}
