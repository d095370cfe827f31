import { describe, expect, it } from "vitest";
import type { FunctionDefinition } from "../protocol/messages.js";
import { answer, begin, hear, resume } from "./dialogue.js";
import { MAX_GOALS, type Call, type Move, type State } from "./state.js";

const NOW = Date.UTC(2026, 10, 23, 22, 50); // Monday, 17:50 in New York
const PROMPT = "It is Monday, November 23, 2026, 5:50 PM, in the shop's time zone, America/New_York.";
const SERVICES = ["Consultation", "Follow-up", "Review", "Planning"];
const FUNCTIONS: FunctionDefinition[] = [
  "find_customer",
  "create_customer_account",
  "check_availability",
  "get_appointments",
  "search_knowledge_base",
  "end_call",
].map((name) => ({ name }));
FUNCTIONS.push({ name: "create_appointment", parameters: { properties: { service: { enum: SERVICES } } } });

const JANE = {
  id: "CUST0001",
  name: "Jane Doe",
  phone: "+12125550142",
  email: "jane@example.com",
  joined_date: "2024-01-01",
};

/** What the functions of a small shop answer. */
function shop(call: Call): object {
  const args = call.arguments;
  switch (call.name) {
    case "find_customer":
      if (args["phone"] === JANE.phone || args["email"] === JANE.email) return JANE;
      return args["customer_id"] === JANE.id
        ? { id: JANE.id, name: "Jane", identified: false }
        : { error: "Customer not found.", code: "not_found" };
    case "create_customer_account":
      return { success: true, customer: { ...args, id: "CUST0009" } };
    case "check_availability":
      return {
        available_slots: ["2026-11-24T10:00:00-05:00", "2026-11-24T14:00:00-05:00", "2026-11-25T09:00:00-05:00"],
      };
    case "create_appointment":
      return args["date"]?.endsWith("T11:00:00")
        ? {
            error: "That time is no longer available.",
            code: "conflict",
            available_slots: ["2026-11-24T14:00:00-05:00"],
          }
        : {
            id: "APT0007",
            customer_id: args["customer_id"],
            date: `${args["date"]}-05:00`,
            service: args["service"],
            status: "Scheduled",
          };
    case "get_appointments":
      return {
        appointments: [{ id: "APT0001", date: "2026-11-27T15:00:00-05:00", service: "Review", status: "Scheduled" }],
      };
    case "search_knowledge_base":
      return /hours|open/.test(args["query"] ?? "")
        ? { found: true, answer: "We open at 9 in the morning. We close at 5. We sleep at night." }
        : { found: false, message: "Nothing." };
    case "end_call":
      return { status: "closing", message: "Thank you for calling! Have a great day!" };
    default:
      return { status: "queued" };
  }
}

/** A conversation with that shop: what was said and called in it. */
function conversation(functions = FUNCTIONS): { tell(text: string): string; calls: Call[]; state(): State } {
  let state = begin(functions, PROMPT, "Hello, how can I help?");
  const calls: Call[] = [];
  return {
    calls,
    state: () => state,
    tell(text) {
      const said: string[] = [];
      let move: Move = hear(state, text, NOW);
      for (;;) {
        state = move.state;
        if (move.say !== "") said.push(move.say);
        if (move.calls.length === 0) return said.join(" ");
        calls.push(...move.calls);
        move = answer(
          state,
          move.calls.map((call) => ({ ...call, content: JSON.stringify(shop(call)) })),
          NOW,
        );
      }
    },
  };
}

describe("questions", () => {
  it("are answered in at most two sentences with what came back", () => {
    const { tell, calls } = conversation();
    expect(tell("What are your opening hours?")).toBe("We open at 9 in the morning. We close at 5.");
    expect(calls).toEqual([{ name: "search_knowledge_base", arguments: { query: "What are your opening hours?" } }]);
  });

  it("are understood without punctuation, as a recogniser writes them", () => {
    const { tell } = conversation();
    expect(tell("what are your opening hours on saturday")).toContain("We open at 9");
    expect(tell("tell me about your hours")).toContain("We open at 9");
  });

  it("that nothing was found for are not answered", () => {
    expect(conversation().tell("Do you sell tea?")).toBe("I'm sorry, I don't know that.");
  });

  it("cannot be looked up without the function", () => {
    expect(conversation([]).tell("What are your opening hours?")).toContain("cannot look that up");
  });
});

