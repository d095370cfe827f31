const FORM = /^(silent )?(\d+(?:\.\d+)?) ?(ms|s)$/;

/** Reads `3 s`, `500 ms` or `silent 3 s`; undefined when it is none of them. */
export function waitOf(text: string): { readonly ms: number; readonly silent: boolean } | undefined {
  const [, silent, amount, unit] = FORM.exec(text.trim()) ?? [];
  if (amount === undefined) return undefined;
  return { ms: Number(amount) * (unit === "s" ? 1_000 : 1), silent: silent !== undefined };
}
