import { createHash } from "node:crypto";
import type { Entry } from "./entry.js";
import { cutAtWords, sentencesOf } from "./sentences.js";

/** Changes whenever the same texts are cut into other pieces. */
export const CHUNKER = "question-and-answer/2";

/** What is embedded of a question with a piece of its answer, in word pieces: the model reads 256, two of which are its own. */
const MAX_WORD_PIECES = 250;
/** About what one word piece is, rather too many than too few: the model's own are known only to its process. */
const WORD_PIECE = /\p{Ll}{1,5}|\p{N}{1,2}|[^\s\p{Ll}\p{N}]/gu;
/** A piece begins with so much of the one before, in characters, at most. */
const OVERLAP_CHARACTERS = 150;
/** The longest question that is embedded, in characters. */
const MAX_QUESTION_CHARACTERS = 300;

/** A piece of an entry: about as much as the model reads. */
export interface Chunk {
  /** The entry's place in the list of entries. */
  readonly entry: number;
  /** The part of the answer. */
  readonly answer: string;
}

/** What is embedded, and for which chunk: of a question with its answer the question alone, too, and each phrase. */
export interface Text {
  readonly chunk: number;
  readonly text: string;
  /** Whether it is the question, or a phrase for it, without its answer. */
  readonly isQuestion: boolean;
  /** SHA-256 in hexadecimal. */
  readonly hash: string;
}

export function chunksOf(entries: readonly Entry[]): Chunk[] {
  return entries.flatMap(({ question, answer }, entry) => {
    const room = MAX_WORD_PIECES - wordPiecesIn(askedOf(question));
    return piecesOf(answer, room).map((piece) => ({ entry, answer: piece }));
  });
}

export function textsOf(entries: readonly Entry[], chunks: readonly Chunk[]): Text[] {
  const texts: Text[] = [];
  const put = (chunk: number, text: string, isQuestion: boolean): void => {
    texts.push({ chunk, text, isQuestion, hash: createHash("sha256").update(text).digest("hex") });
  };
  chunks.forEach(({ entry, answer }, n) => {
    const { question, title, phrases = [] } = entries[entry]!;
    const asked = askedOf(question);
    if (chunks[n - 1]?.entry !== entry) {
      // A title is no question: every paragraph under it would be as near as any other.
      if (question !== title) put(n, asked, true);
      for (const phrase of phrases) put(n, askedOf(phrase), true);
    }
    put(n, `${asked} ${answer}`, false);
  });
  return texts;
}

/** What is embedded of a question: half of what the model reads, at most. */
function askedOf(question: string): string {
  const asked = question.slice(0, MAX_QUESTION_CHARACTERS);
  return cut(asked, MAX_WORD_PIECES / 2)[0]!;
}

/** Whole sentences, up to the bound, each piece beginning with the end of the one before. */
function piecesOf(answer: string, room: number): string[] {
  if (wordPiecesIn(answer) <= room) return [answer];
  const pieces: string[] = [];
  let piece = "";
  for (const sentence of sentencesOf(answer).flatMap((one) => cut(one, room / 2))) {
    if (piece !== "" && wordPiecesIn(piece + sentence) > room) {
      pieces.push(piece.trim());
      const overlap = overlapOf(piece);
      piece = wordPiecesIn(overlap + sentence) > room ? "" : overlap;
    }
    piece += sentence;
  }
  return piece.trim() === "" ? pieces : [...pieces, piece.trim()];
}

/** Halves and quarters and so on, until each fits. */
function cut(text: string, most: number): string[] {
  if (wordPiecesIn(text) <= most) return [text];
  return cutAtWords(text, Math.ceil(text.length / 2)).flatMap((half) => cut(half, most));
}

function wordPiecesIn(text: string): number {
  return text.match(WORD_PIECE)?.length ?? 0;
}

function overlapOf(piece: string): string {
  const end = piece.slice(-OVERLAP_CHARACTERS);
  const start = end.search(/(?<=[.!?]\s+)\S/);
  return start === -1 ? end.slice(end.search(/\s/) + 1) : end.slice(start);
}
