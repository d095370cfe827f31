import { describe, expect, it } from "vitest";
import { BASIC, FREE, MY_PHONE, NOW, PROMPT, visit } from "../../test/visit.js";
import { begin, hear } from "./dialogue.js";
import { answer } from "./dialogue.js";
import { MAX_SERVICE_CHARACTERS } from "./facts.js";
import { CHOICES } from "./slots.js";
import { MAX_KEPT } from "./state.js";

describe("booking", () => {
  it("asks for the phone first, then for what is missing, and confirms with what came back", () => {
    const { tell, calls } = visit();
    expect(tell("I'd like to book an appointment")).toContain("phone number");
    expect(tell("212 555 0142")).toContain("Is it for a Consultation, a Follow-up, a Review or a Planning?");
    expect(tell("a consultation")).toBe("I have Tuesday at ten or two, or Wednesday at nine. Which would you like?");
    expect(tell("Tuesday at two")).toBe(
      "Your Consultation is booked for Tuesday, November 24 at 2 PM. The appointment's number is APT0007.",
    );
    expect(calls.at(-1)).toEqual({
      name: "create_appointment",
      arguments: { customer_id: "CUST0001", date: "2026-11-24T14:00:00", service: "Consultation" },
    });
  });

  it("takes everything in one sentence", () => {
    const { tell, calls } = visit();
    const said = tell("Book me a consultation tomorrow at 2pm, my number is 212 555 0142");
    expect(said).toContain("Your Consultation is booked for Tuesday, November 24 at 2 PM.");
    expect(calls.map(({ name }) => name)).toEqual(["find_customer", "create_appointment"]);
  });

  it.each([
    ["Do you have time tomorrow at 2pm for a consultation? 212 555 0142", "2026-11-24T14:00:00"],
    ["a planning session on the 25th at nine in the morning please, my phone is 2125550142", "2026-11-25T09:00:00"],
    ["Schedule a review for December 3rd at noon. My number is 212 555 0142.", "2026-12-03T12:00:00"],
    ["can I book a follow up on friday at half past two, 212-555-0142", "2026-11-27T14:30:00"],
    ["book a review on Tuesday at two, no, Wednesday at ten, 212 555 0142", "2026-11-25T10:00:00"],
    ["book a review the day after tomorrow at a quarter to four, 212 555 0142", "2026-11-25T15:45:00"],
    ["a review next tuesday at three pm please 212 555 0142", "2026-12-01T15:00:00"],
  ])("understands %s", (text, date) => {
    const { tell, calls } = visit();
    tell(text);
    expect(calls.at(-1)).toMatchObject({ name: "create_appointment", arguments: { date } });
  });

  it.each([
    ["Tuesday the 26th at two", "Thursday, November 26 at 2 PM"],
    ["Monday at ten", "Monday, November 30 at 10 AM"],
    ["Tuesday or Wednesday at two", "Tuesday, November 24 at 2 PM"],
  ])("reads back what can be meant otherwise: %s", (text, time) => {
    const { tell, calls } = visit();
    tell(MY_PHONE);
    expect(tell(`book a review on ${text}`)).toBe(`That would be a Review on ${time}. Is that right?`);
    expect(calls.map(({ name }) => name)).not.toContain("create_appointment");
    expect(tell("yes")).toContain(`is booked for ${time}`);
  });

  it("asks again when the time that was read back is not meant", () => {
    const { tell } = visit();
    tell(MY_PHONE);
    tell("book a review on Tuesday the 26th at two");
    expect(tell("no")).toContain("I have Tuesday at ten or two");
    expect(tell("Wednesday at nine")).toContain("is booked for Wednesday, November 25 at 9 AM");
  });

  it("offers what came back when the time is gone, and takes the first one", () => {
    const { tell, calls } = visit();
    const said = tell("Book a review tomorrow at 11 am, my number is 212 555 0142");
    expect(said).toContain("I'm sorry, that time is no longer available. I have Tuesday at two. Would that suit you?");
    expect(tell("the first one")).toContain("is booked for Tuesday, November 24 at 2 PM");
    expect(calls.at(-1)?.arguments["date"]).toBe("2026-11-24T14:00:00");
  });

  it.each([
    ["yesterday at two", "That time is in the past."],
    ["last Tuesday at two", "That time is in the past."],
    ["Saturday at ten", "The shop is closed on Saturday, November 28."],
  ])("tells the refusal of %s", (text, refusal) => {
    const { tell } = visit();
    tell(MY_PHONE);
    expect(tell(`book a review ${text}`)).toContain(`${refusal} I have Tuesday at two.`);
  });

  it("answers a question on the way, and then asks again", () => {
    const { tell } = visit();
    tell("I need an appointment");
    expect(tell("What are your opening hours?")).toBe(
      "We open at 9 in the morning. We close at 5. What is the phone number on your account?",
    );
  });
});

