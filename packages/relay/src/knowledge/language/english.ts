import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const WHOLE_WORD = /^[a-z]{3,}$/;

/** The words that the sentence model knows as a whole: those that are English and not rare. */
export function englishWords(): ReadonlySet<string> {
  const path = fileURLToPath(new URL("tokenizer.json", import.meta.resolve("@bean-brew/minilm/all-MiniLM-L6-v2")));
  const { model } = JSON.parse(readFileSync(path, "utf8")) as { model: { vocab: Record<string, number> } };
  return new Set(Object.keys(model.vocab).filter((word) => WHOLE_WORD.test(word)));
}
