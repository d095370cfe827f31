import { answer, begin, hear, resume } from "../dialogue/dialogue.js";
import { OFFLINE } from "../dialogue/introduction.js";
import type { Call, Move, State } from "../dialogue/state.js";
import type { HistoryEntry } from "../protocol/messages.js";
import type { Instructions, Mind, Thought } from "./mind.js";

export interface OfflineMindOptions extends Instructions {
  greeting: string;
  /** The conversation so far. */
  context: readonly HistoryEntry[];
  /** The time in milliseconds. */
  now(): number;
}

/** A mind of rules instead of a model: the dialogue. */
export function offlineMind({ prompt, functions, greeting, context, now }: OfflineMindOptions): Mind {
  const mindOf = (state: State, asked: readonly Call[]): Mind => ({
    hear: async (text, instructions) => thoughtOf(hear({ ...state, ...instructions }, text, now())),
    answer: async (results, instructions) => {
      const answers = asked.map((call, i) => ({ ...call, content: results[i] ?? "" }));
      return thoughtOf(answer({ ...state, ...instructions }, answers, now()));
    },
  });
  const thoughtOf = ({ state, say, calls }: Move): Thought => ({
    mind: mindOf(state, calls),
    say,
    calls: calls.map(({ name, arguments: args }) => ({ name, arguments: JSON.stringify(args) })),
  });
  const fresh = begin(functions, prompt, greeting);
  const mind = mindOf(context.length > 0 ? resume(fresh, context, now()) : fresh, []);
  return { ...mind, introduction: OFFLINE };
}
