import { isLoopback } from "./loopback.js";
import type { Site } from "./sites.js";
import type { Tokens } from "./tokens.js";

/** Who is at a browser's socket, settled before a conversation can begin. */
export interface Visitor {
  /** Absent where the relay has no sites and serves its own machine. */
  readonly site?: Site;
  readonly address: string;
  readonly scope: "public" | "staff";
  /** The customer whom the site's own server says to be signed in. */
  readonly customerId?: string | undefined;
}

/** In whose name a conversation is led, whatever address it comes from. */
export interface Party extends Pick<Visitor, "scope" | "customerId"> {
  readonly siteId?: string | undefined;
}

export const partyOf = ({ site, scope, customerId }: Visitor): Party => ({ siteId: site?.id, scope, customerId });

/** Whether what was begun in one name may go on in another: nobody is let into what their own token does not grant. */
export const isSameParty = (one: Party, other: Party): boolean =>
  one.siteId === other.siteId && one.scope === other.scope && one.customerId === other.customerId;

/** What is known of a socket that wants to come in. */
export interface Knock {
  readonly address: string;
  readonly origin?: string | undefined;
  readonly token?: string | undefined;
  /** It says that it came through a proxy. */
  readonly forwarded: boolean;
}

/** Why somebody is not let in: the code is told, `why` is for the log. */
export interface Refusal {
  readonly refused: "unauthorized" | "origin_not_allowed";
  readonly why?: string;
}

/** Lets a socket in, or says why not. */
export type Gate = (knock: Knock) => Promise<Visitor | Refusal>;

export const isOriginKnown = (sites: readonly Site[], origin: string): boolean =>
  sites.some(({ origins }) => origins.includes(origin));

/** Without sites: this machine alone. What a proxy passes on comes from elsewhere, whatever its address. */
export const loopbackGate: Gate = async ({ address, origin, forwarded }) =>
  isLoopback(address, origin) && !forwarded ? { address, scope: "public" } : { refused: "origin_not_allowed" };

const unauthorized = (why: string): Refusal => ({ refused: "unauthorized", why });

/**
 * With sites: a page of theirs, with a token of its own, or a program with a token that the site's server had minted.
 * A token is used up by being shown, whatever comes of it.
 */
export const siteGate =
  (sites: readonly Site[], tokens: Pick<Tokens, "redeem">): Gate =>
  async ({ address, origin, token }) => {
    if (origin !== undefined && !isOriginKnown(sites, origin)) return { refused: "origin_not_allowed" };
    if (token === undefined) return unauthorized("no token");
    const grant = await tokens.redeem(token);
    if (typeof grant === "string") return unauthorized(`a token that is ${grant}`);
    const site = sites.find(({ id }) => id === grant.siteId);
    if (!site) return unauthorized("a token of no site");
    const isBound = grant.origin === undefined || grant.origin === origin;
    const isOfSite = origin === undefined || site.origins.includes(origin);
    if (!isBound || !isOfSite) return unauthorized("a token of another origin");
    return { site, address, scope: grant.staff === true ? "staff" : "public", customerId: grant.customerId };
  };
