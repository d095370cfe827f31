import type { HistoryEntry } from "../protocol/messages.js";
import { factsIn } from "./facts.js";
import { localTimeIn } from "./local-time.js";
import { servicesIn } from "./requests.js";
import { take } from "./results.js";
import { MAX_HEARD_CHARACTERS, type State } from "./state.js";

/** How many earlier entries of a conversation are taken up. */
export const MAX_HISTORY = 200;

/** Takes up an earlier conversation: who the caller is, what was said last. */
export function resume(fresh: State, history: readonly HistoryEntry[], instant: number): State {
  const now = localTimeIn(fresh.prompt, instant);
  const services = servicesIn(fresh.functions);
  let state = fresh;
  for (const entry of history.slice(-MAX_HISTORY)) {
    if ("function_calls" in entry) {
      for (const { name, response } of entry.function_calls) {
        if (name !== "find_customer" && name !== "create_customer_account") continue;
        const { caller } = take(state, { name, arguments: {}, content: response }, now).state;
        state = { ...state, caller: caller ?? state.caller };
      }
    } else if (entry.role === "assistant") {
      state = { ...state, lastSaid: entry.content, introduced: true };
    } else {
      const { phone, email } = factsIn(entry.content.slice(0, MAX_HEARD_CHARACTERS), {
        services,
        earlier: state.facts,
        now,
      });
      state = {
        ...state,
        facts: { ...state.facts, ...(phone !== undefined && { phone }), ...(email !== undefined && { email }) },
      };
    }
  }
  return state;
}
