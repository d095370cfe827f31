import type { Scenario, Step } from "@bean-brew/emulator";
import type { EndState, ToldAppointment } from "./end-state.js";
import type * as days from "./days.js";
import type * as people from "./people.js";
import * as say from "./wordings.js";
import type { Variation } from "./variation.js";

/** What a variant is made from. */
export interface Surroundings {
  readonly v: Variation;
  /** Of all plays of a house, from 0: names, numbers and addresses of newcomers are their own by it. */
  readonly serial: number;
  readonly now: number;
  readonly seed: number;
  /** The appointments that were there before. */
  readonly standing: readonly ToldAppointment[];
  /** A slot that no other play of the house wants. */
  slot(): days.When;
}

export interface Variant {
  readonly steps: Scenario["steps"];
  readonly expected: EndState;
}

export const CONFIRM = "/right|correct|confirm|shall i|should i|would you like me|go ahead/i";
export const SERVICE = "/service|consultation|what (is it )?for|kind|which one/i";
export const WHEN = "/when|what (day|time|date)|which (day|time|slot)|day|time/i";
export const CONTACT = "/phone|e-?mail|number/i";

export const isoOf = ({ day, hour }: days.When): string => `${day}T${String(hour).padStart(2, "0")}:00`;
export const appointmentOf = (
  person: people.Person,
  when: days.When,
  service: string,
): EndState["appointments"][number] => ({
  customer: person.name,
  start: isoOf(when),
  service,
  status: "Scheduled",
});
export const unknownPhone = (v: Variation): string => `+1212555${String(150 + v.number(10)).padStart(4, "0")}`;
/** What answers a question, or says honestly that nothing is known. */
export const orUnknown = ({ source }: RegExp): string => `/${source}|don't know/i`;
export const types = (text: string): Step => ({ types: text });
export const isBooked: Step = { hears: "/booked/i" };
export const isFound: Step = { calls: "find_customer", ok: true };
export const isNotFound: Step = { calls: "find_customer", ok: false };

export const identified = (v: Variation, { phone, email }: people.Person): string =>
  v.chance(70) ? say.identify.phone(v, phone) : say.identify.email(v, email);

/** The caller is found, then the request; or the request first, and the caller is found when the agent asks. */
export const asCustomer = (
  v: Variation,
  person: people.Person,
  request: string,
  goal: Step & { calls: string },
): readonly Step[] =>
  v.chance(50)
    ? [types(identified(v, person)), isFound, types(request), { answers: { [CONFIRM]: say.yes(v) }, until: goal }]
    : [types(request), { answers: { [CONTACT]: identified(v, person), [CONFIRM]: say.yes(v) }, until: goal }];
