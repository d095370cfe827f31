/** What a rule can say: words, one of several, one after another, perhaps, or what another rule says. */
type Expansion =
  | { is: "word"; word: string }
  | { is: "rule"; name: string }
  | { is: "sequence"; parts: Expansion[] }
  | { is: "choice"; options: { weight: number; option: Expansion }[]; total: number }
  | { is: "maybe"; part: Expansion };

export type Grammar = ReadonlyMap<string, Expansion>;

/** How deep rules may stand within each other when a sentence is made, so that one that names itself ends. */
export const MAX_DEPTH = 40;

const HEADER = /^#JSGF[^;]*;\s*grammar\s+[\w.]+\s*;/;
const TOKEN = /<[\w-]+>|\/\d+(?:\.\d+)?\/|[()[\]|;=]|[^\s()[\]|;=<>/]+/g;

/** Half of the optional parts are said. */
const MAYBE = 0.5;

/**
 * Reads the part of the JSpeech Grammar Format that is needed to write down what callers say: rules, weights,
 * alternatives, groups, optional groups and comments; not imports, tags or repetition.
 *
 * @throws SyntaxError naming the rule that cannot be read, or that is named but not there.
 */
export function parseGrammar(text: string): Grammar {
  if (!HEADER.test(text)) throw new SyntaxError('A grammar begins with "#JSGF V1.0; grammar NAME;".');
  const body = text.replace(HEADER, "").replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");
  const tokens = body.match(TOKEN) ?? [];
  let at = 0;
  let current = "";

  const fail = (what: string): never => {
    throw new SyntaxError(`The grammar's rule ${current || "at its beginning"}: ${what}.`);
  };
  const expect = (token: string): void => {
    if (tokens[at++] !== token) fail(`"${token}" was expected before "${tokens[at - 1] ?? "the end"}"`);
  };

  const one = (): Expansion => {
    const token = tokens[at++]!;
    if (token === "(" || token === "[") {
      const inner = alternatives();
      expect(token === "(" ? ")" : "]");
      return token === "(" ? inner : { is: "maybe", part: inner };
    }
    if (token.startsWith("<")) return { is: "rule", name: token.slice(1, -1) };
    if (/^[)\]=/]/.test(token)) fail(`"${token}" is not expected here`);
    return { is: "word", word: token };
  };
  const sequence = (): Expansion => {
    const parts: Expansion[] = [];
    while (at < tokens.length && !["|", ")", "]", ";"].includes(tokens[at]!)) parts.push(one());
    if (parts.length === 0) fail("there is nothing between two signs");
    return parts.length === 1 ? parts[0]! : { is: "sequence", parts };
  };
  const alternatives = (): Expansion => {
    const options: { weight: number; option: Expansion }[] = [];
    do {
      const weight = /^\/([\d.]+)\/$/.exec(tokens[at] ?? "");
      if (weight) at++;
      options.push({ weight: Number(weight?.[1] ?? 1), option: sequence() });
    } while (tokens[at] === "|" && ++at);
    if (options.length === 1) return options[0]!.option;
    return { is: "choice", options, total: options.reduce((sum, { weight }) => sum + weight, 0) };
  };

  const rules = new Map<string, Expansion>();
  while (at < tokens.length) {
    if (tokens[at] === "public") at++;
    current = tokens[at++]!;
    if (!/^<.+>$/.test(current)) fail("a rule begins with its name in angle brackets");
    expect("=");
    rules.set(current.slice(1, -1), alternatives());
    expect(";");
  }
  return rules;
}

/** Every text of a rule that is a plain list of alternatives, in their order. */
export function alternativesOf(grammar: Grammar, rule: string): string[] {
  const textOf = (part: Expansion): string[] => {
    if (part.is === "word") return [part.word];
    if (part.is === "sequence") return [part.parts.flatMap(textOf).join(" ")];
    if (part.is === "choice") return part.options.flatMap(({ option }) => textOf(option));
    throw new SyntaxError(`The grammar's rule <${rule}> must be a plain list of words.`);
  };
  const expansion = grammar.get(rule);
  if (!expansion) throw new SyntaxError(`The grammar has no rule <${rule}>.`);
  return textOf(expansion);
}

/**
 * Words of a sentence that the rule can say, drawn by the weights.
 *
 * @param random numbers from 0 to below 1
 * @param texts rules that are lists of texts from elsewhere
 * @throws SyntaxError when a rule is named that is not there
 */
export function say(
  grammar: Grammar,
  rule: string,
  random: () => number,
  texts: Readonly<Record<string, readonly string[]>> = {},
): string[] {
  const expand = (part: Expansion, depth: number): string[] => {
    if (depth > MAX_DEPTH)
      throw new SyntaxError(`The grammar's rules stand more than ${MAX_DEPTH} deep in each other.`);
    switch (part.is) {
      case "word":
        return [part.word];
      case "sequence":
        return part.parts.flatMap((inner) => expand(inner, depth + 1));
      case "maybe":
        return random() < MAYBE ? expand(part.part, depth + 1) : [];
      case "choice": {
        let left = random() * part.total;
        const chosen = part.options.find(({ weight }) => (left -= weight) < 0) ?? part.options.at(-1)!;
        return expand(chosen.option, depth + 1);
      }
      case "rule": {
        const list = texts[part.name];
        if (list) return list[Math.floor(random() * list.length)]?.split(" ") ?? [];
        const named = grammar.get(part.name);
        if (!named) throw new SyntaxError(`The grammar names a rule <${part.name}> that it does not have.`);
        return expand(named, depth + 1);
      }
    }
  };
  return expand({ is: "rule", name: rule }, 0);
}
