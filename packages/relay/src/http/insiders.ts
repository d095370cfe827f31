import type { RequestHandler } from "express";
import { clientAddress, isForwarded, type Trust } from "../auth/address.js";
import { isLoopback } from "../auth/loopback.js";
import { isSameSecret } from "../auth/sites.js";
import { errorOf } from "../errors.js";

export interface InsidersOptions {
  readonly trust: Trust;
  readonly staffSecret?: string | undefined;
}

/** Lets through programs of this machine, and others that show `STAFF_SECRET` as Bearer; no pages: those name an origin. */
export const insidersOnly =
  ({ trust, staffSecret }: InsidersOptions): RequestHandler =>
  (request, response, next) => {
    const isHere = isLoopback(clientAddress(request, trust), request.headers.origin) && !isForwarded(request);
    const shown = /^Bearer (.+)$/i.exec(request.headers.authorization ?? "")?.[1];
    const isStaff = staffSecret !== undefined && shown !== undefined && isSameSecret(shown, staffSecret);
    if (isHere || isStaff) next();
    else {
      response
        .status(403)
        .json(errorOf("unauthorized", "This is for programs of this machine, or needs STAFF_SECRET as Bearer."));
    }
  };
