import { describe, expect, it } from "vitest";
import { NOW, visit } from "../../test/visit.js";
import { answer } from "./dialogue.js";
import { MAX_NAME_CHARACTERS, nameIn } from "./names.js";

const ADA = { name: "Ada Lovelace", phone: "+12125550187", email: "ada@example.com" };

describe("an account", () => {
  it("is opened with all facts in one sentence, after they were read back and agreed to", () => {
    const { tell, calls } = visit();
    expect(
      tell("I want to open an account, my name is Ada Lovelace, my phone is 212 555 0187, my email is ada@example.com"),
    ).toBe(
      "I will open an account for Ada Lovelace, phone number 212 555 0187, e-mail ada@example.com. Is that right?",
    );
    expect(calls).toEqual([]);
    expect(tell("yes")).toBe("Your account is open, Ada. Your customer number is CUST0009.");
    expect(calls).toEqual([{ name: "create_customer_account", arguments: ADA }]);
  });

  it("is asked for one fact at a time", () => {
    const { tell, calls } = visit();
    expect(tell("I'm a new customer")).toContain("full name");
    expect(tell("ada lovelace")).toContain("Thank you, Ada Lovelace. What is your phone number?");
    expect(tell("two one two five five five oh one eight seven")).toContain("e-mail");
    expect(tell("ada at example dot com")).toContain("Is that right?");
    expect(tell("yeah that's right")).toContain("CUST0009");
    expect(calls.at(-1)?.arguments).toEqual(ADA);
  });

  it("is not opened by anything but a yes", () => {
    const { tell, calls } = visit();
    tell("I want a new account");
    tell("Ada Lovelace, 212 555 0187, ada@example.com");
    for (const text of ["no", "What are your hours?", "the number's wrong", "212 555 0199", "hmm", "no, 0187"])
      tell(text);
    expect(calls.map(({ name }) => name)).not.toContain("create_customer_account");
    tell("yes");
    expect(calls.at(-1)?.arguments).toEqual(ADA);
  });

  it("can be called off at the read-back", () => {
    const { tell, calls } = visit();
    tell("I want a new account");
    tell("Ada Lovelace, 212 555 0187, ada@example.com");
    expect(tell("no")).toContain("What shall I correct");
    expect(tell("the e-mail address")).toContain("what is your e-mail address");
    tell("goodbye");
    expect(calls.map(({ name }) => name)).toEqual(["end_call"]);
  });

  it("that exists already leads to finding it; a fact that is refused is asked for again", () => {
    const call = visit();
    call.tell("I want a new account");
    call.tell("Ada Lovelace, 212 555 0187, ada@example.com");
    const { state } = call;
    const made = { name: "create_customer_account", arguments: ADA };
    const told = (error: string): ReturnType<typeof answer> =>
      answer(state(), [{ ...made, content: JSON.stringify({ error }) }], NOW);
    const exists = told(
      "An account with that phone number or e-mail address already exists: look it up with find_customer.",
    );
    expect(exists.say).toBe("An account with that phone number or e-mail address already exists.");
    expect(exists.calls[0]).toEqual({ name: "find_customer", arguments: { phone: ADA.phone } });
    expect(told("That is not a valid email address: ask the caller to spell it").say).toBe(
      "That is not a valid email address. And what is your e-mail address?",
    );
    expect(
      told("The phone number is not valid: ask for it again and write it in international format, such as +1").say,
    ).toBe("The phone number is not valid. Thank you, Ada Lovelace. What is your phone number?");
  });

  it("comes before the booking that needs it", () => {
    const { tell, calls } = visit();
    tell("book a consultation tomorrow at two");
    expect(tell("I don't have an account")).toContain("full name");
    tell("Ada Lovelace, 212 555 0187, ada@example.com");
    expect(tell("yes")).toContain("is booked for Tuesday, November 24 at 2 PM");
    expect(calls.map(({ name }) => name)).toEqual(["create_customer_account", "create_appointment"]);
  });
});

describe("a name", () => {
  it.each([
    ["Catherine with a k", "Katherine"],
    ["it's Ann with an e", "Anne"],
    ["M c G E E", "Mcgee"],
    ["o n e i double l", "Oneill"],
    ["B as in boy O B", "Bob"],
    ["Lopez, L-O-P-E-Z", "Lopez"],
  ])("is understood from %s", (text, name) => {
    expect(nameIn(text, { asked: true })).toBe(name);
  });

  it("is not taken from what is none, or from too much", () => {
    expect(nameIn("I would like to", { asked: true })).toBeUndefined();
    expect(nameIn("Ada Lovelace", { asked: false })).toBeUndefined();
    expect(nameIn(`my name is ${"a".repeat(MAX_NAME_CHARACTERS + 1)}`, { asked: true })).toBeUndefined();
  });
});
