import type { Ms } from "./types.js";

/** How many of the agent's turns are kept, for what the browser may still say of them. */
const MAX_UTTERANCES = 8;
/** How many pieces of a turn are kept apart; what comes after belongs to the last. */
const MAX_PIECES = 64;
/** How long a character takes to be said, where the audio itself does not tell, in ms. */
const CHARACTER_MS = 65;

/** A piece of the agent's words, and how much of its turn's audio had been sent when it came. */
interface Piece {
  readonly text: string;
  readonly at: Ms;
}

/** What the agent says in a turn; `whole`: how long that sounds, once all of it was sent. */
export interface Utterance {
  readonly turn: number;
  readonly pieces: readonly Piece[];
  readonly whole?: Ms;
}

/** Adds words to what the agent says. */
export const said = (utterances: readonly Utterance[], turn: number, text: string, at: Ms): readonly Utterance[] => {
  const known = utterances.find((one) => one.turn === turn);
  if (!known) return [...utterances, { turn, pieces: [{ text, at }] }].slice(-MAX_UTTERANCES);
  const last = known.pieces.at(-1);
  const pieces =
    last && known.pieces.length >= MAX_PIECES
      ? [...known.pieces.slice(0, -1), { ...last, text: `${last.text} ${text}` }]
      : [...known.pieces, { text, at }];
  return utterances.map((one) => (one === known ? { turn, pieces } : one));
};

/** All of the turn's audio was sent. */
export const sentWhole = (
  utterances: readonly Utterance[],
  turn: number | undefined,
  whole: Ms,
): readonly Utterance[] => utterances.map((one) => (one.turn === turn ? { ...one, whole } : one));

/** The part of a text that is heard in this share (0 to 1) of its time, in whole words. */
const wordsOf = (text: string, share: number): string => {
  if (share >= 1) return text;
  const end = Math.floor(text.length * Math.max(0, share));
  // A word that was cut counts as not heard.
  const isWhole = /\s/.test(text.charAt(end));
  return (isWhole ? text.slice(0, end) : text.slice(0, end).replace(/\S*$/, "")).trimEnd();
};

/**
 * What was heard of a turn whose playback was cut after `playedMs`: whole pieces by when their audio came, and of the
 * piece that was cut as many words as fit. Undefined for a turn that is not known.
 */
export const heardOf = (utterances: readonly Utterance[], turn: number, playedMs: Ms): string | undefined => {
  const utterance = utterances.find((one) => one.turn === turn);
  if (!utterance) return undefined;
  return utterance.pieces
    .map(({ text, at }, index, pieces) => {
      // Words that came together share the time until the next audio.
      const until = pieces.slice(index + 1).find((next) => next.at > at)?.at ?? utterance.whole;
      const together = pieces.filter((other) => other.at === at);
      const before = together.slice(0, together.indexOf(pieces[index]!)).reduce((sum, one) => sum + one.text.length, 0);
      const all = together.reduce((sum, one) => sum + one.text.length, 0);
      const time = until === undefined || until <= at ? all * CHARACTER_MS : until - at;
      const heard = ((playedMs - at) / time) * all - before;
      return wordsOf(text, heard / text.length);
    })
    .filter((text) => text !== "")
    .join(" ");
};
