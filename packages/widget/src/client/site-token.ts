import type { ErrorMessage } from "../protocol/index.js";
import { postJson, type Fetch } from "./api.js";
import { parseServerMessage } from "./parse.js";

const tokenIn = (text: string): string | undefined => {
  const answer: unknown = JSON.parse(text);
  const token = typeof answer === "object" && answer !== null && "token" in answer ? answer.token : undefined;
  return typeof token === "string" ? token : undefined;
};

/**
 * Fetches a token for each connection of a page, by its site's public key. Gives back the relay's own words where it
 * refuses, and nothing where a page may not read its answer, or where it has no tokens: its socket then says why.
 */
export const siteToken =
  (url: string, siteKey: string, fetch: Fetch) => async (): Promise<string | ErrorMessage | undefined> => {
    try {
      const response = await postJson(url, "/api/session", { siteKey }, fetch);
      const text = await response.text();
      if (response.ok) return tokenIn(text);
      const message = parseServerMessage(text);
      return message?.type === "error" ? message : undefined;
    } catch {
      return undefined;
    }
  };
