import { objectIn, textIn, type Result } from "./result.js";
import { sayError, sayPhone } from "./saying.js";
import { ask, call, done, finish, goOn, offers, without, type Next, type State, type Taken } from "./state.js";

/** Opening an account: one fact after another, all read back, and opened after a yes. */

export function pursueAccount({ named, confirmed }: { named?: boolean; confirmed?: boolean }, state: State): Next {
  if (!offers(state, "create_customer_account")) return finish("I'm sorry, I cannot open accounts here.");
  if (state.caller) return finish(`You already have an account, ${state.caller.name}.`);
  const { name, phone, email } = state.facts;
  if (name === undefined) return ask("name", "What is your full name?");
  // Who said a first name in passing is asked once; some people have one name.
  if (!name.includes(" ") && named !== true) return ask("name", `Thank you, ${name}. What is your full name?`);
  if (phone === undefined) return ask("phone", `Thank you, ${name}. What is your phone number?`);
  if (email === undefined) return ask("email", "And what is your e-mail address?");
  if (confirmed !== true) {
    const details = `${name}, phone number ${sayPhone(phone)}, e-mail ${email}`;
    return ask("account", `I will open an account for ${details}. Is that right?`);
  }
  return call("create_customer_account", { name, phone, email });
}

/** The request, to be read back again. */
function unconfirmed(state: State): State {
  return { ...state, goals: state.goals.map((goal) => (goal.is === "account" ? { ...goal, confirmed: false } : goal)) };
}

export function takeAccount(state: State, result: Result, error: string | undefined): Taken {
  if (error !== undefined) {
    if (/already exists/i.test(error)) {
      const goals = state.goals.filter(({ is }) => is !== "account");
      const next: State = { ...state, missed: [], goals: goals.length > 0 ? goals : [{ is: "identify" }] };
      return goOn(next, sayError(error));
    }
    const wrong = /international format|phone/i.test(error)
      ? "phone"
      : /valid email|e-?mail/i.test(error)
        ? "email"
        : undefined;
    if (wrong !== undefined) return goOn(unconfirmed(without(state, wrong)), sayError(error));
    return /name/i.test(error)
      ? goOn(unconfirmed(without(state, "name")), sayError(error))
      : done(state, sayError(error));
  }
  const made = objectIn(result, "customer") ?? result;
  const id = textIn(made, "id");
  const name = textIn(made, "name") ?? state.facts.name ?? "";
  if (id === undefined) return done(state, "I'm sorry, the account could not be opened.");
  return done(
    { ...state, caller: { id, name } },
    `Your account is open, ${name.split(" ")[0]}. Your customer number is ${id}.`,
  );
}