describe("identification", () => {
  it.each([
    ["my number is 212 555 0142", { phone: "+12125550142" }],
    ["My phone number is (212) 555-0142.", { phone: "+12125550142" }],
    ["my number is two one two five five five oh one four two", { phone: "+12125550142" }],
    ["it's two one two, five five five, oh one four two", { phone: "+12125550142" }],
    ["two one two triple five zero one four two", { phone: "+12125550142" }],
    ["my email is Jane@Example.com", { email: "jane@example.com" }],
    ["jane at example dot com", { email: "jane@example.com" }],
    ["my customer number is 1", { customer_id: "CUST0001" }],
    ["I am CUST0001", { customer_id: "CUST0001" }],
  ])("by %s", (text, args) => {
    const { tell, calls } = conversation();
    const said = tell(text);
    expect(calls[0]).toEqual({ name: "find_customer", arguments: args });
    expect(said).toContain("customer_id" in args ? "To be sure that it is you, Jane" : "Thank you, Jane");
  });

  it("that fails offers an account, and a yes opens one", () => {
    const { tell, calls } = conversation();
    expect(tell("my number is 212 555 9999")).toContain("shall I open an account");
    expect(tell("yes please")).toBe("What is your full name?");
    expect(tell("Ann Lee")).toContain("e-mail");
    expect(tell("ann@example.com")).toContain("Your account is open, Ann. Your customer number is CUST0009.");
    expect(calls.at(-1)).toEqual({
      name: "create_customer_account",
      arguments: { name: "Ann Lee", phone: "+12125559999", email: "ann@example.com" },
    });
  });

  it("takes a correction of the last digits", () => {
    const { tell, calls } = conversation();
    tell("my number is 212 555 0149");
    expect(tell("no, 0142")).toContain("Thank you, Jane");
    expect(calls.at(-1)?.arguments).toEqual({ phone: "+12125550142" });
  });
});

describe("accounts", () => {
  it("are opened with all facts in one sentence", () => {
    const { tell, calls } = conversation();
    tell("I want to open an account, my name is Ann Lee, my phone is 212 555 0199 and my email is ann@example.com");
    expect(calls).toEqual([
      {
        name: "create_customer_account",
        arguments: { name: "Ann Lee", phone: "+12125550199", email: "ann@example.com" },
      },
    ]);
  });

  it("are asked for one fact at a time", () => {
    const { tell } = conversation();
    expect(tell("I'm a new customer")).toContain("full name");
    expect(tell("ann lee")).toContain("Thank you, Ann Lee. What is your phone number?");
    expect(tell("two one two five five five oh one nine nine")).toContain("e-mail");
    expect(tell("ann at example dot com")).toContain("CUST0009");
  });
});

