/** One seeded course of choices: the same scenario and seed make the same choices. */
export interface Variation {
  /** From 0 up to but not including `below`. */
  number(below: number): number;
  pick<T>(choices: readonly T[]): T;
  /** True so many times in a hundred. */
  chance(percent: number): boolean;
  shuffled<T>(items: readonly T[]): readonly T[];
}

/** Mulberry32: small, and good enough for choosing words. */
const generator = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

/** FNV-1a, of a text. */
const hash = (text: string): number =>
  [...text].reduce((sum, sign) => Math.imul(sum ^ sign.codePointAt(0)!, 0x01000193), 0x811c9dc5);

/** The choices of one variant of a scenario. */
export const variation = (scenario: string, seed: number): Variation => {
  const random = generator(hash(`${scenario} ${seed}`));
  const number = (below: number): number => Math.floor(random() * below);
  return {
    number,
    pick: (choices) => choices[number(choices.length)]!,
    chance: (percent) => random() * 100 < percent,
    shuffled: (items) => {
      const rest = [...items];
      return items.map(() => rest.splice(number(rest.length), 1)[0]!);
    },
  };
};
