import express, { Router, type Request, type Response } from "express";
import { z } from "zod";
import { addressKey, clientAddress, type Trust } from "../auth/address.js";
import type { Rate } from "../auth/rates.js";
import { siteBySecret, type Site } from "../auth/sites.js";
import { TOKEN_SECONDS, type Grant, type Tokens } from "../auth/tokens.js";
import type { Refused } from "../telemetry/refusals.js";
import { corsOf } from "./cors.js";
import { refuse, tooSoon, whenUnreadable } from "./refusals.js";

const MAX_BODY_BYTES = 4_096;
const MAX_NAME = 100;

const bodySchema = z.object({
  siteKey: z.string().max(MAX_NAME).optional(),
  customerId: z.string().min(1).max(MAX_NAME).optional(),
  staff: z.boolean().optional(),
});
type Body = z.infer<typeof bodySchema>;

export interface SessionTokenOptions {
  readonly sites: readonly Site[];
  readonly tokens: Pick<Tokens, "mint">;
  readonly trust: Trust;
  /** How often an address, or a site, may ask. */
  readonly rates: { readonly address: Rate; readonly site: Rate };
  readonly refused: Refused;
}

/** The secret that a site's own server shows. */
const secretOf = (request: Request): string | undefined =>
  /^Bearer (.+)$/i.exec(request.headers.authorization ?? "")?.[1];

/** For a page: its own site, by the key that stands in it, and nothing that only the site's server may say. */
const grantToPage = (sites: readonly Site[], origin: string | undefined, body: Body): Grant | undefined => {
  const site = sites.find(({ key }) => key === body.siteKey);
  if (!site || origin === undefined || !site.origins.includes(origin)) return undefined;
  return body.customerId === undefined && body.staff !== true ? { siteId: site.id, origin } : undefined;
};

/** Where the token is to be used, as the asker reached this relay. */
const socketUrl = (request: Request): string => `${request.protocol === "https" ? "wss" : "ws"}://${request.host}/ws`;

/**
 * `POST /api/session`: a token for one conversation, for a page of a site's or for the site's own server. Every
 * refusal is the same, so that nobody learns which of key, origin and secret was wrong.
 */
export const sessionToken = ({ sites, tokens, trust, rates, refused }: SessionTokenOptions): Router => {
  const answer = async (request: Request, response: Response): Promise<void> => {
    response.set("Cache-Control", "no-store");
    const body = bodySchema.safeParse(request.body ?? {});
    if (!body.success) return refuse(response, 400, "bad_message");
    const secret = secretOf(request);
    const owner = secret === undefined ? undefined : siteBySecret(sites, secret);
    // The address of a site's own server stands for all of its customers.
    const early = owner ? undefined : await rates.address.take(addressKey(clientAddress(request, trust)));
    const { origin } = request.headers;
    if (early !== undefined) {
      refused("rate_limited", { origin, why: "too many tokens for an address" });
      return tooSoon(response, early);
    }

    const { customerId, staff } = body.data;
    const grant: Grant | undefined =
      secret === undefined ? grantToPage(sites, origin, body.data) : owner && { siteId: owner.id, customerId, staff };
    if (!grant) {
      refused("unauthorized", { origin, why: secret === undefined ? "no token for this page" : "a wrong secret" });
      return refuse(response, 403, "unauthorized");
    }
    const late = await rates.site.take(grant.siteId);
    if (late !== undefined) {
      refused("rate_limited", { origin, site: grant.siteId, why: "too many tokens for a site" });
      return tooSoon(response, late);
    }
    const token = await tokens.mint(grant);
    response.json({ token, expiresInSeconds: TOKEN_SECONDS, url: socketUrl(request) });
  };

  const router = Router();
  router.use("/api/session", corsOf(sites));
  router.post("/api/session", express.json({ limit: MAX_BODY_BYTES, type: () => true }), answer);
  router.use("/api/session", whenUnreadable);
  return router;
};
