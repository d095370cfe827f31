import { whenIn, type LocalTime, type When } from "./local-time.js";
import { figuresIn } from "./numbers.js";

/** What a caller has said that a function needs. */
export interface Facts extends When {
  phone?: string;
  email?: string;
  customerId?: string;
  name?: string;
  service?: string;
}

export type Fact = keyof Facts;

const EMAIL = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/;
const SPOKEN_EMAIL = /\b([\w+-]+(?: (?:dot|underscore|dash) [\w+-]+)*) at ([\w-]+(?: dot [\w-]+)+)\b/i;
const PHONE = /\+?\(?\d(?:[\s().-]{0,2}\d){6,14}/;
const CUSTOMER_ID = /\bcust(?:omer)?(?:'?s)?[\s-]*(?:number|no\.?|id)?(?: is)?[\s#:-]*(\d{1,8})\b/i;
const NAME_WORD = "[A-Za-z][\\p{L}'’.-]*";
const NAMED = new RegExp(
  `\\b(?:my name is|my name's|the name is|name:|call me) (${NAME_WORD}(?: ${NAME_WORD}){0,3})`,
  "iu",
);
const PRESENTED = /\b(?:I am|I'm|I’m|this is|it's|it’s) ((?:\p{Lu}[\p{L}'’-]+)(?: \p{Lu}[\p{L}'’-]+){0,2})/u;
const NOT_A_NAME =
  /^(?:and|my|i|i'm|i'd|the|phone|number|email|e-mail|please|looking|calling|not|new|a|an|is|at|on|from|with|here|want|would|for|yes|no)$/i;
const LEAD = /^(?:(?:well|sure|yes|ok(?:ay)?|um|uh)[, ]+)*(?:it is|it's|it’s|i am|i'm|i’m|this is)? ?/i;

/** The longest name that is taken, in characters. */
export const MAX_NAME_CHARACTERS = 80;

/** So few digits can still be a phone number, when one was asked for. */
const LEAST_ANSWER_DIGITS = 4;

function emailIn(text: string): string | undefined {
  const typed = EMAIL.exec(text)?.[0];
  if (typed !== undefined) return typed.toLowerCase().replace(/\.$/, "");
  const spoken = SPOKEN_EMAIL.exec(text);
  if (!spoken) return undefined;
  const signs = (words: string): string =>
    words
      .replaceAll(/ dot /gi, ".")
      .replaceAll(/ underscore /gi, "_")
      .replaceAll(/ dash /gi, "-");
  return `${signs(spoken[1]!)}@${signs(spoken[2]!)}`.toLowerCase();
}

/** A number as it is dialled, in E.164 where it is complete by North American rules. */
function dialled(spoken: string): string {
  const digits = spoken.replaceAll(/\D/g, "");
  if (spoken.startsWith("+")) return `+${digits}`;
  if (digits.length === 10) return `+1${digits}`;
  return digits.length === 11 && digits.startsWith("1") ? `+${digits}` : digits;
}

function tidyName(words: string): string | undefined {
  const kept: string[] = [];
  for (const word of words.split(" ")) {
    if (NOT_A_NAME.test(word)) break;
    kept.push(word.replace(/[.,]+$/, ""));
    if (/[.,]$/.test(word)) break;
  }
  const capital = (word: string): string =>
    word === word.toLowerCase() ? word[0]!.toUpperCase() + word.slice(1) : word;
  const name = kept
    .filter((word) => word !== "")
    .map(capital)
    .join(" ");
  return name === "" || name.length > MAX_NAME_CHARACTERS ? undefined : name;
}

function nameIn(text: string, asked: boolean): string | undefined {
  const named = NAMED.exec(text)?.[1] ?? PRESENTED.exec(text)?.[1];
  if (named !== undefined) return tidyName(named);
  if (!asked) return undefined;
  const answer = text.replace(LEAD, "").replace(/[.!,]+$/, "");
  return new RegExp(`^${NAME_WORD}(?: ${NAME_WORD}){0,3}$`, "u").test(answer) ? tidyName(answer) : undefined;
}

const plain = (text: string): string => text.toLowerCase().replaceAll(/[^a-z]/g, "");

/**
 * The facts in a caller's words.
 *
 * @param asked the fact that the agent has asked for, which may be answered with less
 * @param services the services that can be booked, as the offered function names them
 * @param earlier what is known, which a correction of a number's last digits refers to
 */
export function factsIn(
  text: string,
  {
    asked,
    services,
    earlier,
    now,
  }: { asked?: Fact | undefined; services: readonly string[]; earlier: Facts; now: LocalTime },
): Facts {
  const facts: Facts = {};
  const email = emailIn(text);
  if (email !== undefined) facts.email = email;
  let rest = figuresIn(text.replace(EMAIL, " ").replace(SPOKEN_EMAIL, " "));

  const id = CUSTOMER_ID.exec(rest);
  if (id) {
    facts.customerId = `CUST${String(Number(id[1])).padStart(4, "0")}`;
    rest = rest.replace(id[0], " ");
  }
  const phone = PHONE.exec(rest);
  if (phone) {
    facts.phone = dialled(phone[0]);
    rest = rest.replace(phone[0], " ");
  } else if (asked === "phone") {
    const digits = rest.replaceAll(/\D/g, "");
    if (digits.length >= LEAST_ANSWER_DIGITS) {
      const known = earlier.phone ?? "";
      facts.phone = known.length > digits.length ? known.slice(0, -digits.length) + digits : digits;
      rest = "";
    }
  }
  const service = services.find((one) => plain(rest).includes(plain(one)));
  if (service !== undefined) facts.service = service;
  const name = nameIn(text.replace(EMAIL, " "), asked === "name");
  if (name !== undefined) facts.name = name;
  return {
    ...facts,
    ...whenIn(asked === "day" || asked === "time" ? rest.replace(/^(\d{1,2})\b/, "at $1") : rest, now),
  };
}
