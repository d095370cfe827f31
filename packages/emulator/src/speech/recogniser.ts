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
  /**
   * Begins to hear a turn.
   *
   * @param again the same turn from its beginning once more, because the user went on after a pause
   */
  hear(again?: boolean): Hearing;
  /** Lets go of what it holds. */
  close?(): void;
}

/**
 * A recogniser that says each of these texts in turn, one for each turn that voice activity found. A list stands for a
 * turn with pauses: what is heard up to each of them, and at its end the last one.
 */
export function scriptedRecogniser(texts: readonly (string | readonly string[])[]): Recogniser {
  let turn = -1;
  let pause = 0;
  return {
    name: "script",
    hear(again = false) {
      if (again) pause++;
      else {
        turn++;
        pause = 0;
      }
      const text = texts[turn] ?? "";
      const heard = typeof text === "string" ? text : (text[pause] ?? text.at(-1) ?? "");
      return { write: () => undefined, finish: async () => heard, cancel: () => undefined };
    },
  };
}
