/** The longest piece that is given to the synthesiser at once, in characters; longer sentences are cut at a space. */
export const MAX_SENTENCE_CHARACTERS = 300;

/** A full stop after one of these ends no sentence. */
const ABBREVIATION = /\b(?:Mr|Mrs|Ms|Dr|St|No|vs|etc|e\.g|i\.e|a\.m|p\.m)\.$/i;

function cut(sentence: string): string[] {
  if (sentence.length <= MAX_SENTENCE_CHARACTERS) return [sentence];
  const space = sentence.lastIndexOf(" ", MAX_SENTENCE_CHARACTERS);
  const at = space > 0 ? space : MAX_SENTENCE_CHARACTERS;
  return [sentence.slice(0, at).trim(), ...cut(sentence.slice(at).trim())];
}

/** The sentences of a text, in order, without empty ones. */
export function sentencesOf(text: string): string[] {
  const sentences: string[] = [];
  let open = "";
  for (const piece of text
    .replace(/\s+/g, " ")
    .trim()
    .split(/(?<=[.!?]["')\]]?) (?=["'([]?[A-Z0-9])/)) {
    open = open === "" ? piece : `${open} ${piece}`;
    if (ABBREVIATION.test(open)) continue;
    sentences.push(open);
    open = "";
  }
  sentences.push(open);
  return sentences.flatMap(cut).filter((sentence) => /[\p{L}\p{N}]/u.test(sentence));
}