describe("what a function does not say", () => {
  const UNSURE = "I'm sorry, I was not told whether that worked, so please do not count on it.";
  const NOTHING = ["{}", "", "null", "[]", "true", '{"id":7}'];
  const REQUESTS = [
    ["create_appointment", "book a review tomorrow at two"],
    ["reschedule_appointment", "move my appointment to Wednesday at nine"],
    ["get_appointments", "list my appointments"],
    ["get_orders", "where is my order"],
    ["check_availability", "what times do you have this week"],
  ] as const;

  it.each(REQUESTS)("is not made up: %s", (name, request) => {
    for (const content of NOTHING) {
      const { tell, calls } = visit(undefined, { more: { instead: { [name]: content } } });
      tell(MY_PHONE);
      expect(tell(request), content).toBe(UNSURE);
      expect(calls.at(-1)?.name).toBe(name);
    }
  });

  it("is not made up: cancel_appointment", () => {
    for (const content of NOTHING) {
      const { tell } = visit(undefined, { more: { instead: { cancel_appointment: content } } });
      tell(MY_PHONE);
      tell("cancel my appointment");
      expect(tell("yes"), content).toBe(UNSURE);
    }
  });

  it("is told in its own words, where it has some", () => {
    const { tell } = visit(undefined, { more: { instead: { create_appointment: "A colleague will confirm it." } } });
    tell(MY_PHONE);
    expect(tell("book a review tomorrow at two")).toBe("A colleague will confirm it.");
  });
});

describe("an appointment for no service of a list", () => {
  const withService = (properties: Record<string, object>): typeof BASIC =>
    BASIC.map((one) => (one.name === "create_appointment" ? { name: one.name, parameters: { properties } } : one));

  it("is for what the caller says", () => {
    const { tell, calls } = visit(withService({ service: {} }));
    tell(MY_PHONE);
    expect(tell("book an appointment tomorrow at two")).toBe("What is the appointment for?");
    expect(tell("It's for a wedding cake tasting.")).toContain("is booked for Tuesday, November 24 at 2 PM");
    expect(calls.at(-1)?.arguments["service"]).toBe("wedding cake tasting");
    tell("book an appointment on Wednesday at nine");
    tell("wedding ".repeat(100));
    expect(calls.at(-1)?.arguments["service"]).toHaveLength(MAX_SERVICE_CHARACTERS);
  });

  it("is asked for none where the function takes none", () => {
    const { tell, calls } = visit(withService({ customer_id: {}, date: {} }));
    tell(MY_PHONE);
    tell("book an appointment tomorrow at two");
    expect(calls.at(-1)).toEqual({
      name: "create_appointment",
      arguments: { customer_id: "CUST0001", date: "2026-11-24T14:00:00" },
    });
  });
});

