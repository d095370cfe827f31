import { textIn, type Result } from "./result.js";
import { sayError } from "./saying.js";
import {
  ask,
  asking,
  call,
  finish,
  goOn,
  MAX_MISSED,
  offers,
  without,
  type Answer,
  type Goal,
  type Next,
  type State,
  type Taken,
} from "./state.js";

/** Who is calling. */

const NEEDS_CALLER = new Set<Goal["is"]>(["identify", "book", "appointments", "orders", "move", "cancel"]);

/** The way to know who is calling. */
export function identify(state: State): Next {
  if (!offers(state, "find_customer")) return finish("I'm sorry, I cannot look up customers here.");
  const { phone, email, customerId } = state.facts;
  for (const [field, value] of Object.entries({ phone, email, customer_id: customerId })) {
    if (value !== undefined && !state.missed.includes(value)) return call("find_customer", { [field]: value });
  }
  return ask("phone", "What is the phone number on your account?");
}

/** The request itself to be looked up. */
export function pursueIdentify(state: State): Next {
  return state.caller
    ? finish(`I have your account here, ${state.caller.name}. What can I do for you?`)
    : identify(state);
}

function refused(state: State, error: string): Taken {
  if (/format|valid|required/i.test(error)) {
    return asking(
      without(state, "phone", "email"),
      "phone",
      `${sayError(error)} What is the phone number on your account?`,
    );
  }
  if (!/not found/i.test(error)) {
    const goals = state.goals.filter(({ is }) => !NEEDS_CALLER.has(is));
    return goOn({ ...state, goals }, sayError(error));
  }
  if (!offers(state, "create_customer_account"))
    return asking(state, "phone", "I could not find an account with that. Is there another number?");
  return asking(
    state,
    "new-account",
    "I could not find an account with that. Is there another number or e-mail address, or shall I open an account for you?",
  );
}

export function takeCustomer(before: State, answer: Answer, result: Result, error: string | undefined): Taken {
  const missed = [...before.missed, ...Object.values(answer.arguments)].slice(-MAX_MISSED);
  const state = { ...before, missed };
  if (error !== undefined) return refused(state, error);
  const [id, name = ""] = [textIn(result, "id"), textIn(result, "name")];
  if (result["identified"] === false || id === undefined) {
    const who = name === "" ? "" : `, ${name}`;
    return asking(state, "phone", `To be sure that it is you${who}, what is the phone number on your account?`);
  }
  const known = { ...before, caller: { id, name } };
  const first = name.split(" ")[0] ?? "";
  if (before.goals.some(({ is }) => is === "identify")) {
    const goals = before.goals.filter(({ is }) => is !== "identify");
    const say = `Thank you, ${first}, I have found your account.`;
    return goOn({ ...known, goals }, goals.length > 0 ? say : `${say} What can I do for you?`);
  }
  return goOn(known, `Thank you, ${first}.`);
}
