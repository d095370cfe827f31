import { figuresIn, smallNumber } from "./numbers.js";

/** Telephone numbers, e-mail addresses and customer numbers in a caller's words. */

export interface Contact {
  phone?: string;
  email?: string;
  customerId?: string;
}

const EMAIL = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/;
const SIGN = "(?:dot|underscore|dash|hyphen|plus)";
const SPOKEN_EMAIL = new RegExp(
  `((?:\\b[a-z\\d][ -]){2,}(?:${SIGN} [\\w+-]+ )*|\\b[\\w+-]+ (?:${SIGN} [\\w+-]+ )*)at (?:sign )?` +
    "((?:g mail|(?:[a-z] ){2,}|[\\w-]+ ?)(?: ?(?:dot|\\.(?=\\w)) ?[\\w-]+)+)\\b",
  "i",
);
const PHONE =
  /(?<![\d+])(?:\+?1[\s.-]?)?\(?\d{3}\)?[\s.,/-]{0,2}\d{3}[\s.,/-]{0,2}\d{4}(?!\d)|\+?\(?\d(?:[\s().-]{0,2}\d){6,14}/;
/** A day in figures, perhaps with a time, whose digits are nobody's number. */
const DATE = /\b(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[-.]\d{1,2}[-.]\d{4})(?:[T ]\d{1,2}:\d{2}(?::\d{2})?)?\b/g;
const CUSTOMER_ID = /\bcust(?:omer)?(?:'?s)?[\s-]*(?:number|no\.?|id)?(?: is)?[\s#:,-]*(\d{1,8})\b/i;
const SPOKEN_CUSTOMER =
  /\b(cust(?:omer)?(?:'s)?(?: number| id)?(?: is|'s)?,?) ((?:(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty)\b[ -]?)+)/i;

/** So few digits can still be a phone number, or the end of one, when one was asked for. */
const LEAST_ANSWER_DIGITS = 4;
/** "It ends in forty two" */
const LEAST_END_DIGITS = 2;

const NAMES_END = /\b(?:end(?:s|ing)?(?: in| with)?|last (?:two|three|four|\d)|at the end)\b/i;

/** A spoken address as it is written. */
function written(words: string): string {
  return words
    .trim()
    .replaceAll(/ ?\bdot\b ?/gi, ".")
    .replaceAll(/ ?\bunderscore\b ?/gi, "_")
    .replaceAll(/ ?\b(?:dash|hyphen)\b ?/gi, "-")
    .replaceAll(/ ?\bplus\b ?/gi, "+")
    .replaceAll(/^(?:[a-z\d]-)+[a-z\d](?=$|[.@])/gi, (letters) => letters.replaceAll("-", ""))
    .replaceAll(" ", "")
    .toLowerCase();
}

/** The address in a caller's words, and the words without it. */
export function emailIn(text: string): { email?: string; rest: string } {
  const typed = EMAIL.exec(text)?.[0];
  if (typed !== undefined) return { email: typed.toLowerCase().replace(/\.$/, ""), rest: text.replace(typed, " , ") };
  const spoken = SPOKEN_EMAIL.exec(text);
  if (!spoken) return { rest: text };
  const email = `${written(spoken[1]!)}@${written(spoken[2]!)}`;
  return { email, rest: text.replace(spoken[0], " , ") };
}

/** A number as it is dialled, in E.164 where it is complete by North American rules. */
function dialled(spoken: string): string {
  const digits = spoken.replaceAll(/\D/g, "");
  if (spoken.startsWith("+")) return `+${digits}`;
  if (digits.length === 10) return `+1${digits}`;
  return digits.length === 11 && digits.startsWith("1") ? `+${digits}` : digits;
}

/** Digits put for the end of a number that is known. */
function withEnd(known: string, digits: string): string {
  return known.length > digits.length ? known.slice(0, -digits.length) + digits : digits;
}

/**
 * How to reach the caller, and the words without it, in figures.
 *
 * @param known the number so far, whose end may be corrected
 * @param expects a number was asked for or read back, so that few digits are one
 */
export function contactIn(
  text: string,
  { known, expects }: { known: string | undefined; expects: boolean },
): Contact & { rest: string } {
  const { email, rest: spoken } = emailIn(text);
  const contact: Contact = email === undefined ? {} : { email };
  let rest = spoken
    .replace(/\bc[ -]u[ -]s[ -]t\b/gi, "cust")
    .replace(SPOKEN_CUSTOMER, (all, lead: string, words: string) => {
      const number = smallNumber(words);
      return number === undefined ? all : `${lead} ${number} `;
    });
  rest = figuresIn(rest);
  const id = CUSTOMER_ID.exec(rest);
  if (id) {
    contact.customerId = `CUST${String(Number(id[1])).padStart(4, "0")}`;
    rest = rest.replace(id[0], " , ");
  }
  const phone = PHONE.exec(rest.replace(DATE, (date) => "x".repeat(date.length)));
  if (phone) {
    contact.phone = dialled(phone[0]);
    return { ...contact, rest: rest.replace(phone[0], " , ") };
  }
  if (!expects) return { ...contact, rest };
  const digits = rest.replace(/\blast \d\b(?: digits)?/gi, " ").replaceAll(/\D/g, "");
  const least = known !== undefined && NAMES_END.test(rest) ? LEAST_END_DIGITS : LEAST_ANSWER_DIGITS;
  if (digits.length >= least) {
    contact.phone = withEnd(known ?? "", digits);
    rest = rest.replace(/\d/g, " ");
  }
  return { ...contact, rest };
}
