/** How deep objects and lists may be nested. */
const MAX_DEPTH = 20;

/**
 * Reads JSON as models write it when they do not quite: in code fences, with single or curly quotes, keys without any,
 * trailing commas, Python's `True`, `False` and `None`, and text around the one object. Throws a `SyntaxError` for
 * anything else: what a text means is never guessed.
 */
export function parseLenient(text: string): unknown {
  const fenced = /^\s*```[a-z0-9]*\s*([\s\S]*?)\s*```\s*$/i.exec(text)?.[1] ?? text;
  try {
    return JSON.parse(fenced);
  } catch {
    return readerOf(fenced.slice(Math.max(0, fenced.search(/[[{]/)))).whole();
  }
}

const CLOSING = new Map([
  ['"', '"'],
  ["'", "'"],
  ["“", "”"],
  ["‘", "’"],
]);
const ESCAPES = new Map([
  ["n", "\n"],
  ["t", "\t"],
  ["r", "\r"],
  ["b", "\b"],
  ["f", "\f"],
]);
const WORDS = new Map<string, unknown>([
  ["true", true],
  ["false", false],
  ["null", null],
  ["True", true],
  ["False", false],
  ["None", null],
  ["undefined", null],
]);

function readerOf(text: string) {
  let at = 0;

  const skip = (): void => {
    while (/\s/.test(text.charAt(at)) && at < text.length) at += 1;
  };
  const fail = (): never => {
    throw new SyntaxError(`Character ${at} is not expected.`);
  };
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    if (found !== undefined) at += found.length;
    return found;
  };
  const isNext = (character: string): boolean => {
    skip();
    if (text[at] !== character) return false;
    at += 1;
    return true;
  };

  function value(depth: number): unknown {
    if (depth > MAX_DEPTH) return fail();
    skip();
    if (isNext("{")) return members(depth);
    if (isNext("[")) return items(depth);
    const closing = CLOSING.get(text.charAt(at));
    if (closing !== undefined) return quoted(closing);
    const number = take(/-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])/y);
    if (number !== undefined) return Number(number);
    const word = take(/[A-Za-z]+/y);
    return word !== undefined && WORDS.has(word) ? WORDS.get(word) : fail();
  }

  function members(depth: number): Record<string, unknown> {
    const entries: [string, unknown][] = [];
    while (!isNext("}")) {
      const closing = CLOSING.get(text.charAt(at));
      const key = closing === undefined ? take(/[A-Za-z_]\w*/y) : quoted(closing);
      if (key === undefined || !isNext(":")) return fail();
      entries.push([key, value(depth + 1)]);
      if (isNext(",")) continue;
      if (!isNext("}")) return fail();
      break;
    }
    return Object.fromEntries(entries);
  }

  function items(depth: number): unknown[] {
    const list: unknown[] = [];
    while (!isNext("]")) {
      list.push(value(depth + 1));
      if (isNext(",")) continue;
      if (!isNext("]")) return fail();
      break;
    }
    return list;
  }

  function quoted(closing: string): string {
    let read = "";
    for (at += 1; at < text.length; at += 1) {
      const character = text.charAt(at);
      if (character === "\\") {
        read += escaped();
      } else if (character === closing && !isApostrophe(closing)) {
        at += 1;
        return read;
      } else read += character;
    }
    return fail();
  }

  /** A single quote inside a word, `'O'Brien'`, ends nothing. */
  const isApostrophe = (closing: string): boolean =>
    (closing === "'" || closing === "’") && /\p{L}/u.test(text.charAt(at - 1)) && /\p{L}/u.test(text.charAt(at + 1));

  function escaped(): string {
    at += 1;
    const hex = /^u([\da-fA-F]{4})/.exec(text.slice(at, at + 5))?.[1];
    if (hex === undefined) return ESCAPES.get(text.charAt(at)) ?? text.charAt(at);
    at += 4;
    return String.fromCharCode(Number.parseInt(hex, 16));
  }

  return {
    /** The one value, with at most a word of explanation after it. */
    whole(): unknown {
      const read = value(0);
      const rest = text.slice(at);
      return /^[^{}[\]]*$/.test(rest) ? read : fail();
    },
  };
}
