import { describe, expect, it } from "vitest";
import { ALL, BASIC, JANE, MY_PHONE, NOW, PROMPT, visit } from "../../test/visit.js";
import { answer, begin, hear, resume, SLOW_MS } from "./dialogue.js";
import { MAX_CLAUSES, MAX_QUERY_CHARACTERS, heardIn } from "./requests.js";
import { MAX_GOALS, MAX_HEARD_CHARACTERS, MAX_MISSED } from "./state.js";

const HOURS = "We open at 9 in the morning. We close at 5.";

describe("questions", () => {
  it("are answered in at most two sentences with what came back", () => {
    const { tell, calls } = visit();
    expect(tell("What are your opening hours?")).toBe(HOURS);
    expect(calls).toEqual([{ name: "search_knowledge_base", arguments: { query: "What are your opening hours?" } }]);
  });

  it("are understood without punctuation, as a recogniser writes them", () => {
    const { tell } = visit();
    expect(tell("what are your opening hours on saturday")).toBe(HOURS);
    expect(tell("tell me about your hours")).toBe(HOURS);
  });

  it("that nothing was found for are admitted, with a consultation offered", () => {
    const { tell } = visit();
    const admitted = "I'm sorry, I don't know that. Shall I book a consultation with a colleague for you?";
    expect(tell("Do you sell tea?")).toBe(admitted);
    expect(tell("no")).toBe("All right. Is there anything else?");
    expect(tell("Do you sell tea?")).toBe(admitted);
    expect(tell("yes please")).toContain("phone number");
    expect(tell("212 555 0142")).toContain("Tuesday at ten or two");
  });

  it("that have one answer get the best one", () => {
    const { tell, calls } = visit();
    expect(tell("Where are you located?")).toBe("At 40 Chandlery Street.");
    expect(calls).toEqual([{ name: "get_best_answer", arguments: { query: "Where are you located?" } }]);
    const without = visit(BASIC);
    without.tell("Where are you located?");
    expect(without.calls[0]?.name).toBe("search_knowledge_base");
  });

  it("of what can be asked are answered with some topics, or with what the agent is", () => {
    const { tell, calls } = visit();
    expect(tell("What can you help me with?")).toBe(
      "I can tell you about Hours, Prices, Training, Delivery, among other things. What would you like to know?",
    );
    expect(calls).toEqual([{ name: "get_knowledge_base_topics", arguments: {} }]);
    expect(visit(BASIC).tell("What can you help me with?")).toContain("works offline");
    for (const content of ["{}", "", "null"]) {
      const { tell: ask } = visit(ALL, { more: { instead: { get_knowledge_base_topics: content } } });
      expect(ask("What topics do you know?")).toContain("I was not told");
    }
  });

  it("cannot be looked up without the function", () => {
    expect(visit([]).tell("What are your opening hours?")).toContain("cannot look that up");
  });

  it("go along with another request's call in one, and are answered before anything is asked", () => {
    const both = visit();
    both.tell(MY_PHONE);
    const said = both.tell("book a consultation Tuesday at two and tell me if you train baristas");
    expect(said).toContain("is booked for Tuesday, November 24 at 2 PM");
    expect(said).toContain(HOURS);
    expect(both.requests).toEqual([1, 2]);
    const unknown = visit();
    expect(unknown.tell("book a consultation Tuesday at two and tell me if you train baristas")).toBe(
      `${HOURS} What is the phone number on your account?`,
    );
    expect(unknown.tell("212 555 0142")).toContain("is booked for Tuesday, November 24 at 2 PM");
  });

  it("ask no more than is looked up", () => {
    const goal = heardIn(`What is ${"very ".repeat(200)} good?`).goals[0];
    expect(goal?.is === "question" && goal.query.length).toBe(MAX_QUERY_CHARACTERS);
  });
});

