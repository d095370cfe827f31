import { parsePhoneNumberFromString } from "libphonenumber-js";
import { z } from "zod";

/** The longest name of a person, in characters. */
const MAX_NAME_CHARACTERS = 120;
/** The longest e-mail address (RFC 5321), in characters. */
const MAX_EMAIL_CHARACTERS = 254;
const MAX_PHONE_CHARACTERS = 40;
const MAX_ID_CHARACTERS = 40;
/** Where a number without a country code is taken to be from. */
const DEFAULT_REGION = "US";

/** Characters that are not seen, but change how text around them is read. */
const INVISIBLE = /[\p{Cc}\u061C\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/gu;

/** A person's name: one line, composed, without control characters. */
export function nameSchema(description: string) {
  return z
    .string()
    .max(MAX_NAME_CHARACTERS)
    .transform((text, context): string => {
      const name = text.normalize("NFC").replace(/\s+/g, " ").replace(INVISIBLE, "").trim();
      if (name !== "") return name;
      context.addIssue({ code: "custom", message: "name is required" });
      return z.NEVER;
    })
    .meta({ description });
}

/** A telephone number, to E.164. */
export function phoneSchema(description: string) {
  return z
    .string()
    .max(MAX_PHONE_CHARACTERS)
    .transform((text, context): string => {
      const phone = parsePhoneNumberFromString(text, DEFAULT_REGION);
      if (phone?.isValid()) return phone.number;
      context.addIssue({
        code: "custom",
        message:
          "The phone number is not valid: ask for it again and write it in international format, such as +12125550142",
      });
      return z.NEVER;
    })
    .meta({ description });
}

const emailAddress = z.email();

/** An e-mail address, to lower case. */
export function emailSchema(description: string) {
  return z
    .string()
    .max(MAX_EMAIL_CHARACTERS)
    .transform((text, context): string => {
      const address = text.trim().toLowerCase();
      if (emailAddress.safeParse(address).success) return address;
      context.addIssue({
        code: "custom",
        message: "That is not a valid email address: ask the caller to spell it",
      });
      return z.NEVER;
    })
    .meta({ description });
}

/** `CUST0042`, `cust 42` and `42`, to `CUST0042`. */
export function customerIdSchema(description: string) {
  return z
    .string()
    .max(MAX_ID_CHARACTERS)
    .transform((text, context): string => {
      const digits = /^(?:cust(?:omer)?[\s#:._-]*|#)?(\d{1,12})$/i.exec(text.trim())?.[1];
      if (digits !== undefined) return customerIdOf(Number(digits));
      context.addIssue({ code: "custom", message: "must be CUST and a number, such as CUST0042" });
      return z.NEVER;
    })
    .meta({ description });
}

/** `42` to `CUST0042`. */
export function customerIdOf(number: number): string {
  return `CUST${String(number).padStart(4, "0")}`;
}
