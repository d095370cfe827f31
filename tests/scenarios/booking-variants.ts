import { NOTHING } from "./end-state.js";
import { shopDay, someDay } from "./slots.js";
import * as days from "./days.js";
import * as people from "./people.js";
import { QUESTIONS } from "./questions.js";
import * as say from "./wordings.js";
import {
  appointmentOf,
  asCustomer,
  CONFIRM,
  CONTACT,
  identified,
  isBooked,
  isFound,
  orUnknown,
  SERVICE,
  types,
  WHEN,
  type Surroundings,
  type Variant,
} from "./variant.js";

export const booking = ({ v, slot, now }: Surroundings): Variant => {
  const [person, service, when] = [v.pick(people.CUSTOMERS), v.pick(say.SERVICES), slot()];
  const request = say.book(v, service, days.whenWords(v, when, shopDay(now)));
  return {
    steps: asCustomer(v, person, request, { calls: "create_appointment", ok: true }),
    expected: {
      ...NOTHING,
      appointments: [appointmentOf(person, when, service)],
      told: [`find_customer ${person.id}`],
    },
  };
};

export const asked =
  (correct: boolean) =>
  ({ v, slot, now }: Surroundings): Variant => {
    const [person, service, when, other] = [v.pick(people.CUSTOMERS), v.pick(say.SERVICES), slot(), slot()];
    const words = (at: days.When): string => days.whenWords(v, at, shopDay(now));
    const chosen = correct ? say.slipOfWhen(v, words(other), words(when)) : words(when);
    const answers = {
      [CONFIRM]: say.yes(v),
      [CONTACT]: identified(v, person),
      [WHEN]: say.chooseWhen(v, chosen),
      [SERVICE]: say.chooseService(v, service),
    };
    return {
      steps: [types(say.bookWithout(v)), { answers, until: { calls: "create_appointment", ok: true } }],
      expected: {
        ...NOTHING,
        appointments: [appointmentOf(person, when, service)],
        told: [`find_customer ${person.id}`],
      },
    };
  };

export const dayCorrected = (surroundings: Surroundings): Variant => {
  const { v, slot, now } = surroundings;
  if (v.chance(40)) return asked(true)(surroundings);
  const [person, service, when, other] = [v.pick(people.CUSTOMERS), v.pick(say.SERVICES), slot(), slot()];
  const [first, second] = [other, when].map((at) => days.whenWords(v, at, shopDay(now)));
  const request = say.book(v, service, say.slipOfWhen(v, first!, second!));
  return {
    steps: asCustomer(v, person, request, { calls: "create_appointment", ok: true }),
    expected: {
      ...NOTHING,
      appointments: [appointmentOf(person, when, service)],
      told: [`find_customer ${person.id}`],
    },
  };
};

/** A time that cannot be had: nothing is booked, and the agent says so. */
export const refused =
  (least: number, most: number, open: boolean) =>
  ({ v, now }: Surroundings): Variant => {
    const today = shopDay(now);
    const person = v.pick(people.CUSTOMERS);
    const day = someDay(today, open, least, most, (count) => v.number(count));
    const request = say.book(v, v.pick(say.SERVICES), days.whenWords(v, { day, hour: 9 + v.number(8) }, today));
    return {
      steps: [
        types(identified(v, person)),
        isFound,
        types(request),
        { hears: "/./" },
        { absent: "create_appointment", ok: true },
      ],
      expected: { ...NOTHING, told: [`find_customer ${person.id}`] },
    };
  };

export const takenSlot = ({ v, slot, now }: Surroundings): Variant => {
  const [first, second] = v.shuffled(people.CUSTOMERS);
  const [when, service] = [slot(), v.pick(say.SERVICES)];
  const words = (): string => say.book(v, service, days.whenWords(v, when, shopDay(now)));
  const goal = { calls: "create_appointment", ok: true };
  return {
    steps: [
      ...asCustomer(v, first!, words(), goal),
      { dials: "again" },
      types(identified(v, second!)),
      isFound,
      types(words()),
      { hears: "/no longer|taken|not (free|available)|isn't|already|unavailable|gone/i" },
    ],
    expected: {
      ...NOTHING,
      appointments: [appointmentOf(first!, when, service)],
      told: [`find_customer ${first!.id}`, `find_customer ${second!.id}`],
    },
  };
};

export const interruptedCall = ({ v, slot, now }: Surroundings): Variant => {
  const [person, service, when] = [v.pick(people.CUSTOMERS), v.pick(say.SERVICES), slot()];
  const { asks, says } = v.pick(QUESTIONS);
  return {
    steps: [
      types(identified(v, person)),
      isFound,
      types(say.book(v, service, days.whenWords(v, when, shopDay(now)))),
      { interrupts: v.pick(asks), during: "create_appointment", by: "typing" },
      { calls: "create_appointment", ok: true },
      { hears: orUnknown(says) },
    ],
    expected: {
      ...NOTHING,
      appointments: [appointmentOf(person, when, service)],
      told: [`find_customer ${person.id}`],
    },
  };
};

export const moved = (surroundings: Surroundings): Variant => {
  const { v, slot, now } = surroundings;
  const [person, service, first, then] = [v.pick(people.CUSTOMERS), v.pick(say.SERVICES), slot(), slot()];
  const words = (at: days.When): string => days.whenWords(v, at, shopDay(now));
  const goal = { calls: "reschedule_appointment", ok: true };
  return {
    steps: [
      ...asCustomer(v, person, say.book(v, service, words(first)), { calls: "create_appointment", ok: true }),
      isBooked,
      types(say.moveIt(v, words(then))),
      {
        answers: { "/which one|do you mean/i": `The ${service} on ${words(first)}.`, [CONFIRM]: say.yes(v) },
        until: goal,
      },
    ],
    expected: {
      ...NOTHING,
      appointments: [appointmentOf(person, then, service)],
      told: [`find_customer ${person.id}`],
    },
  };
};

export const cancelled = ({ v, slot, now }: Surroundings): Variant => {
  const [person, service, when] = [v.pick(people.CUSTOMERS), v.pick(say.SERVICES), slot()];
  const request = say.book(v, service, days.whenWords(v, when, shopDay(now)));
  const answers = {
    "/shall i cancel|right|sure/i": say.yes(v),
    "/which one|do you mean/i": `The ${service} on ${days.whenWords(v, when, shopDay(now))}.`,
  };
  return {
    steps: [
      ...asCustomer(v, person, request, { calls: "create_appointment", ok: true }),
      isBooked,
      types(say.cancelIt(v)),
      { answers, until: { calls: "cancel_appointment", ok: true } },
    ],
    expected: {
      ...NOTHING,
      appointments: [{ ...appointmentOf(person, when, service), status: "Cancelled" }],
      told: [`find_customer ${person.id}`],
    },
  };
};

export const hungUp = ({ v, slot, now }: Surroundings): Variant => {
  const [person, service, when] = [v.pick(people.CUSTOMERS), v.pick(say.SERVICES), slot()];
  const request = say.book(v, service, days.whenWords(v, when, shopDay(now)));
  return {
    steps: [
      ...asCustomer(v, person, request, { calls: "create_appointment", ok: true }),
      { hangs_up: true },
      { dials: "again" },
      ...asCustomer(v, person, say.myAppointments(v), { calls: "get_appointments", ok: true }),
    ],
    expected: {
      ...NOTHING,
      appointments: [appointmentOf(person, when, service)],
      told: [`find_customer ${person.id}`, `get_appointments ${person.id}`],
    },
  };
};
