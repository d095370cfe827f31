import type { ClientToolCall } from "@bean-brew/widget/protocol";
import type { AgentCall } from "../agent/messages.js";
import type { Ms, Talk } from "./types.js";

/** How long the page may take to run a tool of its own, in ms. */
export const CLIENT_TOOL_MS = 10_000;

export const UNREADABLE = { error: "The arguments must be one JSON object.", code: "invalid_arguments" } as const;
export const OVERDUE = { error: "The page did not answer in time.", code: "timeout" } as const;

const readObject = (text: string): Readonly<Record<string, unknown>> | undefined => {
  try {
    const value: unknown = JSON.parse(text.trim() === "" ? "{}" : text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
};

/** Asks the page to run a tool that it offered; undefined when the model wrote arguments that cannot be read. */
export const pageCall = ({ id, name, arguments: text }: AgentCall): ClientToolCall | undefined => {
  const given = readObject(text);
  return given && { type: "client_tool_call", id, name, arguments: given };
};

/** The calls that the page has not run in time. */
export const overdueCalls = ({ running }: Talk, now: Ms): readonly string[] =>
  Object.entries(running).flatMap(([id, { by }]) => (by !== undefined && now >= by ? [id] : []));