describe("identification", () => {
  it("thanks by name, or asks for more than a customer number", () => {
    expect(visit().tell(MY_PHONE)).toBe("Thank you, Jane, I have found your account. What can I do for you?");
    expect(visit().tell("my customer number is 1")).toContain("To be sure that it is you, Jane");
  });

  it("that fails offers an account, and a yes opens one", () => {
    const { tell } = visit();
    expect(tell("my number is 212 555 9999")).toContain("shall I open an account");
    expect(tell("yes please")).toBe("What is your full name?");
    expect(tell("Ann Lee")).toContain("e-mail");
  });

  it("takes a correction of the last digits, and another number", () => {
    const { tell, calls } = visit();
    tell("my number is 212 555 0149");
    expect(tell("no, 0142")).toContain("Thank you, Jane");
    expect(calls.at(-1)?.arguments).toEqual({ phone: "+12125550142" });
    tell("actually my number is 212 555 7777");
    expect(calls.at(-1)?.arguments).toEqual({ phone: "+12125557777" });
  });

  it("asks for another number after a no, and keeps the request", () => {
    const { tell, calls } = visit();
    tell("where is my order");
    tell("212 555 9999");
    expect(tell("no")).toContain("Which other phone number");
    expect(tell("jane at example dot com")).toContain("House Espresso");
    expect(calls.at(-1)).toEqual({ name: "get_orders", arguments: { customer_id: JANE.id } });
  });

  it("takes an address from who does not know the number", () => {
    const { tell } = visit();
    tell("where is my order");
    expect(tell("I don't know my number")).toBe("The e-mail address on your account will do as well. What is it?");
    expect(tell("jane at example dot com")).toContain("House Espresso");
  });

  it.each([
    ["the other one is asked for", [MY_PHONE, "jane at example dot com"], { phone: JANE.phone, email: JANE.email }],
    ["a full name does too", [MY_PHONE, "It's Jane Doe."], { phone: JANE.phone, name: JANE.name }],
    ["or the phone number", ["my email is jane@example.com", "212 555 0142"], { phone: JANE.phone, email: JANE.email }],
    ["both may come at once", [`${MY_PHONE}, jane@example.com`], { phone: JANE.phone, email: JANE.email }],
  ])("where one thing on file is not enough: %s", (_, texts, args) => {
    const { tell, calls } = visit(ALL, { more: { twofold: true } });
    const said = texts.map(tell);
    expect(said.at(-1)).toBe("Thank you, Jane, I have found your account. What can I do for you?");
    expect(calls.at(-1)).toEqual({ name: "find_customer", arguments: args });
    expect(said.slice(0, -1).every((one) => /account, or your full name\?$/.test(one))).toBe(true);
  });

  it("where one thing on file is not enough takes a correction of the other", () => {
    const { tell, calls } = visit(ALL, { more: { twofold: true } });
    tell("where is my order");
    expect(tell("212 555 0142")).toContain("what is the e-mail address on your account, or your full name?");
    expect(tell("jan at example dot com")).toContain("I could not find an account with that.");
    expect(tell("no, it's jane at example dot com")).toContain("House Espresso");
    expect(calls.filter(({ name }) => name === "find_customer")).toHaveLength(3);
  });

  it("keeps a bounded number of what was not found", () => {
    const { tell, state } = visit();
    for (let i = 0; i < MAX_MISSED + 5; i++) tell(`my number is 212 555 ${2000 + i}`);
    expect(state().missed).toHaveLength(MAX_MISSED);
  });

  it("that may not be tried again lets go of what needs it", () => {
    let move = hear({ ...begin(ALL, PROMPT), introduced: true }, `cancel my appointment, ${MY_PHONE}`, NOW);
    const error = "There were too many attempts to find a customer in this call: apologise and offer other help.";
    const content = JSON.stringify({ error, code: "not_allowed" });
    move = answer(move.state, [{ ...move.calls[0]!, content }], NOW);
    expect(move.say).toBe("There were too many attempts to find a customer in this call.");
    expect(move.state.goals).toEqual([]);
  });
});

describe("the shop's staff", () => {
  it.each([
    ["mark appointment 7 as cancelled", "APT0007", "Cancelled"],
    ["set appointment forty two to scheduled", "APT0042", "Scheduled"],
    ["appointment 12 was not cancelled, mark it completed", "APT0012", "Completed"],
  ])("sets how an appointment stands: %s", (text, appointment_id, new_status) => {
    const { tell, calls } = visit();
    expect(tell(text)).toBe(`Appointment ${appointment_id} of Jane Doe is now ${new_status.toLowerCase()}.`);
    expect(calls).toEqual([{ name: "update_appointment_status", arguments: { appointment_id, new_status } }]);
  });

  it("alone can: others are told so, and nothing is made up", () => {
    expect(visit(BASIC).tell("set appointment 12 to completed")).toContain("only the shop's staff");
    const { tell } = visit(ALL, { more: { instead: { update_appointment_status: "{}" } } });
    expect(tell("set appointment 12 to completed")).toContain("I was not told");
  });
});

