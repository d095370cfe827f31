import type { FunctionDefinition } from "../src/protocol/messages.js";
import { answer, begin, hear } from "../src/dialogue/dialogue.js";
import type { Call, Move, State } from "../src/dialogue/state.js";

/** A visit to a small shop by text: what the functions answer, and what was said and called. */

export const NOW = Date.UTC(2026, 10, 23, 22, 50); // Monday, 17:50 in New York
export const PROMPT = "It is Monday, November 23, 2026, 5:50 PM, in the shop's time zone, America/New_York.";
export const SERVICES = ["Consultation", "Follow-up", "Review", "Planning"];

export const BASIC: FunctionDefinition[] = [
  ...[
    "find_customer",
    "create_customer_account",
    "check_availability",
    "get_appointments",
    "get_orders",
    "search_knowledge_base",
    "end_call",
  ].map((name) => ({ name })),
  { name: "create_appointment", parameters: { properties: { service: { enum: SERVICES } } } },
];

/** Every function of the shop's. */
export const ALL: FunctionDefinition[] = [
  ...BASIC,
  ...[
    "reschedule_appointment",
    "cancel_appointment",
    "get_best_answer",
    "get_knowledge_base_topics",
    "update_appointment_status",
  ].map((name) => ({ name })),
];

export const JANE = {
  id: "CUST0001",
  name: "Jane Doe",
  phone: "+12125550142",
  email: "jane@example.com",
  joined_date: "2024-01-01",
};

const REVIEW = { id: "APT0001", date: "2026-11-27T15:00:00-05:00", service: "Review", status: "Scheduled" };
/** The earliest times that are free. */
export const FREE = ["2026-11-24T10:00:00-05:00", "2026-11-24T14:00:00-05:00", "2026-11-25T09:00:00-05:00"];

interface Shop {
  appointments: (typeof REVIEW)[];
  free: string[];
  /** One thing on file is not enough to be found. */
  twofold: boolean;
  /** What a function sends back, whatever it is asked. */
  instead: Partial<Record<string, string>>;
}

function findTwofold({ phone, email, name }: Call["arguments"]): object {
  const given = [phone, email, name].filter((one) => one !== undefined);
  const error = `${phone === undefined ? "phone" : "email"} is required, or name: one thing on file is not enough here; ask the caller for another.`;
  if (given.length < 2) return { error, code: "invalid_arguments" };
  const fits = given.every((one) => [JANE.phone, JANE.email, JANE.name].includes(one));
  return fits ? JANE : { error: "Customer not found: check the phone number with the caller.", code: "not_found" };
}

function findCustomer(args: Call["arguments"], twofold: boolean): object {
  if (twofold && args["customer_id"] === undefined) return findTwofold(args);
  if (args["phone"] === JANE.phone || args["email"] === JANE.email) return JANE;
  return args["customer_id"] === JANE.id
    ? { id: JANE.id, name: "Jane", identified: false }
    : { error: "Customer not found: check the phone number or e-mail address with the caller.", code: "not_found" };
}

/** Why a time cannot be had, as the tools say it. */
function refusal(date: string): object | undefined {
  const available_slots = ["2026-11-24T14:00:00-05:00"];
  if (date < "2026-11-23T17:50")
    return { error: "That time is in the past.", code: "invalid_arguments", available_slots };
  if (date.startsWith("2026-11-28"))
    return { error: "The shop is closed on Saturday, November 28.", code: "invalid_arguments", available_slots };
  if (!date.endsWith("T11:00:00")) return undefined;
  const error = "That time is no longer available: offer the caller one of the next free ones.";
  return { error, code: "conflict", available_slots };
}

