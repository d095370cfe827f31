import { parsePhoneNumberFromString } from "libphonenumber-js";
import { z } from "zod";
import { withDigits } from "../digits.js";
import { personal } from "./personal.js";

/** The longest name of a person, in characters. */
const MAX_NAME_CHARACTERS = 120;
/** The longest e-mail address (RFC 5321), in characters. */
const MAX_EMAIL_CHARACTERS = 254;
/** The longest telephone number, in characters: the digits may be words. */
const MAX_PHONE_CHARACTERS = 100;
const MAX_ID_CHARACTERS = 40;
/** Where a number without a country code is taken to be from. */
const DEFAULT_REGION = "US";

/** Characters that are not seen, but change how text around them is read, or hide text of their own from people. */
const INVISIBLE =
  /[\p{Cc}\u00AD\u061C\u180E\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF\uFFF9-\uFFFB\u{E0000}-\u{E007F}]/gu;

/** A person's name: one line, composed, without control characters. */
export function nameSchema(description: string) {
  const schema = z
    .string()
    .max(MAX_NAME_CHARACTERS)
    .transform((text, context): string => {
      const name = text.normalize("NFC").replace(/\s+/g, " ").replace(INVISIBLE, "").trim();
      if (name !== "") return name;
      context.addIssue({ code: "custom", message: "name is required" });
      return z.NEVER;
    })
    .meta({ description });
  return personal(schema);
}

/** A telephone number, to E.164. */
export function phoneSchema(description: string) {
  const schema = z
    .string()
    .max(MAX_PHONE_CHARACTERS)
    .transform((text, context): string => {
      // Two zeros stand for the plus sign in much of the world, and begin no number of the region's.
      const dialled = withDigits(text)
        .replaceAll(",", " ")
        .replace(/^\s*00(?=[1-9])/, "+");
      const phone = parsePhoneNumberFromString(dialled, DEFAULT_REGION);
      if (phone?.isValid()) return phone.number;
      context.addIssue({
        code: "custom",
        message:
          "The phone number is not valid: ask for it again and write it in international format, such as +12125550142",
      });
      return z.NEVER;
    })
    .meta({ description });
  return personal(schema);
}

const emailAddress = z.email();

/** "Maya dot torres at example dot com" as it is written; what has an at sign is written already. */
function written(address: string): string {
  if (address.includes("@")) return address;
  return address
    .replace(/(?<=\b[a-z\d]) (?=[a-z\d]\b)/g, "")
    .replace(/ at (?:sign )?/, "@")
    .replace(/ ?\bdot\b ?/g, ".")
    .replace(/ ?\bunderscore\b ?/g, "_")
    .replace(/ ?\b(?:dash|hyphen)\b ?/g, "-");
}

/** An e-mail address, as it is written or said, to lower case. */
export function emailSchema(description: string) {
  const schema = z
    .string()
    .max(MAX_EMAIL_CHARACTERS)
    .transform((text, context): string => {
      const address = written(text.trim().toLowerCase());
      if (emailAddress.safeParse(address).success) return address;
      context.addIssue({
        code: "custom",
        message: "That is not a valid email address: ask the caller to spell it",
      });
      return z.NEVER;
    })
    .meta({ description });
  return personal(schema);
}

/** `CUST0042`, `cust 42` and `42`, to `CUST0042`. */
export function customerIdSchema(description: string) {
  return idSchema("CUST", "cust(?:omer)?", description);
}

/** `APT0042`, `apt 42` and `42`, to `APT0042`. */
export function appointmentIdSchema(description: string) {
  return idSchema("APT", "(?:apt|appt|appointment)", description);
}

function idSchema(prefix: string, words: string, description: string) {
  const pattern = new RegExp(`^(?:${words}(?:[\\s#:._-]|number|no\\b)*|#)?(\\d{1,12})$`, "i");
  return z
    .string()
    .max(MAX_ID_CHARACTERS)
    .transform((text, context): string => {
      const digits = pattern.exec(withDigits(text.trim()))?.[1];
      if (digits !== undefined) return idOf(prefix, Number(digits));
      context.addIssue({ code: "custom", message: `must be ${prefix} and a number, such as ${prefix}0042` });
      return z.NEVER;
    })
    .meta({ description });
}

/** `42` to `CUST0042`. */
export function customerIdOf(number: number): string {
  return idOf("CUST", number);
}

function idOf(prefix: string, number: number): string {
  return `${prefix}${String(number).padStart(4, "0")}`;
}
