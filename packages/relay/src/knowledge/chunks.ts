import { createHash } from "node:crypto";
import type { Entry } from "./entry.js";

/** Changes whenever the same texts are cut into other pieces. */
export const CHUNKER = "question-and-answer/1";

/** Pieces of a long answer, in characters: about 250 word pieces with the question. */
const MAX_PIECE_CHARACTERS = 900;
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

/** What is embedded, and for which chunk: of a question with its answer the question alone, too. */
export interface Text {
  readonly chunk: number;
  readonly text: string;
  /** Whether it is the question without its answer. */
  readonly isQuestion: boolean;
  /** SHA-256 in hexadecimal. */
  readonly hash: string;
}

export function chunksOf(entries: readonly Entry[]): Chunk[] {
  return entries.flatMap(({ answer }, entry) => piecesOf(answer).map((piece) => ({ entry, answer: piece })));
}

export function textsOf(entries: readonly Entry[], chunks: readonly Chunk[]): Text[] {
  const texts: Text[] = [];
  const put = (chunk: number, text: string, isQuestion: boolean): void => {
    texts.push({ chunk, text, isQuestion, hash: createHash("sha256").update(text).digest("hex") });
  };
  chunks.forEach(({ entry, answer }, n) => {
    const { question, title } = entries[entry]!;
    const asked = question.slice(0, MAX_QUESTION_CHARACTERS);
    const isFirst = chunks[n - 1]?.entry !== entry;
    // A title is no question: every paragraph under it would be as near as any other.
    if (isFirst && question !== title) put(n, asked, true);
    put(n, `${asked} ${answer}`, false);
  });
  return texts;
}

/** Whole sentences, up to the bound, each piece beginning with the end of the one before. */
function piecesOf(answer: string): string[] {
  if (answer.length <= MAX_PIECE_CHARACTERS) return [answer];
  const sentences = answer.match(/[^.!?\n]+(?:[.!?]+(?=\s|$)|\n+|$)\s*/g) ?? [answer];
  const pieces: string[] = [];
  let piece = "";
  for (const sentence of sentences.flatMap(cut)) {
    if (piece !== "" && piece.length + sentence.length > MAX_PIECE_CHARACTERS) {
      pieces.push(piece.trim());
      piece = overlapOf(piece);
    }
    piece += sentence;
  }
  return piece.trim() === "" ? pieces : [...pieces, piece.trim()];
}

/** What has no sentences is cut at words, or anywhere. */
function cut(sentence: string): string[] {
  const most = MAX_PIECE_CHARACTERS - OVERLAP_CHARACTERS;
  return sentence.length <= most
    ? [sentence]
    : (sentence.match(new RegExp(`[\\s\\S]{1,${most}}(?:\\s|$)|[\\s\\S]{1,${most}}`, "g")) ?? []);
}

function overlapOf(piece: string): string {
  const end = piece.slice(-OVERLAP_CHARACTERS);
  const start = end.search(/(?<=[.!?]\s+)\S/);
  return start === -1 ? end.slice(end.search(/\s/) + 1) : end.slice(start);
}
