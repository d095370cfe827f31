import type { Variation } from "./variation.js";

/** Who calls, and how callers say a number, an address and a name. */
export interface Person {
  readonly name: string;
  /** E.164, of the United States. */
  readonly phone: string;
  readonly email: string;
}

export const CUSTOMERS: readonly (Person & { readonly id: string })[] = [
  { id: "CUST0001", name: "Maya Torres", phone: "+12125550142", email: "maya.torres@example.com" },
  { id: "CUST0002", name: "Daniel Okafor", phone: "+16465550117", email: "daniel@harborlight.example" },
  { id: "CUST0003", name: "Priya Raman", phone: "+17185550163", email: "priya.raman@example.com" },
  { id: "CUST0004", name: "Lucas Meyer", phone: "+13475550128", email: "lucas@cornerhouse.example" },
  { id: "CUST0005", name: "Hannah Lindqvist", phone: "+19175550155", email: "hannah.l@example.com" },
];

const FIRST_NAMES = [
  "Ada", "Omar", "Grace", "Wei", "Sofia", "Tom", "Ingrid", "Rosa", "Kenji", "Amara", "Nadia", "Peter", "Chloe", "Sam",
  "Fatima", "Jack", "Elena", "Victor",
]; // prettier-ignore
const LAST_NAMES = [
  "Lovelace", "Haddad", "Hopper", "Chen", "Rossi", "Baker", "Larsen", "Delgado", "Tanaka", "Nwosu", "Petrova", "Stone",
  "Dubois", "O'Brien", "Hassan", "Miller", "Garcia-Lopez", "Hugo",
]; // prettier-ignore
const PROVIDERS = ["example.com", "example.org", "example.net", "mail.example.com"];
const AREAS = ["212", "646", "718", "347", "917", "415", "312", "617"];

/** Somebody who is no customer yet. `serial` makes phone number and address their own. */
export const newcomer = (v: Variation, serial: number): Person => {
  const [first, last] = [v.pick(FIRST_NAMES), v.pick(LAST_NAMES)];
  const local = v.pick([`${first}.${last}`, `${first}${last}`, `${first[0]!}${last}`, `${first}_${last}`]);
  const unique = `${local.replace("'", "")}${serial}`.toLowerCase();
  // 555 01xx is for fiction, and too few: other exchanges, of which none begins with 0 or 1.
  const digits = `${v.pick(AREAS)}${640 + Math.floor(serial / 10_000)}${String(serial % 10_000).padStart(4, "0")}`;
  return { name: `${first} ${last}`, phone: `+1${digits}`, email: `${unique}@${v.pick(PROVIDERS)}` };
};

const ONES = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];

export const phoneWords = (v: Variation, phone: string): string => {
  const [area, exchange, line] = [phone.slice(2, 5), phone.slice(5, 8), phone.slice(8)];
  const words = (digits: string): string => [...digits].map((digit) => ONES[Number(digit)]).join(" ");
  return v.pick([
    `${area} ${exchange} ${line}`,
    `${area}-${exchange}-${line}`,
    `(${area}) ${exchange}-${line}`,
    `${area}.${exchange}.${line}`,
    `${area}${exchange}${line}`,
    `+1 ${area} ${exchange} ${line}`,
    `1-${area}-${exchange}-${line}`,
    `area code ${area}, ${exchange} ${line}`,
    `${words(area)}, ${words(exchange)}, ${words(line)}`,
    `${words(area)} ${words(exchange)} ${words(line)}`,
  ]);
};

export const emailWords = (v: Variation, email: string): string =>
  v.pick([email, email, email.replace("@", " at ").replaceAll(".", " dot "), email.toUpperCase()]);

const spelled = (name: string): string =>
  name
    .split(" ")
    .map((part) => [...part.toUpperCase()].join("-"))
    .join(", ");

export const nameWords = (v: Variation, name: string): string =>
  v.pick([
    name,
    `It's ${name}.`,
    `My name is ${name}.`,
    `${name}, please.`,
    `I'm ${name}`,
    `The name's ${name}.`,
    `This is ${name}.`,
    ...(/^[\w ]+$/.test(name) ? [`${name}. That's ${spelled(name)}.`] : []),
  ]);
