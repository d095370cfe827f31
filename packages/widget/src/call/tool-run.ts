/**
 * Runs the page's own tools. Fetched when the agent first asks for one.
 * @module
 */
import type { After } from "../client/index.js";
import type { ClientToolCall, ClientToolResult } from "../protocol/index.js";
import type { ClientTool } from "./client-tools.js";

/** Milliseconds that a tool of the page's may take; the relay waits no longer, either. */
export const CLIENT_TOOL_MS = 10_000;
/** Characters of a result that are sent; what is longer is an error that says so. */
export const MAX_RESULT_CHARACTERS = 16_000;

const textOf = (value: unknown): string => (typeof value === "string" ? value : (JSON.stringify(value) ?? "null"));

/** Runs the tool that was asked for. Never rejects: whatever goes wrong is a result that says so. */
export async function runClientTool(
  tools: readonly ClientTool[],
  { id, name, arguments: given }: ClientToolCall,
  after: After,
): Promise<ClientToolResult> {
  const aborting = new AbortController();
  let cancel = (): void => undefined;
  const overdue = new Promise<never>((_, reject) => {
    cancel = after(CLIENT_TOOL_MS, () => {
      aborting.abort();
      reject(new Error(`The page's tool did not answer within ${CLIENT_TOOL_MS / 1_000} s.`));
    });
  });
  try {
    const tool = tools.find((each) => each.name === name);
    if (tool === undefined) throw new Error("The page no longer has this tool.");
    // A tool that throws before it gives back a promise is caught like any other.
    const run = (async () => tool.run(given, aborting.signal))();
    const content = textOf(await Promise.race([run, overdue]));
    if (content.length > MAX_RESULT_CHARACTERS)
      throw new Error(`The page's tool gave ${content.length} characters; at most ${MAX_RESULT_CHARACTERS} are taken.`);
    return { type: "client_tool_result", id, ok: true, content };
  } catch (error) {
    console.warn(`<bean-brew-agent>: the page's tool "${name}" failed.`, error);
    const content = (error instanceof Error ? error.message : String(error)).slice(0, MAX_RESULT_CHARACTERS);
    return { type: "client_tool_result", id, ok: false, content };
  } finally {
    cancel();
  }
}
