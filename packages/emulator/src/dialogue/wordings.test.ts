import { describe, expect, it } from "vitest";
import { FREE, MY_PHONE, visit, type Visit } from "../../test/visit.js";
import { ALL_FACTS, CHOICES, CORRECTIONS, DOUBLES, IDENTIFICATIONS, NAMES, OTHER_TIMES } from "./fact-wordings.js";
import { WORDINGS } from "./wordings.js";

/** At least so many of the wordings of one kind must be understood. */
const UNDERSTOOD = 0.95;

/** Those of the wordings that come to nothing, or to something else. */
function failures<T extends readonly [string, ...unknown[]]>(
  cases: readonly T[],
  understood: (one: T) => boolean,
): T[] {
  return cases.filter((one) => !understood(one));
}

function known(): Visit {
  const call = visit();
  call.tell(MY_PHONE);
  return call;
}

/** A known caller, who was asked whether the appointment is to be cancelled. */
function cancelling(): Visit {
  const call = known();
  call.tell("cancel my appointment");
  return call;
}

function after(text: string, call = known()): { call: Visit; said: string; names: string[] } {
  const before = call.calls.length;
  const said = call.tell(text);
  return { call, said, names: call.calls.slice(before).map(({ name }) => name) };
}

const INTENTS: Record<keyof typeof WORDINGS, (text: string) => boolean> = {
  book: (text) => /is it for a consultation/i.test(after(text).said),
  slots: (text) => after(text).names.join() === "check_availability",
  appointments: (text) => after(text).names.join() === "get_appointments",
  orders: (text) => after(text).names.join() === "get_orders",
  account: (text) => /full name/.test(after(text, visit()).said),
  identify: (text) => /phone number on your account/.test(after(text, visit()).said),
  move: (text) => after(text).names.join() === "get_appointments,check_availability",
  cancel: (text) => /^Shall I cancel your Review/.test(after(text).said),
  question: (text) => /^(?:search_knowledge_base|get_best_answer)$/.test(after(text).names.join()),
  topics: (text) => after(text).names.join() === "get_knowledge_base_topics",
  status: (text) => {
    const { call, names } = after(text);
    return names.join() === "update_appointment_status" && call.calls.at(-1)?.arguments["appointment_id"] === "APT0012";
  },
  yes: (text) => after(text, cancelling()).names.join() === "cancel_appointment",
  no: (text) => {
    const { said, names } = after(text, cancelling());
    return names.length === 0 && /stays as it is/.test(said);
  },
  repeat: (text) => after(text, cancelling()).said.startsWith("Shall I cancel your Review"),
  thanks: (text) => {
    const { said, names } = after(text);
    return names.length === 0 && /welcome/.test(said);
  },
  goodbye: (text) => after(text).names.join() === "end_call",
};

describe("callers' wordings", () => {
  it.each(Object.keys(WORDINGS) as (keyof typeof WORDINGS)[])("of %s", (intent) => {
    const wordings = WORDINGS[intent];
    expect(wordings.length).toBeGreaterThanOrEqual(12);
    const missed = wordings.filter((text) => !INTENTS[intent](text));
    expect(missed.length / wordings.length, missed.join("\n")).toBeLessThanOrEqual(1 - UNDERSTOOD);
  });

  it("of who they are", () => {
    const missed = failures(IDENTIFICATIONS, ([text, field, value]) => {
      const [first] = after(text, visit()).call.calls;
      return first?.name === "find_customer" && first.arguments[field] === value;
    });
    expect(missed).toEqual([]);
  });

  it("of names", () => {
    const missed = failures(NAMES, ([text, name]) => {
      const call = visit();
      call.tell("I want a new account");
      call.tell(text);
      return call.state().facts.name === name;
    });
    expect(missed).toEqual([]);
  });

  it("of everything that an account needs", () => {
    const expected = "Ada Lovelace, phone number 212 555 0187, e-mail ada@example.com. Is that right?";
    const missed = ALL_FACTS.filter((text) => {
      const call = visit();
      call.tell("I want a new account");
      return !call.tell(text).includes(expected);
    });
    expect(missed).toEqual([]);
  });

  it("of corrections of what is read back", () => {
    const missed = failures(CORRECTIONS, ([text, field, value]) => {
      const call = visit();
      call.tell("I want a new account");
      call.tell("Ada Lovelais, 212 555 0149, ada@example.com");
      call.tell(text);
      call.tell("yes");
      const before = { name: "Ada Lovelais", phone: "+12125550149", email: "ada@example.com" };
      const made = call.calls.find(({ name }) => name === "create_customer_account");
      return JSON.stringify(made?.arguments) === JSON.stringify({ ...before, [field]: value });
    });
    expect(missed).toEqual([]);
  });

  it("of choices", () => {
    const missed = failures(CHOICES, ([text, slot]) => {
      const call = known();
      call.tell("book a review");
      call.tell(text);
      const booked = call.calls.find(({ name }) => name === "create_appointment");
      return booked?.arguments["date"] === `${slot}:00`;
    });
    expect(missed.map(([text]) => text)).toEqual([]);
  });

  it("of other times than those offered", () => {
    const free = [...FREE, "2026-11-27T10:00:00-05:00", "2026-12-04T10:00:00-05:00"];
    const missed = failures(OTHER_TIMES, ([text, day]) => {
      const call = visit(undefined, { more: { free } });
      call.tell(MY_PHONE);
      call.tell("book a review");
      call.tell(text);
      return call.calls.at(-1)?.arguments["start_date"] === day;
    });
    expect(missed).toEqual([]);
  });

  it("of two requests at once", () => {
    const missed = failures(DOUBLES, ([text, ...expected]) => {
      const call = known();
      call.tell(text);
      call.tell("yes");
      return expected.every((name) => call.calls.some((one) => one.name === name));
    });
    expect(missed).toEqual([]);
  });
});
