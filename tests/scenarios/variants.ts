import type { Step } from "@bean-brew/emulator";
import { NOTHING, STANDING } from "./end-state.js";
import { shopDay, someDay } from "./slots.js";
import * as days from "./days.js";
import * as people from "./people.js";
import { PLACES, QUESTIONS, STRANGE_QUESTIONS } from "./questions.js";
import * as say from "./wordings.js";
import type { Variation } from "./variation.js";
import {
  asCustomer,
  CONFIRM,
  CONTACT,
  identified,
  isFound,
  isNotFound,
  orUnknown,
  types,
  unknownPhone,
  type Surroundings,
  type Variant,
} from "./variant.js";
import {
  asked,
  booking,
  cancelled,
  dayCorrected,
  hungUp,
  interruptedCall,
  moved,
  refused,
  takenSlot,
} from "./booking-variants.js";

const newAccount = ({ v, serial }: Surroundings): Variant => {
  const person = people.newcomer(v, serial);
  const phone = v.chance(25)
    ? say.slipOfNumber(v, unknownPhone(v), person.phone)
    : v.chance(50)
      ? say.identify.phone(v, person.phone)
      : people.phoneWords(v, person.phone);
  const answers = {
    [CONFIRM]: say.yes(v),
    "/name/i": people.nameWords(v, person.name),
    "/phone|number/i": phone,
    "/e-?mail|address/i": people.emailWords(v, person.email),
  };
  return {
    steps: [types(say.openAccount(v)), { answers, until: { calls: "create_customer_account", ok: true } }],
    expected: { ...NOTHING, customers: [person] },
  };
};

const lookUp =
  (tool: string, words: (v: Variation) => string, ...told: readonly string[]) =>
  ({ v }: Surroundings): Variant => {
    const person = v.pick(people.CUSTOMERS);
    return {
      steps: asCustomer(v, person, words(v), { calls: tool, ok: true }),
      expected: { ...NOTHING, told: [...told, `find_customer ${person.id}`, `${tool} ${person.id}`] },
    };
  };

const found =
  (by: "phone" | "email") =>
  ({ v }: Surroundings): Variant => {
    const person = v.pick(people.CUSTOMERS);
    return {
      steps: [types(say.identify[by](v, person[by])), isFound],
      expected: { ...NOTHING, told: [`find_customer ${person.id}`] },
    };
  };

const question = ({ v }: Surroundings): Variant => {
  if (v.chance(30)) {
    const admits = "/(don't|do not|not) (know|have)|couldn't find|nothing|not sure|understand/i";
    return { steps: [types(v.pick(STRANGE_QUESTIONS)), { hears: admits }], expected: NOTHING };
  }
  const { asks, says } = v.pick(QUESTIONS);
  return {
    steps: [types(v.pick(asks)), { hears: String(says) }],
    expected: { ...NOTHING, told: ["search_knowledge_base"] },
  };
};

const bestAnswer = ({ v }: Surroundings): Variant => ({
  steps: [types(v.pick(PLACES)), { calls: "get_best_answer", ok: true }, { hears: "/./" }],
  expected: { ...NOTHING, told: ["get_best_answer"] },
});

const topics = ({ v }: Surroundings): Variant => ({
  steps: [types(say.askTopics(v)), { calls: "get_knowledge_base_topics", ok: true }, { hears: "/about/i" }],
  expected: { ...NOTHING, told: ["get_knowledge_base_topics"] },
});

/** One of a few appointments after another takes place, and then does not after all, and so on. */
const staffStatus = ({ v, seed, standing }: Surroundings): Variant => {
  const at = seed % STANDING.length;
  const [id, appointment] = [STANDING[at]!, standing[at]!];
  const status = Math.floor(seed / STANDING.length) % 2 === 0 ? "Completed" : "Cancelled";
  return {
    steps: [
      types(say.setStatus(v, id, status)),
      { calls: "update_appointment_status", ok: true },
      { hears: `/${status}/i` },
    ],
    expected: {
      ...NOTHING,
      appointments: [{ ...appointment, status }],
      told: [`update_appointment_status ${id}`],
    },
  };
};

const lostAgent = ({ v }: Surroundings): Variant => {
  const person = v.pick(people.CUSTOMERS);
  return {
    steps: [
      { hears: "/offline/i" },
      types(identified(v, person)),
      isFound,
      { hears: "/what can i do|account/i" },
      types(say.myOrders(v)),
      { calls: "get_orders", ok: true },
    ],
    expected: { ...NOTHING, told: [`find_customer ${person.id}`, `get_orders ${person.id}`] },
  };
};

/** A question in a scenario that is not about its answer: that it is not known is as good. */
const aside = (surroundings: Surroundings): Variant => {
  const { v } = surroundings;
  const { asks, says } = v.pick(QUESTIONS);
  return {
    steps: [types(v.pick(asks)), { hears: orUnknown(says) }],
    expected: { ...NOTHING, told: ["search_knowledge_base"] },
  };
};

const numberCorrected = ({ v }: Surroundings): Variant => {
  const person = v.pick(people.CUSTOMERS);
  const wrong = `${person.phone.slice(0, -2)}${String(70 + v.number(20))}`;
  const steps = v.chance(50)
    ? [types(say.slipOfNumber(v, wrong, person.phone)), isFound]
    : [types(say.identify.phone(v, wrong)), isNotFound, types(say.correctNumber(v, person.phone)), isFound];
  return { steps, expected: { ...NOTHING, told: [`find_customer ${person.id}`] } };
};

const unknownCaller = ({ v, serial }: Surroundings): Variant => {
  const { phone, email } = people.newcomer(v, serial);
  return {
    steps: [types(v.chance(60) ? say.identify.phone(v, phone) : say.identify.email(v, email)), isNotFound],
    expected: NOTHING,
  };
};