describe("offers", () => {
  const DAYS = ["2026-11-24", "2026-11-25", "2026-11-26"];
  const free = DAYS.flatMap((day) => ["09", "10", "11", "14", "15"].map((hour) => `${day}T${hour}:00:00-05:00`));

  function offered(): ReturnType<typeof visit> {
    const call = visit(undefined, { more: { free } });
    call.tell(MY_PHONE);
    expect(call.tell("book a review")).toBe(
      "I have Tuesday at nine, Wednesday at nine, or Thursday at nine. Which would you like?",
    );
    return call;
  }

  it.each([
    ["something later", "I have Thursday at ten, eleven or two."],
    ["in the afternoon", "I have Tuesday at two, Wednesday at two, or Thursday at two."],
    ["do you have anything on Wednesday afternoon", "I have Wednesday at two or three."],
    ["something before ten on Thursday", "I have Thursday at nine."],
    ["Wednesday after two", "I have Wednesday at two or three."],
    ["something earlier", "I have nothing earlier. I have Tuesday at nine, Wednesday at nine, or Thursday at nine."],
    ["nine", "I have Tuesday at nine, Wednesday at nine, or Thursday at nine."],
  ])("change after %s", (text, expected) => {
    expect(offered().tell(text)).toContain(expected);
  });

  it.each([
    ["I want Thursday", "2026-11-26T09:00:00"],
    ["Wednesday at three", "2026-11-25T15:00:00"],
    ["the second one", "2026-11-25T09:00:00"],
  ])("are taken by %s", (text, date) => {
    const { tell, calls } = offered();
    tell(text);
    expect(calls.at(-1)).toMatchObject({ name: "create_appointment", arguments: { date } });
  });

  it("are looked up further when the known ones are at their end", () => {
    const { tell, calls } = offered();
    tell("something later");
    tell("later please");
    expect(tell("later")).toContain("There is nothing free then");
    expect(calls.at(-1)).toEqual({ name: "check_availability", arguments: { start_date: "2026-11-27" } });
  });

  it("are not taken by a no, nor by an other one that is not clear", () => {
    const { tell, calls } = offered();
    tell("no, the other one");
    expect(tell("none of those")).toBe("Which other day or time would suit you?");
    expect(tell("Thursday at two")).toContain("is booked for Thursday, November 26 at 2 PM");
    expect(calls.filter(({ name }) => name === "create_appointment")).toHaveLength(1);
  });

  it("begin from free times that were asked for", () => {
    const { tell, calls } = visit();
    expect(tell("What times do you have available this week?")).toContain("Tuesday at ten");
    expect(tell("The first one")).toContain("phone number");
    tell("212 555 0142");
    expect(tell("planning")).toContain("is booked for Tuesday, November 24 at 10 AM");
    expect(calls.at(-1)?.arguments["date"]).toBe("2026-11-24T10:00:00");
  });

  it("tell whether one time is free, and book it after a yes", () => {
    const { tell } = visit();
    tell(MY_PHONE);
    expect(tell("Is Tuesday at two free?")).toBe("Tuesday at two is free. Shall I book it?");
    tell("yes");
    expect(tell("review")).toContain("is booked for Tuesday, November 24 at 2 PM");
  });

  it("are of another day when none is free on the one that was wanted", () => {
    const { tell } = visit();
    expect(tell("Do you have anything on Saturday?")).toContain("There is nothing free then.");
    expect(
      visit(undefined, { more: { free: [FREE[2]!, "2026-12-02T10:00:00-05:00"] } }).tell("what's free on Friday"),
    ).toBe("I have nothing free on Friday, November 27. I have Wednesday, December 2 at ten. Would that suit you?");
  });

  it("are few, of a bounded number that is kept", () => {
    const move = hear(begin(BASIC, PROMPT), "what times do you have", NOW);
    const available_slots = Array.from({ length: MAX_KEPT + 50 }, () => "2026-11-24T10:00:00-05:00");
    const content = JSON.stringify({ available_slots });
    const { state } = answer(move.state, [{ ...move.calls[0]!, content }], NOW);
    expect(state.free).toHaveLength(MAX_KEPT);
    expect(state.slots).toHaveLength(CHOICES);
  });
});
