import type { RequestHandler } from "express";
import { isOriginKnown } from "../auth/gate.js";
import { isLoopback } from "../auth/loopback.js";
import type { Site } from "../auth/sites.js";

const LOOPBACK = "127.0.0.1";
/** How long a browser may remember what a preflight allowed, in s. */
const PREFLIGHT_SECONDS = 7_200;

/** Lets the pages of the sites, and no others, read the answer. Nothing here knows cookies, so none are allowed. */
export const corsOf =
  (sites: readonly Site[]): RequestHandler =>
  (request, response, next) => {
    response.vary("Origin");
    const { origin } = request.headers;
    // Without sites it is this machine's own pages that come in.
    const isKnown = (page: string): boolean =>
      sites.length > 0 ? isOriginKnown(sites, page) : isLoopback(LOOPBACK, page);
    if (origin !== undefined && isKnown(origin)) response.set("Access-Control-Allow-Origin", origin);
    if (request.method !== "OPTIONS") return next();
    response.set({
      "Access-Control-Allow-Methods": "POST",
      "Access-Control-Allow-Headers": "Content-Type",
      "Access-Control-Max-Age": String(PREFLIGHT_SECONDS),
    });
    response.status(204).end();
  };
