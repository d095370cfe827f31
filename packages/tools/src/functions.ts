import { z } from "zod";
import type { Scope } from "./caller.js";
import { isOffered, type Tool } from "./tool.js";

/** A function as Deepgram's Settings take it (`agent.think.functions`). */
export interface FunctionDefinition {
  readonly name: string;
  readonly description: string;
  /** JSON Schema of the arguments. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /** The call waits until the user has really finished: for what cannot be taken back. */
  readonly defer_until_eot?: true;
}

/** What the agent is told of the tools that a session of this scope is offered. */
export function functionsOf(tools: readonly Tool[], scope: Scope): FunctionDefinition[] {
  return tools.filter((tool) => isOffered(tool, scope)).map(functionOf);
}

/** A tool never changes, and its JSON Schema takes milliseconds to make: too long to stall the audio of others. */
const made = new WeakMap<Tool, FunctionDefinition>();

function functionOf(tool: Tool): FunctionDefinition {
  const definition = made.get(tool) ?? makeFunction(tool);
  made.set(tool, definition);
  return definition;
}

function makeFunction(tool: Tool): FunctionDefinition {
  const parameters = z.toJSONSchema(tool.schema, { io: "input" });
  delete parameters.$schema;
  const isFinal = tool.kind === "write" || tool.kind === "end";
  return {
    name: tool.name,
    description: tool.description,
    parameters,
    ...(isFinal && { defer_until_eot: true as const }),
  };
}
