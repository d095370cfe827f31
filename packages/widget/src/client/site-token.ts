import type { ErrorMessage } from "../protocol/index.js";
import { parseServerMessage } from "./parse.js";

/** What is needed of `fetch`: the browser's and Node's own have it. */
export type Fetch = (
  url: string,
  init: { readonly method: string; readonly headers: Readonly<Record<string, string>>; readonly body: string },
) => Promise<{ readonly ok: boolean; text(): Promise<string> }>;

/** The relay's HTTP address for tokens, beside its WebSocket. */
const tokenUrl = (url: string): string => url.replace(/^ws/, "http").replace(/\/ws$/, "/api/session");

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
      const response = await fetch(tokenUrl(url), {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ siteKey }),
      });
      const text = await response.text();
      if (response.ok) return tokenIn(text);
      const message = parseServerMessage(text);
      return message?.type === "error" ? message : undefined;
    } catch {
      return undefined;
    }
  };
