import { describe, expect, it } from "vitest";
import { jane, lastOf, MY_PHONE, NOW, PROMPT, visit } from "../../test/visit.js";
import { begin, hear } from "./dialogue.js";
import { heardIn } from "./requests.js";

/** As people put things who type to a shop's assistant, turn after turn. */

const TUESDAY_TWO = "book a consultation tomorrow at 2pm";
const moved = (new_date: string, id = "APT0007") => ["reschedule_appointment", { appointment_id: id, new_date }];

describe("small talk", () => {
  it.each([
    ["hi there, how are you doing today?", /well, thank you/],
    ["How's it going?", /well, thank you/],
    ["hello?", /^Hello/],
    ["hey, anybody there?", /^Hello/],
    ["help", /works offline/],
    ["what time is it there?", /^At the shop it is Monday, November 23 at 5:50 PM\.$/],
    ["what day is it today", /Monday, November 23/],
    ["ok thx", /welcome/],
  ])("%s is answered, and nothing is looked up", (text, said) => {
    const one = visit();
    expect(one.tell(text)).toMatch(said);
    expect(one.calls).toEqual([]);
  });

  it("about something of one's own asks for a meeting all the same", () => {
    expect(heardIn("I want to talk about private label for my cafe, can we set up a meeting?").goals).toEqual([
      { is: "book" },
    ]);
  });

  it("goes along with a request", () => {
    const { tell } = visit();
    expect(tell("Hi, how are you? I'd like to book a review.")).toContain("phone number");
  });

  it("is not what only begins like it", () => {
    expect(heardIn("How are you different from other roasters?").goals).toMatchObject([{ is: "question" }]);
  });

  it.each(["quit", "Exit."])("%s ends the call", (text) => {
    const one = visit();
    one.tell(text);
    expect(lastOf(one)[0]).toBe("end_call");
  });
});

describe("who wants a person", () => {
  it.each(["Can I talk to a real person?", "I need to speak with a manager", "transfer me to an agent"])(
    "is told that there is none, and can have an appointment: %s",
    (text) => {
      const { tell } = visit();
      expect(tell(text)).toBe(
        "I cannot put you through to a person here. Shall I book a consultation with a colleague for you?",
      );
      expect(tell("yes")).toContain("phone number");
    },
  );
});

describe("who does not tell a number", () => {
  it("is asked for the address, and then left alone", () => {
    const { tell, state } = visit();
    tell("book an appointment");
    expect(tell("no")).toContain("e-mail address on your account");
    expect(tell("no")).toBe("All right. Is there anything else I can do for you?");
    expect(state().goals).toEqual([]);
  });

  it.each(["what's my customer number?", "I forgot my customer number"])("is told it when known: %s", (text) => {
    expect(jane().tell(text)).toContain("customer number CUST0001");
    expect(visit().tell(text)).toContain("phone number");
  });
});

describe("who was taken for somebody else", () => {
  it.each(["I'm not Jane", "that's not me", "That is not my account!"])("says so: %s", (text) => {
    const one = jane();
    expect(one.tell(text)).toBe("I'm sorry. What is the phone number on your account?");
    expect(one.state()).toMatchObject({ caller: undefined, facts: {} });
    one.tell("212 555 0199");
    expect(lastOf(one)).toEqual(["find_customer", { phone: "+12125550199" }]);
  });
});

describe("an appointment that was just booked", () => {
  it.each([
    ["thanks! actually can you make it 3 instead?", "2026-11-24T15:00:00"],
    ["can you push it back by an hour?", "2026-11-24T15:00:00"],
    ["make it two hours earlier please", "2026-11-24T12:00:00"],
    ["no, make it ten", "2026-11-24T10:00:00"],
  ])("is moved: %s", (text, date) => {
    const one = jane(TUESDAY_TWO);
    one.tell(text);
    expect(lastOf(one)).toEqual(moved(date));
  });

  it("becomes one for something else, at the same time", () => {
    const one = jane(TUESDAY_TWO);
    one.tell("change that to a planning session");
    expect(lastOf(one)).toEqual([
      "reschedule_appointment",
      { appointment_id: "APT0007", new_date: "2026-11-24T14:00:00", new_service: "Planning" },
    ]);
  });

  it("is moved to the time that is pointed at, among those that were offered", () => {
    const one = jane("book a consultation", "the second one");
    one.tell("hmm no, the first one");
    expect(lastOf(one)).toEqual(moved("2026-11-24T10:00:00"));
    one.tell("no, the last one");
    expect(lastOf(one)).toEqual(moved("2026-11-25T09:00:00"));
  });

  it("is moved within its own week by a weekday's name, and not at all to where it is", () => {
    const one = jane("book a consultation on December 8th at 2pm");
    one.tell("no, Wednesday");
    expect(lastOf(one)).toEqual(moved("2026-12-09T14:00:00"));
    const before = one.calls.length;
    one.tell("no, I said Wednesday");
    expect(one.calls).toHaveLength(before);
  });

  it("is not the one that my other one is", () => {
    const one = jane(TUESDAY_TWO);
    expect(one.tell("cancel my other appointment")).toContain("Review on Friday");
  });

  it("is cancelled, whatever is said before that, and kept when that is said", () => {
    const one = jane(TUESDAY_TWO);
    const question = "Shall I cancel your Consultation on Tuesday, November 24 at 2 PM?";
    expect(one.tell("actually never mind, cancel it")).toBe(question);
    expect(one.tell("no, don't cancel it")).toContain("stays as it is");
    expect(one.tell("please do not cancel my appointment")).not.toContain("Shall I cancel");
  });

  it("is another one than that which is cancelled in the same sentence", () => {
    const one = jane();
    expect(one.tell("I'd like to cancel my review and book a planning session tomorrow at 2pm instead")).toBe(
      "Shall I cancel your Review on Friday, November 27 at 3 PM?",
    );
    one.tell("yes");
    expect(one.calls.slice(-2).map(({ name, arguments: args }) => [name, args["date"]])).toEqual([
      ["cancel_appointment", undefined],
      ["create_appointment", "2026-11-24T14:00:00"],
    ]);
  });

  it("is left alone by questions about another day", () => {
    const one = jane(TUESDAY_TWO);
    one.tell("Actually, are you open on Sunday?");
    expect(lastOf(one)[0]).toBe("search_knowledge_base");
  });
});

