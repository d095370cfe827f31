import { sayChoices, type LocalTime } from "./local-time.js";
import { servicesIn, type Goal } from "./requests.js";
import { offers, type Call, type Question, type State } from "./state.js";

/** What a request needs next. */
export type Next =
  { do: "ask"; question: Question; say: string } | { do: "call"; call: Call } | { do: "finish"; say: string };

/** How many free times are offered at once. */
export const CHOICES = 3;

const ask = (question: Question, say: string): Next => ({ do: "ask", question, say });
const call = (name: string, args: Record<string, string>): Next => ({ do: "call", call: { name, arguments: args } });
const finish = (say: string): Next => ({ do: "finish", say });

/** "a, b or c" */
function alternatives(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}

function withArticle(noun: string): string {
  return /^[aeiou]/i.test(noun) ? `an ${noun}` : `a ${noun}`;
}

/** The way to know who is calling. */
function identify(state: State): Next {
  if (!offers(state, "find_customer")) return finish("I'm sorry, I cannot look up customers here.");
  const { phone, email, customerId } = state.facts;
  for (const [field, value] of Object.entries({ phone, email, customer_id: customerId })) {
    if (value !== undefined && !state.missed.includes(value)) return call("find_customer", { [field]: value });
  }
  return ask("phone", "What is the phone number on your account?");
}

/** The free times that fit what the caller has said, else all. */
export function fittingSlots(slots: readonly LocalTime[], { day, time }: { day?: string; time?: string }): LocalTime[] {
  const onDay = slots.filter((slot) => day === undefined || slot.startsWith(day));
  const atTime = onDay.filter((slot) => time === undefined || slot.endsWith(time));
  if (atTime.length > 0) return atTime;
  return onDay.length > 0 ? onDay : [...slots];
}

/** Free times to choose from, spread over the day when there are many. */
export function offer(slots: readonly LocalTime[]): { say: string; slots: LocalTime[] } {
  const apart = Math.max(1, Math.floor(slots.length / CHOICES));
  const chosen =
    slots.length <= CHOICES
      ? [...slots]
      : Array.from({ length: CHOICES }, (_, i) => slots[Math.min(i * apart, slots.length - 1)]!);
  return { say: `I have ${sayChoices(chosen)}.`, slots: chosen };
}

function book(state: State, today: LocalTime): Next {
  if (!offers(state, "create_appointment")) return finish("I'm sorry, I cannot book appointments here.");
  if (!state.caller) return identify(state);
  const { service, day, time } = state.facts;
  const services = servicesIn(state.functions);
  if (service === undefined) {
    return ask(
      "service",
      services.length === 0 ? "What is the appointment for?" : `Is it for ${alternatives(services.map(withArticle))}?`,
    );
  }
  if (day !== undefined && time !== undefined) {
    return call("create_appointment", { customer_id: state.caller.id, date: `${day}T${time}:00`, service });
  }
  if (!offers(state, "check_availability")) return ask("day", "Which day and time would suit you?");
  return call("check_availability", { start_date: day ?? today.slice(0, 10) });
}

function account(state: State): Next {
  if (!offers(state, "create_customer_account")) return finish("I'm sorry, I cannot open accounts here.");
  if (state.caller) return finish(`You already have an account, ${state.caller.name}.`);
  const { name, phone, email } = state.facts;
  if (name === undefined) return ask("name", "What is your full name?");
  if (phone === undefined) return ask("phone", `Thank you, ${name}. What is your phone number?`);
  if (email === undefined) return ask("email", "And what is your e-mail address?");
  return call("create_customer_account", { name, phone, email });
}

/** What comes next for a request, from what is known. */
export function pursue(goal: Goal, state: State, today: LocalTime): Next {
  switch (goal.is) {
    case "book":
      return book(state, today);
    case "account":
      return account(state);
    case "identify":
      return state.caller
        ? finish(`I have your account here, ${state.caller.name}. What can I do for you?`)
        : identify(state);
    case "slots":
      if (!offers(state, "check_availability")) return finish("I'm sorry, I cannot look into the calendar here.");
      return call("check_availability", { start_date: state.facts.day ?? today.slice(0, 10) });
    case "appointments":
      if (!offers(state, "get_appointments")) return finish("I'm sorry, I cannot look up appointments here.");
      return state.caller ? call("get_appointments", { customer_id: state.caller.id }) : identify(state);
    case "orders":
      if (!offers(state, "get_orders")) return finish("I'm sorry, I cannot look up orders here.");
      return state.caller ? call("get_orders", { customer_id: state.caller.id }) : identify(state);
    case "change":
      return finish("I'm sorry, I cannot move or cancel appointments here.");
    case "question": {
      const search = ["search_knowledge_base", "get_best_answer"].find((name) => offers(state, name));
      return search === undefined
        ? finish("I'm sorry, I cannot look that up here.")
        : call(search, { query: goal.query });
    }
    case "goodbye":
      return offers(state, "end_call")
        ? call("end_call", { farewell_type: goal.farewell })
        : { do: "finish", say: "Goodbye, and have a good day." };
  }
}