function answerOf(shop: Shop, { name, arguments: args }: Call): object {
  const one = shop.appointments.find(({ id }) => id === args["appointment_id"]);
  switch (name) {
    case "find_customer":
      return findCustomer(args, shop.twofold);
    case "create_customer_account":
      return { success: true, customer: { ...args, id: "CUST0009" } };
    case "check_availability":
      return { available_slots: shop.free.filter((slot) => slot >= (args["start_date"] ?? "")) };
    case "create_appointment": {
      const service = args["service"]!;
      const booked = { id: "APT0007", date: `${args["date"]}-05:00`, service, status: "Scheduled" };
      const no = refusal(args["date"]!);
      if (!no) shop.appointments = [...shop.appointments, booked];
      return no ?? booked;
    }
    case "reschedule_appointment": {
      const no = refusal(args["new_date"]!);
      if (no || !one) return no ?? { error: "Appointment not found.", code: "not_found" };
      const moved = { ...one, date: `${args["new_date"]}-05:00` };
      shop.appointments = [...shop.appointments.filter((each) => each !== one), moved];
      return { message: "Rescheduled.", appointment: moved };
    }
    case "cancel_appointment":
      shop.appointments = shop.appointments.filter((each) => each !== one);
      return { message: "Cancelled.", appointment: { ...one, status: "Cancelled" } };
    case "get_appointments":
      return { appointments: shop.appointments };
    case "get_orders":
      return {
        orders: [
          {
            id: "ORD0001",
            date: "2026-11-19T10:00:00-05:00",
            lines: [{ name: "House Espresso", quantity: 2, price: 18 }],
            status: "Shipped",
          },
        ],
      };
    case "get_knowledge_base_topics":
      return { topics: ["Hours", "Prices", "Training", "Delivery", "Returns"], total_topics: 5 };
    case "update_appointment_status": {
      const appointment = { id: args["appointment_id"], customer_name: JANE.name, status: args["new_status"] };
      return { message: "Updated.", appointment };
    }
    case "get_best_answer":
      return { found: true, question: args["query"], answer: "At 40 Chandlery Street." };
    case "search_knowledge_base":
      return /hours|open|barista/.test(args["query"] ?? "")
        ? { found: true, answer: "We open at 9 in the morning. We close at 5. We sleep at night." }
        : { found: false, message: "Nothing." };
    case "end_call":
      return { status: "closing", message: "Thank you for calling! Have a great day!" };
    default:
      return { status: "queued" };
  }
}

export interface Visit {
  /** Says something, and gives all that the agent says to it. */
  tell(text: string): string;
  /** Every call so far, in order. */
  calls: Call[];
  /** How many calls each request had. */
  requests: number[];
  state(): State;
}

/** Begins a visit, of somebody who has met the agent unless it is `new`. */
export function visit(functions = ALL, options: { fresh?: boolean; more?: Partial<Shop> } = {}): Visit {
  const shop: Shop = { appointments: [REVIEW], free: FREE, twofold: false, instead: {}, ...options.more };
  let state: State = { ...begin(functions, PROMPT, "Hello, how can I help?"), introduced: options.fresh !== true };
  const calls: Call[] = [];
  const requests: number[] = [];
  return {
    calls,
    requests,
    state: () => state,
    tell(text) {
      const said: string[] = [];
      let move: Move = hear(state, text, NOW);
      for (;;) {
        state = move.state;
        if (move.say !== "") said.push(move.say);
        if (move.calls.length === 0) return said.join(" ");
        calls.push(...move.calls);
        requests.push(move.calls.length);
        const answers = move.calls.map((call) => ({
          ...call,
          content: shop.instead[call.name] ?? JSON.stringify(answerOf(shop, call)),
        }));
        move = answer(state, answers, NOW);
      }
    },
  };
}

export const MY_PHONE = "my number is 212 555 0142";

/** A visit of Jane's that these words began, once she was found. */
export function jane(...words: string[]): Visit {
  const one = visit();
  for (const text of [MY_PHONE, ...words]) one.tell(text);
  return one;
}

/** The last call of a visit: the function, and what it was called with. */
export function lastOf({ calls }: Visit): [name: string, args: Call["arguments"]] {
  const { name, arguments: args } = calls.at(-1)!;
  return [name, args];
}
