/** The longest result that a tool may give, in UTF-16 units of its JSON. */
export const MAX_RESULT_CHARACTERS = 32_000;
/** The longest card, and what else a tool gives beside its result, in UTF-16 units of their JSON. */
export const MAX_ASIDE_CHARACTERS = 4_000;

/**
 * The value as JSON has it, so that nothing can go wrong with it later. Throws a `TypeError` when it is none of JSON's,
 * and a `RangeError` when it is longer than that.
 */
export function plain<Value>(value: Value, most: number): Value {
  // JSON itself throws for what is circular, and for a BigInt.
  const text: string | undefined = JSON.stringify(value);
  if (text === undefined) throw new TypeError("What a tool gives must be a JSON value.");
  if (text.length > most) throw new RangeError(`A tool gave ${text.length} characters: at most ${most} may be told.`);
  return JSON.parse(text) as Value;
}
