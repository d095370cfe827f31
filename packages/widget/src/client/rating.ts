import type { SessionStarted } from "../protocol/index.js";
import { postJson, type Fetch } from "./api.js";

/** Characters of a comment that are sent. */
export const MAX_COMMENT_CHARACTERS = 1_000;

export interface Rating {
  /** 1 to 5. */
  readonly stars: number;
  readonly comment?: string;
}

/** Tells the relay at `url` (its WebSocket) how a session was, up to an hour after its end. @throws Error when the relay does not take it. */
export async function sendRating(
  url: string,
  { sessionId, resumeToken }: Pick<SessionStarted, "sessionId" | "resumeToken">,
  { stars, comment }: Rating,
  fetch: Fetch,
): Promise<void> {
  const body = { sessionId, resumeToken, stars, comment: comment?.slice(0, MAX_COMMENT_CHARACTERS) };
  const { ok, status } = await postJson(url, "/api/session/rating", body, fetch);
  if (!ok) throw new Error(`The relay did not take the rating: HTTP ${status}.`);
}