describe("the rest of a call", () => {
  it("begins with what the agent is, once, where no greeting has said so", () => {
    const { tell } = visit(ALL, { fresh: true });
    expect(tell("hello")).toBe("This is the offline assistant. Hello. How can I help you?");
    expect(tell("hello")).toBe("Hello. How can I help you?");
    expect(tell("who am I talking to")).toContain("offline");
    expect(visit(ALL, { fresh: true }).tell("What are your opening hours?")).toBe(
      `This is the offline assistant. ${HOURS}`,
    );
    expect(hear(begin(ALL, PROMPT, "Hi!"), "hello", NOW).say).toBe("Hello. How can I help you?");
  });

  it("lists appointments after identification, and those to come only", () => {
    const past = { id: "APT0002", date: "2026-11-20T15:00:00-05:00", service: "Review", status: "Scheduled" };
    const next = { id: "APT0003", date: "2026-11-27T15:00:00-05:00", service: "Review", status: "Scheduled" };
    const { tell } = visit(ALL, { more: { appointments: [past, next] } });
    expect(tell("When is my appointment?")).toContain("phone number");
    expect(tell("212 555 0142")).toBe("Thank you, Jane. You have a Review on Friday, November 27 at 3 PM.");
  });

  it("reads orders with what was ordered", () => {
    const { tell } = visit();
    tell(MY_PHONE);
    expect(tell("Where is my order?")).toBe("Order ORD0001 of Thursday, November 19 is shipped: 2 House Espresso.");
  });

  it("says goodbye with the farewell that came back, also while something is asked", () => {
    const { tell, calls, state } = visit();
    tell("book an appointment");
    expect(tell("Thanks, goodbye!")).toBe("Thank you for calling! Have a great day!");
    expect(calls).toEqual([{ name: "end_call", arguments: { farewell_type: "thanks" } }]);
    expect(state().ended).toBe(true);
  });

  it("does what was asked before it says goodbye", () => {
    const { tell, calls } = visit();
    expect(tell("What are your hours? That's all, thanks, bye.")).toContain("We close at 5. Thank you for calling!");
    expect(calls.map(({ name }) => name)).toEqual(["search_knowledge_base", "end_call"]);
  });

  it("repeats, greets, waits and thanks", () => {
    const { tell } = visit();
    expect(tell("What did you say?")).toBe("Hello, how can I help?");
    expect(tell("hold on a second")).toBe("Take your time.");
    expect(tell("thank you")).toContain("You're welcome");
  });

  it("ends after no thanks, and greets by name", () => {
    const { tell, calls } = visit();
    expect(tell("my name is ann lee")).toContain("Hello, Ann Lee.");
    tell("no thanks");
    expect(calls.map(({ name }) => name)).toEqual(["end_call"]);
  });

  it("lets go of a request that is called off", () => {
    const { tell, state } = visit();
    tell("I'd like to book a review on Tuesday");
    expect(tell("never mind")).toContain("anything else");
    expect(state()).toMatchObject({ goals: [], facts: {} });
  });

  it("tells a failure in its sentence, without the words for the model", () => {
    const state = { ...begin(BASIC, PROMPT), introduced: true };
    const move = hear(state, "what are your prices", NOW);
    for (const rest of ["call get_best_answer instead.", "say that you cannot look this up now."]) {
      const error = `The knowledge base is not available: ${rest}`;
      const told = answer(move.state, [{ ...move.calls[0]!, content: JSON.stringify({ error }) }], NOW);
      expect(told.say).toBe("The knowledge base is not available.");
    }
  });

  it("says a filler before the first look-up and before those that follow a slow one, in the same request", () => {
    let state = begin([...ALL, { name: "agent_filler" }], PROMPT, "Hello.");
    let at = NOW;
    const lookUp = (ms: number): string[] => {
      const move = hear(state, "What are your hours?", at);
      at += ms;
      const answers = move.calls.map((call) => ({ ...call, content: JSON.stringify({ found: true, answer: HOURS }) }));
      ({ state } = answer(move.state, answers, at));
      return move.calls.map(({ name }) => name);
    };
    const asked = [20, 20, SLOW_MS, SLOW_MS - 1, 20].map(lookUp);
    const bare = ["search_knowledge_base"];
    const filled = ["agent_filler", ...bare];
    expect(asked).toEqual([filled, bare, bare, filled, bare]);
  });

  it("keeps a bounded number of requests, of a bounded number of parts", () => {
    const many =
      "My orders? My appointment? Book a review. Open an account. What is this? Any free slots this week? Cancel it.";
    expect(hear(begin(ALL, PROMPT), many, NOW).state.goals.length).toBeLessThanOrEqual(MAX_GOALS);
    const questions = Array.from({ length: MAX_CLAUSES + 5 }, (_, i) => `What is number ${i}?`).join(" ");
    expect(heardIn(questions).goals).toHaveLength(MAX_CLAUSES);
  });

  it("hears a bounded part of what is said or was said at once", () => {
    const start = `${"well ".repeat(MAX_HEARD_CHARACTERS / 5)}`;
    const phoneIn = (text: string) => hear(begin(ALL, PROMPT), text, NOW).state.facts.phone;
    expect([phoneIn(MY_PHONE), phoneIn(start + MY_PHONE)]).toEqual([JANE.phone, undefined]);
    const known = (content: string) =>
      resume(begin(ALL, PROMPT), [{ type: "History", role: "user", content }], NOW).facts.phone;
    expect([known(MY_PHONE), known(start + MY_PHONE)]).toEqual([JANE.phone, undefined]);
  });

  it("takes up an earlier conversation", () => {
    const found = {
      id: "fc_1",
      name: "find_customer",
      client_side: true,
      arguments: "{}",
      response: JSON.stringify(JANE),
    };
    const state = resume(
      begin(BASIC, PROMPT),
      [
        { type: "History", role: "user", content: MY_PHONE },
        { type: "History", function_calls: [found] },
        { type: "History", role: "assistant", content: "Thank you, Jane." },
      ],
      NOW,
    );
    expect(state.caller).toEqual({ id: "CUST0001", name: "Jane Doe" });
    expect(state.lastSaid).toBe("Thank you, Jane.");
    expect(hear(state, "list my appointments", NOW).calls[0]?.arguments).toEqual({ customer_id: "CUST0001" });
  });
});
