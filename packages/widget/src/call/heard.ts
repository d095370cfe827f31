/** Turns of which what was said and played is known; the oldest go. */
export const MAX_COUNTED_TURNS = 16;
/** Pieces of a turn that are kept apart; what comes after belongs to the last. */
export const MAX_PIECES = 64;
/** Milliseconds in which a character is said, where the audio itself does not tell. */
const CHARACTER_MS = 65;

/** A piece of the agent's words, and how many ms of its turn's audio had come before it. */
interface Piece {
  text: string;
  readonly at: number;
}

interface SpokenTurn {
  readonly pieces: Piece[];
  /** Milliseconds of audio that came. */
  ms: number;
  complete: boolean;
}

/** Knows which of the agent's words belong to which part of their sound, as the relay does (its `heard.ts`). */
export interface Heard {
  /** So many ms of a turn's audio have come. */
  audio(turn: number, ms: number): void;
  /** Words of a turn have come. */
  words(turn: number, text: string): void;
  /** All audio of a turn has come. */
  complete(turn: number): void;
  /** Whether any audio of a turn has come. */
  has(turn: number): boolean;
  /** Characters of a turn's text, its pieces joined with a space, that were heard whole when `playedMs` were played. */
  characters(turn: number, playedMs: number): number;
}

/** Characters of the words that are heard whole in this share (0 to 1) of a text's time. */
export function wholeWords(text: string, share: number): number {
  if (share >= 1) return text.length;
  const end = Math.floor(text.length * Math.max(0, share));
  return /\s/.test(text.charAt(end)) ? end : text.slice(0, end).replace(/\s*\S*$/, "").length;
}

const lengthOf = (pieces: readonly Piece[]): number => pieces.reduce((sum, { text }) => sum + text.length, 0);

export function createHeard(): Heard {
  const turns = new Map<number, SpokenTurn>();
  const known = (turn: number): SpokenTurn => {
    let spoken = turns.get(turn);
    if (spoken === undefined) turns.set(turn, (spoken = { pieces: [], ms: 0, complete: false }));
    for (const oldest of turns.keys()) if (turns.size > MAX_COUNTED_TURNS) turns.delete(oldest);
    return spoken;
  };
  return {
    audio(turn, ms) {
      known(turn).ms += ms;
    },
    words(turn, text) {
      const { pieces, ms } = known(turn);
      const last = pieces.at(-1);
      if (last && pieces.length >= MAX_PIECES) last.text += ` ${text}`;
      else pieces.push({ text, at: ms });
    },
    complete(turn) {
      known(turn).complete = true;
    },
    has: (turn) => (turns.get(turn)?.ms ?? 0) > 0,
    characters(turn, playedMs) {
      const { pieces, ms, complete } = known(turn);
      let characters = -1;
      for (const piece of pieces) {
        const { text, at } = piece;
        // Words that came together share the time until the next audio.
        const together = pieces.filter((other) => other.at === at);
        const all = lengthOf(together);
        const until = pieces.find((next) => next.at > at)?.at ?? (complete ? ms : at);
        const time = until > at ? until - at : all * CHARACTER_MS;
        const before = lengthOf(together.slice(0, together.indexOf(piece)));
        const heard = wholeWords(text, (((playedMs - at) / time) * all - before) / text.length);
        // With the space before it.
        if (heard > 0) characters += heard + 1;
        if (heard < text.length) break;
      }
      return Math.max(0, characters);
    },
  };
}
