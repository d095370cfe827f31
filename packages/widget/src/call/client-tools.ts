import type { After } from "../client/index.js";
import type { ClientToolCall, ClientToolDeclaration, ClientToolResult } from "../protocol/index.js";

/** A function of the page's that the agent may ask for. */
export interface ClientTool extends ClientToolDeclaration {
  /**
   * Runs it. What it gives back goes to the agent, as it is when it is a string and else as JSON; what it throws is told
   * to the agent in the error's own words. `signal` aborts when the time is over.
   */
  readonly run: (given: Readonly<Record<string, unknown>>, signal: AbortSignal) => unknown;
}

/** What the relay is told of the page's tools when a session starts. */
export const declarationsOf = (tools: readonly ClientTool[]): ClientToolDeclaration[] =>
  tools.map(({ name, description, parameters }) => ({ name, description, parameters }));

/** Answers when the agent asks for a tool. Never rejects: whatever goes wrong is a result that says so. */
export async function answerFor(
  tools: readonly ClientTool[],
  asked: ClientToolCall,
  after: After,
): Promise<ClientToolResult> {
  try {
    const { runClientTool } = await import("./tool-run.js");
    return await runClientTool(tools, asked, after);
  } catch {
    const content = "The page could not fetch what runs its tools.";
    return { type: "client_tool_result", id: asked.id, ok: false, content };
  }
}
