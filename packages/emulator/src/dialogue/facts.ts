import { contactIn, type Contact } from "./contact.js";
import { whenIn, type LocalTime, type When } from "./local-time.js";
import { nameIn } from "./names.js";
import { bareHour } from "./numbers.js";
import { MAX_GOALS, type Question } from "./state.js";

/** What a caller has said that a function needs. */
export interface Facts extends When, Contact {
  name?: string;
  service?: string;
}

/** What the words are heard in the light of. */
export interface Hearing {
  asked?: Question | undefined;
  /** An account is being opened, so that a name may stand beside a number or an address without "my name is". */
  opening?: boolean;
  /** There is a request in the words, so that they are no bare answer. */
  requests?: boolean;
  /** The services that can be booked, as the offered function names them. */
  services: readonly string[];
  /** What is known, which corrections refer to. */
  earlier: Facts;
  now: LocalTime;
}

/** Where callers correct themselves: "Tuesday at two, no, Wednesday at ten". */
const SELF_CORRECTION =
  /(?<=\S)[,.]? (?:(?:no|sorry|wait|actually|i mean|i meant|or rather|scratch that|make (?:that|it))\b,? ?)+(?!(?:account|one|idea|problem|longer|number|thanks|more)\b)/i;

/** "Not 0149", "not Lovelais": what is denied is no fact. */
const DENIED =
  /[,;]?\s*\bnot (?:(?:on|at|a|an|the|it's) )*[\p{L}\d'’:@.+-]+(?<!\bnot (?:sure|really|now|yet))(?: (?:[ap]\.?m\.?\b|\d[\d -]*))?,?/giu;

const plain = (text: string): string => text.toLowerCase().replaceAll(/[^a-z]/g, "");

/** A correction of what was read back, not an agreement or another matter. */
const CORRECTS_NAME =
  /\bname\b|\bspel(?:l|t)|\bit'?s\b|\bit is\b|\bshould be\b|\bnot\b|^(?:uh |um |oh )*(?:no|nope|almost|sorry)\b|(?:\b\p{L}[ -]){3}/iu;

/** A part of a name, which leaves the other part as it is known. */
const PART_OF_NAME = /\b(?:first|last|family) name\b|\bsurname\b/i;

/** Letters and nothing else: a name that was told is spelled. */
const SPELLED = /^(?:\p{L}[ .-]{1,2}){2,}\p{L}[.!]?$/u;

/** The longest service in the caller's own words, where none are offered by name, in characters. */
export const MAX_SERVICE_CHARACTERS = 100;

/** What begins an answer to "What is the appointment for?". */
const SERVICE_LEAD =
  /^(?:(?:uh|um|well|it'?s|it is|that'?s|it'?ll be|i need|i want|i'd like|for|about|to|a|an|the|my|just)\b[, ]*)+/i;

/** Answers to these are of names and addresses, whose letters may look like times. */
const NO_TIMES: readonly (Question | undefined)[] = ["name", "email", "account", "proof"];

const WHEN_QUESTIONS: readonly (Question | undefined)[] = ["day", "slot", "appointment"];

interface Part extends Hearing {
  /** What was read back is corrected. */
  corrects: boolean;
  /** It comes after a self-correction: "… make that three". */
  amends: boolean;
}

function factsOf(text: string, { asked, opening, requests, corrects, amends, services, earlier, now }: Part): Facts {
  const readBack = asked === "account";
  const { rest, ...contact } = contactIn(text, {
    known: earlier.phone,
    expects:
      asked === "phone" ||
      asked === "proof" ||
      asked === "new-account" ||
      readBack ||
      (earlier.phone !== undefined && /\b\d{4}\b/.test(text) && asked === "more"),
  });
  const facts: Facts = contact;
  const service = services.find((one) => plain(rest).includes(plain(one)));
  if (service !== undefined) facts.service = service;
  else if (asked === "service" && services.length === 0 && requests !== true) {
    const words = text.replace(SERVICE_LEAD, "").replace(/[.!? ]+$/, "");
    if (/\p{L}{2}/u.test(words)) facts.service = words.slice(0, MAX_SERVICE_CHARACTERS);
  }
  const reachable = contact.phone !== undefined || contact.email !== undefined;
  const alone =
    ((asked === "name" || asked === "proof") && (requests !== true || reachable)) ||
    (opening === true && earlier.name === undefined && reachable);
  const spelled = opening === true && earlier.name !== undefined && SPELLED.test(rest.trim());
  const name = nameIn(rest, {
    asked: alone || spelled || (readBack && corrects && !reachable),
    known: readBack || spelled || PART_OF_NAME.test(rest) ? earlier.name : undefined,
  });
  if (name !== undefined && !services.some((one) => plain(one) === plain(name))) facts.name = name;
  if (NO_TIMES.includes(asked) && requests !== true) return facts;
  const when = whenIn(rest, now);
  const waits = (amends || WHEN_QUESTIONS.includes(asked)) && when.time === undefined;
  return { ...facts, ...(waits ? whenIn(bareHour(rest), now) : when) };
}

/** "A review on Tuesday at ten and a planning on Wednesday at eleven": each appointment of several, in order. */
export function bookingsIn(text: string, hearing: Hearing): Facts[] {
  const parts = text.split(/,? and (?:also )?/i).map((part) => factsIn(part, hearing));
  const whole = parts.filter(
    ({ service, day, time }) => service !== undefined && day !== undefined && time !== undefined,
  );
  return whole.length > 1 ? whole.slice(0, MAX_GOALS) : [];
}

/** The facts in a caller's words; of those that contradict each other, the last. */
export function factsIn(text: string, hearing: Hearing): Facts {
  const words = text.replaceAll("’", "'").replace(/\s+/g, " ").trim();
  const kept = words.replace(DENIED, " ").trim();
  const corrects = CORRECTS_NAME.test(words);
  let facts: Facts = {};
  for (const [at, part] of (kept === "" ? words : kept).split(SELF_CORRECTION).entries()) {
    const earlier = { ...hearing.earlier, ...facts };
    const asked = facts.phone === undefined ? hearing.asked : "phone";
    facts = { ...facts, ...factsOf(part.trim(), { ...hearing, asked, earlier, corrects, amends: at > 0 }) };
  }
  return facts;
}
