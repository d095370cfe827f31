import type { Variation } from "./variation.js";

/** A request as some people make it. */
export const polite = (v: Variation, text: string): string =>
  v.pick([
    text,
    text,
    `${text}, please`,
    `Hi, ${text}`,
    `Um, ${text}`,
    `Hello. ${text[0]!.toUpperCase()}${text.slice(1)}`,
  ]);
