import type { FunctionDefinition } from "../protocol/messages.js";
import { readBounded } from "../think/fetching.js";

/** The longest answer of a function's endpoint that is taken, in bytes. */
export const MAX_ANSWER_BYTES = 256 * 1024;

export interface EndpointAnswer {
  content: string;
  /** Why the content is a failure, where it is one. */
  problem?: string;
}

/** Calls a function at its own endpoint, as the service does for functions that have one. Never rejects. */
export async function callEndpoint(
  { url, method = "POST", headers = {} }: NonNullable<FunctionDefinition["endpoint"]>,
  call: { name: string; arguments: string },
  signal: AbortSignal,
): Promise<EndpointAnswer> {
  const bare = /^(?:get|head)$/i.test(method);
  try {
    const response = await fetch(url, {
      method,
      headers: { "content-type": "application/json", ...headers },
      ...(!bare && { body: call.arguments }),
      signal,
    });
    const content = await readBounded(response, MAX_ANSWER_BYTES);
    return response.ok
      ? { content }
      : { content, problem: `The endpoint of ${call.name} answered ${response.status}.` };
  } catch (cause) {
    const problem = `The endpoint of ${call.name} did not answer: ${cause instanceof Error ? cause.message : String(cause)}.`;
    return { content: JSON.stringify({ error: "The function could not be reached.", code: "unavailable" }), problem };
  }
}
