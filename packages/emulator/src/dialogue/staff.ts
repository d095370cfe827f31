import { smallNumber } from "./numbers.js";
import { objectIn, textIn, told, type Result } from "./result.js";
import { sayError } from "./saying.js";
import { call, done, finish, offers, type Goal, type Next, type State, type Taken } from "./state.js";

/** What only the shop's staff asks for: how an appointment stands. */

const VERB = /\b(?:set|mark|change|update|put|make)\b/;

/** The ways to say a status; of several in a sentence, the last counts. */
const STATUS = /\b(completed?|done|finished|cancelled|canceled|scheduled)\b/g;

const UNIT = "(?:zero|oh|one|two|three|four|five|six|seven|eight|nine)";
const SPOKEN = `(?:${UNIT}|ten|eleven|twelve|\\w+teen|\\w+ty)(?:[ -]${UNIT})*`;
const NUMBER = new RegExp(`\\b(?:appointment|booking|number|apt)(?: number)?[ -]*(?:apt)?[ -]*(\\d{1,8}|${SPOKEN})\\b`);

/** "Set appointment 12 to completed": only with the appointment's number, which callers do not go by. */
export function statusIn(words: string): Goal | undefined {
  const number = smallNumber(NUMBER.exec(words)?.[1] ?? "");
  const said = [...words.matchAll(STATUS)].at(-1)?.[1];
  if (!VERB.test(words) || number === undefined || said === undefined) return undefined;
  const status = said.startsWith("cancel") ? "Cancelled" : said === "scheduled" ? "Scheduled" : "Completed";
  return { is: "status", id: `APT${String(number).padStart(4, "0")}`, status };
}

export function pursueStatus({ id, status }: { id: string; status: string }, state: State): Next {
  return offers(state, "update_appointment_status")
    ? call("update_appointment_status", { appointment_id: id, new_status: status })
    : finish("I'm sorry, only the shop's staff can have that changed here.");
}

export function takeStatus(state: State, result: Result, error: string | undefined): Taken {
  if (error !== undefined) return done(state, sayError(error));
  const appointment = objectIn(result, "appointment") ?? result;
  const [id, status] = [textIn(appointment, "id"), textIn(appointment, "status")];
  if (id === undefined || status === undefined) return done(state, told(result));
  const customer = textIn(appointment, "customer_name");
  const whose = customer === undefined ? "" : ` of ${customer}`;
  return done({ ...state, appointments: undefined }, `Appointment ${id}${whose} is now ${status.toLowerCase()}.`);
}