describe("an appointment that there is", () => {
  it("that cannot be kept is moved, or cancelled after all", () => {
    const one = jane();
    expect(one.tell("I can't make my appointment")).toContain("Which would you like?");
    expect(one.tell("cancel my appointment")).toBe("Shall I cancel your Review on Friday, November 27 at 3 PM?");
  });

  it("that cannot be an hour later is looked for elsewhere", () => {
    const error = "That time is no longer available: offer the caller one of the next free ones.";
    const content = JSON.stringify({ error, code: "conflict", available_slots: ["2026-11-30T09:00:00-05:00"] });
    const one = visit(undefined, { more: { instead: { reschedule_appointment: content } } });
    one.tell(MY_PHONE);
    expect(one.tell("push my appointment back by an hour")).toContain("Monday, November 30 at nine");
    expect(lastOf(one)).toEqual(moved("2026-11-27T16:00:00", "APT0001"));
    one.tell("yes");
    expect(lastOf(one)).toEqual(moved("2026-11-30T09:00:00", "APT0001"));
  });

  it.each(["book a consultation tomorrow", "move my appointment to tomorrow"])(
    "keeps the times that were offered while something else is asked: %s",
    (wish) => {
      const one = jane();
      const offer = "I have Tuesday at ten or two. Which would you like?";
      expect(one.tell(wish)).toBe(offer);
      expect(one.tell("Do you train baristas?")).toContain(offer);
      expect(one.tell("hmm, la la la")).toContain(offer);
      expect(one.calls.filter(({ name }) => name === "check_availability")).toHaveLength(1);
      expect(one.tell("the second one")).toMatch(/November 24 at 2 PM/);
    },
  );

  it.each(["I have an appointment but I can't remember when", "is there anything else I have booked?"])(
    "is told: %s",
    (text) => {
      const one = jane();
      one.tell(text);
      expect(lastOf(one)[0]).toBe("get_appointments");
    },
  );

  it.each(["orders please", "When will it get here?", "is it delivered yet?", "which one is still on its way"])(
    "is no order: %s",
    (text) => {
      const one = jane();
      one.tell(text);
      expect(lastOf(one)[0]).toBe("get_orders");
    },
  );
});

describe("two appointments in one sentence", () => {
  const BOTH = "Could you book a review on December 2nd at 10 and a planning on December 3rd at noon?";

  it("are booked one after the other", () => {
    const one = jane();
    expect(one.tell(BOTH)).toMatch(/Review is booked for Wednesday.*Planning is booked for Thursday/);
  });

  it("are one when the other is given up", () => {
    const one = visit();
    one.tell(BOTH);
    one.tell("never mind");
    one.tell(MY_PHONE);
    expect(one.tell("book a consultation tomorrow at 2pm")).not.toContain("Planning");
  });
});

describe("a name", () => {
  it("that was told in passing is asked for in full, once", () => {
    const { tell } = visit();
    tell("my name is Bob");
    expect(tell("I want an account")).toBe("Thank you, Bob. What is your full name?");
    expect(tell("Bob Stone")).toBe("Thank you, Bob Stone. What is your phone number?");
    const other = visit();
    other.tell("I want an account");
    expect(other.tell("Cher")).toBe("Thank you, Cher. What is your phone number?");
  });

  it("is told in parts with the wish for an account", () => {
    const { tell } = visit();
    expect(tell("Set up an account for me. First name Jean-Luc, last name O'Brien-Smith")).toContain(
      "Jean-Luc O'Brien-Smith.",
    );
  });

  it("is spelled after it was told, wholly or in part", () => {
    const { tell } = visit();
    tell("I'd like to open an account please");
    tell("John Smith");
    expect(tell("S M Y T H")).toContain("John Smyth.");
    expect(tell("my last name is spelled S-M-Y-T-H-E")).toContain("John Smythe.");
  });
});

it("is heard whatever is said first", () => {
  for (const text of ["appt", "appointment", "an appt please"]) {
    expect(hear(begin([], PROMPT), text, NOW).state.goals, text).toEqual([]);
    expect(heardIn(text).goals, text).toEqual([{ is: "book" }]);
  }
});