const customerNumber = ({ v }: Surroundings): Variant => ({
  steps: [
    types(
      `${say.byNumber(v, v.pick(people.CUSTOMERS).id)} ${v.pick([...say.ORDER_QUESTIONS, ...say.APPOINTMENT_QUESTIONS])}`,
    ),
    { hears: CONTACT },
  ],
  expected: NOTHING,
});

const fiveMisses = ({ v }: Surroundings): Variant => {
  const wrong = v.shuffled(Array.from({ length: 10 }, (_, index) => `+121255501${70 + index}`)).slice(0, 5);
  return {
    steps: [
      ...wrong.flatMap((phone) => [types(say.identify.phone(v, phone)), isNotFound, { hears: "/./" }]),
      types(say.identify.phone(v, v.pick(people.CUSTOMERS).phone)),
      { hears: "/./" },
    ],
    expected: NOTHING,
  };
};

const interruptedSpeech = ({ v }: Surroundings): Variant => {
  const [first, second] = v.shuffled(QUESTIONS);
  return {
    steps: [
      types(v.pick(first!.asks)),
      { interrupts: v.pick(second!.asks), during: "speech", by: "typing" },
      { hears: orUnknown(second!.says) },
    ],
    expected: { ...NOTHING, told: ["search_knowledge_base"] },
  };
};

const freeTimes = ({ v, now }: Surroundings): Variant => {
  const today = shopDay(now);
  const day = someDay(today, true, 2, 60, (count) => v.number(count));
  return {
    steps: [types(say.freeTimes(v, days.dayWords(v, day, today))), { calls: "check_availability", ok: true }],
    expected: { ...NOTHING, told: [`check_availability ${day}`] },
  };
};

const twoRequests = ({ v }: Surroundings): Variant => {
  const person = v.pick(people.CUSTOMERS);
  const { asks, says } = v.pick(QUESTIONS);
  const both = v.shuffled([v.pick(say.ORDER_QUESTIONS), v.pick(asks)]);
  return {
    steps: [
      types(identified(v, person)),
      isFound,
      types(v.pick([`${both[0]!}, and ${both[1]!}`, `${both[0]!} And ${both[1]!}`, `${both[0]!} Also, ${both[1]!}`])),
      { calls: "get_orders", ok: true },
      { hears: orUnknown(says) },
    ],
    expected: { ...NOTHING, told: [`get_orders ${person.id}`, "search_knowledge_base"] },
  };
};

const sayAgain = ({ v }: Surroundings): Variant => {
  const { asks, says } = v.pick(QUESTIONS);
  return {
    steps: [types(v.pick(asks)), { hears: orUnknown(says) }, types(say.sayAgain(v)), { hears: orUnknown(says) }],
    expected: { ...NOTHING, told: ["search_knowledge_base"] },
  };
};

const lostConnection = ({ v }: Surroundings): Variant => {
  const person = v.pick(people.CUSTOMERS);
  return {
    steps: [
      types(identified(v, person)),
      isFound,
      { loses: "connection" },
      types(say.myOrders(v)),
      { calls: "get_orders", ok: true },
    ],
    expected: { ...NOTHING, told: [`find_customer ${person.id}`, `get_orders ${person.id}`] },
  };
};

const goodbye = ({ v }: Surroundings): Variant => {
  const before: readonly Step[] = v.chance(50) ? [types(v.pick(v.pick(QUESTIONS).asks)), { hears: "/./" }] : [];
  return {
    steps: [...before, types(say.goodbye(v)), { calls: "end_call", ok: true }],
    expected: { ...NOTHING, told: ["end_call"] },
  };
};

/** The rest of a scenario whose point is what comes after. */
const then =
  (first: (s: Surroundings) => Variant, steps: (s: Surroundings) => readonly Step[]) => (s: Surroundings) => {
    const variant = first(s);
    return { ...variant, steps: [...variant.steps, ...steps(s)] };
  };

/** By the scenario's file. What is a matter of sound alone is typed here. */
export const VARIANTS: Readonly<Record<string, (surroundings: Surroundings) => Variant>> = {
  "found-by-phone": found("phone"),
  "found-by-email": found("email"),
  "new-account": newAccount,
  "free-times": freeTimes,
  booking,
  "booking-asked": asked(false),
  moved,
  cancelled,
  appointments: lookUp("get_appointments", say.myAppointments),
  orders: lookUp("get_orders", say.myOrders),
  question,
  filler: lookUp("get_orders", say.myOrders, "agent_filler"),
  goodbye,
  topics,
  "best-answer": bestAnswer,
  "staff-status": staffStatus,
  "lost-agent": lostAgent,
  "lost-answer": booking,
  "page-in-spanish": aside,
  "spoken-interruption": interruptedCall,
  "number-corrected": numberCorrected,
  "day-corrected": dayCorrected,
  "closed-day": refused(1, 60, false),
  "past-day": refused(-20, -1, true),
  "taken-slot": takenSlot,
  "unknown-caller": unknownCaller,
  "customer-number": customerNumber,
  "five-misses": fiveMisses,
  "interrupted-speech": interruptedSpeech,
  "interrupted-call": interruptedCall,
  silence: then(
    ({ v }) => ({ steps: [{ waits: `silent ${100 * (1 + v.number(10))} ms` }], expected: NOTHING }),
    (s) => aside(s).steps,
  ),
  idle: then(aside, () => [{ ends: "idle_timeout" }]),
  "hung-up": hungUp,
  "lost-connection": lostConnection,
  "two-requests": twoRequests,
  "say-again": sayAgain,
  "spoken-booking": then(booking, ({ v }) => [types(say.goodbye(v)), { calls: "end_call", ok: true }]),
  "spoken-question": question,
};
