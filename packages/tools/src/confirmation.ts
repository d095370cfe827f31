import { createHash } from "node:crypto";
import { z } from "zod";
import { ToolError } from "./errors.js";
import type { Reply, Tool, ToolContext } from "./tool.js";

/** The longest token that a model may write, in characters. */
const MAX_TOKEN_CHARACTERS = 60;
/** How much of a hash a token has, in hexadecimal digits. */
const HASH_DIGITS = 12;
/** The argument that carries the token. */
const TOKEN = "confirmation";

/**
 * Writes that are done only once the caller has agreed. The first call of such a tool changes nothing, and returns
 * what is about to happen with a token; the write happens when it is called again with the same arguments and the
 * token, after the caller has spoken. It is held here and not by the prompt: a model that does not ask gets nowhere.
 * @param names the tools that are to be confirmed; the others do at once what they are called for
 * @throws RangeError when one of them is no write
 */
export function confirmed(tools: readonly Tool[], names: readonly string[]): readonly Tool[] {
  const wrong = names.find((name) => tools.find((tool) => tool.name === name)?.kind !== "write");
  if (wrong !== undefined) throw new RangeError(`${wrong} is no tool that writes, so there is nothing to confirm`);
  return tools.map((tool) => (names.includes(tool.name) ? confirming(tool) : tool));
}

function confirming(tool: Tool): Tool {
  const schema = tool.schema.safeExtend({
    [TOKEN]: z
      .string()
      .max(MAX_TOKEN_CHARACTERS)
      .optional()
      .meta({ description: "What the first call gave, once the caller has agreed. Leave it out at first." }),
  });
  return {
    ...tool,
    description:
      `${tool.description} The first call changes nothing: it tells what is about to happen. Say that to the caller, ` +
      `and call again with its ${TOKEN} once they have agreed.`,
    schema,
    unkeyed: [...(tool.unkeyed ?? []), TOKEN],
    async run({ [TOKEN]: token, ...args }, context): Promise<Reply> {
      // What was done already is told again, and not planned anew: it would find its own seat taken.
      const done = await tool.done?.(context);
      if (done !== undefined) return done;
      const givenIn = typeof token === "string" ? turnOf(token, context) : undefined;
      if (givenIn === undefined) return planned(tool, args, context);
      if (context.caller.userTurn > givenIn) return tool.run(args, context);
      throw new ToolError(
        "not_allowed",
        "The caller has not answered yet, and nothing is done: say what is about to happen and wait for their answer.",
      );
    },
  };
}

async function planned(tool: Tool, args: Record<string, unknown>, context: ToolContext): Promise<Reply> {
  const plan = tool.preview === undefined ? args : await tool.preview(args, context);
  // What the shop's own writes are about to do names whom it is done for.
  const { customer_id: concerns } = (plan ?? {}) as { readonly customer_id?: unknown };
  return {
    result: {
      confirmation_required: true,
      message:
        `Nothing is done yet. Tell the caller what is about to happen, and call ${tool.name} again with the same ` +
        `arguments and this ${TOKEN} once they have agreed.`,
      about_to_happen: plan,
      [TOKEN]: tokenOf(context, context.caller.userTurn),
    },
    isPlan: true,
    ...(typeof concerns === "string" && { concerns }),
  };
}

/** Says in which turn of the user's it was given, and for which write of which session. */
function tokenOf({ writeKey }: ToolContext, turn: number): string {
  const hash = createHash("sha256").update(`${turn} ${writeKey}`).digest("hex").slice(0, HASH_DIGITS);
  return `${turn}-${hash}`;
}

/** The turn in which a token was given; undefined when it is not one for this write. */
function turnOf(token: string, context: ToolContext): number | undefined {
  const turn = Number(/^(\d{1,9})-/.exec(token.trim())?.[1] ?? NaN);
  return tokenOf(context, turn) === token.trim() ? turn : undefined;
}
