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

/** Requests for which it must be known who is calling. */
export const NEEDS_CALLER = new Set<Goal["is"]>(["identify", "book", "appointments", "orders", "move", "cancel"]);

const keyOf = (args: Answer["arguments"]): string => Object.values(args).join(" ");

/** Whether a name is a full one. */
const isFull = (name: string): boolean => name.includes(" ");

/** What the caller can be looked up by, each way for a call of its own. */
function waysOf({ facts, twofold }: State): Answer["arguments"][] {
  const { phone, email, customerId, name } = facts;
  const given = Object.entries({ phone, email, customer_id: customerId }).flatMap(([field, value]) =>
    value === undefined ? [] : [{ [field]: value }],
  );
  if (twofold !== true) return given;
  const proofs: Answer["arguments"] = {
    ...(phone !== undefined && { phone }),
    ...(email !== undefined && { email }),
    ...(name !== undefined && isFull(name) && { name }),
  };
  return Object.keys(proofs).length > 1 ? [proofs] : [];
}

/** The way to know who is calling. */
export function identify(state: State): Next {
  if (!offers(state, "find_customer")) return finish("I'm sorry, I cannot look up customers here.");
  const ways = waysOf(state);
  const way = ways.find((args) => !state.missed.includes(keyOf(args)));
  if (way) return call("find_customer", way);
  const { phone, email } = state.facts;
  if (state.twofold === true && ways.length === 0 && (phone ?? email) !== undefined) {
    const other = phone === undefined ? "phone number" : "e-mail address";
    return ask("proof", `To be sure that it is you: what is the ${other} on your account, or your full name?`);
  }
  return ask("phone", "What is the phone number on your account?");
}

/** The request itself to be looked up. */
export function pursueIdentify(state: State): Next {
  return state.caller
    ? finish(
        `I have your account here, ${state.caller.name}, customer number ${state.caller.id}. What can I do for you?`,
      )
    : identify(state);
}

function refused(state: State, error: string): Taken {
  // Not enough was told; what was is not wrong.
  if (/\bis required\b/i.test(error) && state.twofold !== true) return goOn({ ...state, twofold: true });
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
  const missed = [...before.missed, keyOf(answer.arguments)].slice(-MAX_MISSED);
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
