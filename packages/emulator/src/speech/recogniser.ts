/** One turn being heard. */
export interface Hearing {
  /** Takes samples at 16 kHz while the user speaks. */
  write(samples: Int16Array): void;
  /** The turn is over: what was said, or an empty text when nothing was understood. Never rejects. */
  finish(): Promise<string>;
  /** The turn does not matter any more. */
  cancel(): void;
}

/** Something that turns speech into text. */
export interface Recogniser {
  name: string;
  /** Begins to hear a turn. */
  hear(): Hearing;
}

/** A recogniser that says each of these texts in turn, one for each turn that voice activity found. */
export function scriptedRecogniser(texts: readonly string[]): Recogniser {
  let next = 0;
  return {
    name: "script",
    hear: () => ({
      write: () => undefined,
      finish: async () => texts[next++] ?? "",
      cancel: () => undefined,
    }),
  };
}
