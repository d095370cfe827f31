import { RECORDS, withoutPersonal } from "@bean-brew/tools";

const INSTEAD = "[personal]";
/** How deep an object of a line is looked into; what is deeper is left out. */
const MAX_DEPTH = 4;
/** The longest text in a line, in characters. */
const MAX_TEXT = 1_000;
/** The longest trace of an error, in lines. */
const MAX_FRAMES = 12;

/** What callers are told, say, or have tools do is never logged, whatever it holds. */
const SPOKEN = ["arguments", "content", "result", "text", "comment", "messages", "resumeToken", "token"];

/** Fields that the shop's records mark as personal. */
const marked = Object.values(RECORDS).flatMap((schema) =>
  Object.entries(schema.unwrap().shape).flatMap(([name, field]) =>
    withoutPersonal(field, INSTEAD.length, INSTEAD) === INSTEAD ? [name] : [],
  ),
);

const HIDDEN: ReadonlySet<string> = new Set([...marked, ...SPOKEN]);

const EMAIL = /[^\s"'`<>(){}[\],:;]+@[^\s"'`<>(){}[\],:;]+/g;
/** Seven digits and more, however they are grouped: a phone's number, or a card's. */
const NUMBER = /\+?\d(?:[\s().-]{0,2}\d){6,}/g;
/** What errors quote is somebody's words, or a document of the store's. */
const QUOTED = /(["'`])(?:(?!\1).){1,400}\1/g;

/** A sentence of an error's without what it may quote of a person. */
export const scrub = (text: string): string =>
  text.slice(0, MAX_TEXT).replace(QUOTED, INSTEAD).replace(EMAIL, INSTEAD).replace(NUMBER, INSTEAD);

/** An error as it is logged: its kind and code, its sentence without what it quotes, and where it came from. */
export const redactError = (error: unknown, depth = 0): unknown => {
  if (!(error instanceof Error)) return redact(error, depth);
  const { name, message, stack = "", cause } = error;
  const code = "code" in error && (typeof error.code === "string" || typeof error.code === "number") ? error.code : "";
  const frames = stack.split("\n").filter((line) => /^\s+at /.test(line));
  return {
    type: name,
    ...(code !== "" && { code }),
    message: scrub(message),
    stack: frames.slice(0, MAX_FRAMES).join("\n"),
    ...(cause !== undefined && depth < MAX_DEPTH && { cause: redactError(cause, depth + 1) }),
  };
};

/** An object of a line of the log without what is personal in it. */
export const redact = (value: unknown, depth = 0): unknown => {
  if (typeof value === "string") return value.length > MAX_TEXT ? `${value.slice(0, MAX_TEXT)}…` : value;
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Error) return redactError(value, depth);
  // Audio, above all.
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (depth >= MAX_DEPTH) return INSTEAD;
  if (Array.isArray(value)) return value.map((item) => redact(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, HIDDEN.has(name) ? INSTEAD : redact(inner, depth + 1)]),
  );
};