describe("booking", () => {
  it("asks for the phone first, then for what is missing, and confirms with what came back", () => {
    const { tell, calls } = conversation();
    expect(tell("I'd like to book an appointment")).toContain("phone number");
    expect(tell("212 555 0142")).toContain("Is it for a Consultation, a Follow-up, a Review or a Planning?");
    expect(tell("a consultation")).toContain(
      "I have Tuesday, November 24 at 10 AM, 2 PM or Wednesday, November 25 at 9 AM.",
    );
    expect(tell("Tuesday at two")).toBe(
      "Your Consultation is booked for Tuesday, November 24 at 2 PM. The appointment's number is APT0007.",
    );
    expect(calls.at(-1)).toEqual({
      name: "create_appointment",
      arguments: { customer_id: "CUST0001", date: "2026-11-24T14:00:00", service: "Consultation" },
    });
  });

  it("takes everything in one sentence", () => {
    const { tell, calls } = conversation();
    const said = tell("Book me a consultation tomorrow at 2pm, my number is 212 555 0142");
    expect(said).toContain("Your Consultation is booked for Tuesday, November 24 at 2 PM.");
    expect(calls.map(({ name }) => name)).toEqual(["find_customer", "create_appointment"]);
  });

  it.each([
    ["the second one", "2026-11-24T14:00:00"],
    ["the first one please", "2026-11-24T10:00:00"],
    ["wednesday", "2026-11-25T09:00:00"],
    ["ten am", "2026-11-24T10:00:00"],
    ["two o'clock", "2026-11-24T14:00:00"],
  ])("understands the choice %s", (text, date) => {
    const { tell, calls } = conversation();
    tell("Book a review, my number is 212 555 0142");
    tell(text);
    expect(calls.at(-1)?.arguments["date"]).toBe(date);
  });

  it("offers what came back when the time is gone", () => {
    const { tell, calls } = conversation();
    const said = tell("Book a review tomorrow at 11 am, my number is 212 555 0142");
    expect(said).toContain("no longer available. I have Tuesday, November 24 at 2 PM.");
    expect(tell("yes")).toContain("is booked for Tuesday, November 24 at 2 PM");
    expect(calls.at(-1)?.arguments["date"]).toBe("2026-11-24T14:00:00");
  });

  it("answers a question on the way, and then asks again", () => {
    const { tell } = conversation();
    tell("I need an appointment");
    expect(tell("What are your opening hours?")).toBe(
      "We open at 9 in the morning. We close at 5. What is the phone number on your account?",
    );
  });

  it("takes another day when times were offered", () => {
    const { tell, calls } = conversation();
    tell("Book a review, my number is 212 555 0142");
    expect(tell("Do you have anything on Wednesday?")).toBe(
      "I have Wednesday, November 25 at 9 AM. Which would you like?",
    );
    expect(tell("yes")).toContain("booked for Wednesday, November 25 at 9 AM");
    expect(calls.map(({ name }) => name)).not.toContain("search_knowledge_base");
  });

  it.each([
    ["Do you have time tomorrow at 2pm for a consultation? 212 555 0142", "2026-11-24T14:00:00"],
    ["a planning session on the 25th at nine in the morning please, my phone is 2125550142", "2026-11-25T09:00:00"],
    ["Schedule a review for December 3rd at noon. My number is 212 555 0142.", "2026-12-03T12:00:00"],
    ["can I book a follow up on friday at half past two, 212-555-0142", "2026-11-27T14:30:00"],
  ])("understands %s", (text, date) => {
    const { tell, calls } = conversation();
    tell(text);
    expect(calls.at(-1)).toMatchObject({ name: "create_appointment", arguments: { date } });
  });

  it("begins from free times that were asked for", () => {
    const { tell, calls } = conversation();
    expect(tell("What times do you have available this week?")).toContain("10 AM");
    expect(tell("The first one")).toContain("phone number");
    tell("212 555 0142");
    tell("planning");
    expect(calls.at(-1)?.arguments["date"]).toBe("2026-11-24T10:00:00");
  });
});

describe("the rest of a call", () => {
  it("lists appointments after identification", () => {
    const { tell } = conversation();
    expect(tell("When is my appointment?")).toContain("phone number");
    expect(tell("212 555 0142")).toBe("Thank you, Jane. You have a Review on Friday, November 27 at 3 PM.");
  });

  it("says goodbye with the farewell that came back", () => {
    const { tell, calls, state } = conversation();
    expect(tell("Thanks, goodbye!")).toBe("Thank you for calling! Have a great day!");
    expect(calls).toEqual([{ name: "end_call", arguments: { farewell_type: "thanks" } }]);
    expect(state().ended).toBe(true);
  });

  it("repeats, greets, thanks and is honest about itself", () => {
    const { tell } = conversation();
    expect(tell("What did you say?")).toBe("Hello, how can I help?");
    expect(tell("hello")).toBe("Hello. How can I help you?");
    expect(tell("thank you")).toContain("You're welcome");
    expect(tell("are you a human")).toContain("offline");
  });

  it("ends after no thanks, and greets by name", () => {
    const { tell, calls } = conversation();
    expect(tell("my name is ann lee")).toContain("Hello, Ann Lee.");
    tell("no thanks");
    expect(calls.map(({ name }) => name)).toEqual(["end_call"]);
  });

  it("tells a failure in its sentence, without the words for the model", () => {
    const state = begin(FUNCTIONS, PROMPT);
    const move = hear(state, "what are your prices", NOW);
    const error = "The knowledge base is not available: call get_best_answer instead.";
    const told = answer(move.state, [{ ...move.calls[0]!, content: JSON.stringify({ error }) }], NOW);
    expect(told.say).toBe("The knowledge base is not available.");
  });

  it("says a filler before some look-ups, in the same request", () => {
    const { tell, calls } = conversation([...FUNCTIONS, { name: "agent_filler" }]);
    tell("What are your hours?");
    tell("Are you open on Sunday?");
    expect(calls.map(({ name }) => name)).toEqual(["agent_filler", "search_knowledge_base", "search_knowledge_base"]);
  });

  it("keeps a bounded number of requests", () => {
    const many =
      "My orders? My appointment? Book a review. Open an account. What is this? Any free slots this week? My account.";
    expect(hear(begin(FUNCTIONS, PROMPT), many, NOW).state.goals.length).toBeLessThanOrEqual(MAX_GOALS);
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
      begin(FUNCTIONS, PROMPT),
      [
        { type: "History", role: "user", content: "my number is 212 555 0142" },
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
