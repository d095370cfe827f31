import express, { Router, type Request, type Response } from "express";
import { z } from "zod";
import { addressKey, clientAddress, type Trust } from "../auth/address.js";
import type { Rate } from "../auth/rates.js";
import type { Site } from "../auth/sites.js";
import type { Rating, RatingResult } from "../session/rating.js";
import { corsOf } from "./cors.js";
import { refuse, tooSoon, whenUnreadable } from "./refusals.js";

const MAX_BODY_BYTES = 16_384;
const MAX_NAME = 100;
const MAX_COMMENT_CHARACTERS = 2_000;
const MAX_STARS = 5;

const bodySchema = z.object({
  sessionId: z.string().min(1).max(MAX_NAME),
  resumeToken: z.string().min(1).max(MAX_NAME),
  stars: z.number().int().min(1).max(MAX_STARS),
  comment: z.string().trim().max(MAX_COMMENT_CHARACTERS).optional(),
});

export interface SessionRatingOptions {
  readonly sites: readonly Site[];
  readonly trust: Trust;
  /** How often an address may rate. */
  readonly rate: Rate;
  readonly give: (sessionId: string, resumeToken: string, rating: Rating) => Promise<RatingResult>;
}

/**
 * `POST /api/session/rating`: what the caller thought of a conversation, up to an hour after its end. Whoever has
 * the conversation's resume token may say so.
 */
export const sessionRating = ({ sites, trust, rate, give }: SessionRatingOptions): Router => {
  const answer = async (request: Request, response: Response): Promise<void> => {
    response.set("Cache-Control", "no-store");
    const wait = await rate.take(addressKey(clientAddress(request, trust)));
    if (wait !== undefined) return tooSoon(response, wait);
    const body = bodySchema.safeParse(request.body);
    if (!body.success) return refuse(response, 400, "bad_message");
    const { sessionId, resumeToken, stars, comment } = body.data;
    switch (await give(sessionId, resumeToken, { stars, ...(comment && { comment }) })) {
      case "done":
        response.status(204).end();
        return;
      case "unknown":
        return refuse(response, 403, "unauthorized");
      case "away":
        return refuse(response, 503, "internal");
    }
  };

  const router = Router();
  router.use("/api/session/rating", corsOf(sites));
  router.post("/api/session/rating", express.json({ limit: MAX_BODY_BYTES, type: () => true }), answer);
  router.use("/api/session/rating", whenUnreadable);
  return router;
};
