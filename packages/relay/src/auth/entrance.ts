import { trustNobody, type Trust } from "./address.js";
import { isFull } from "./capacity.js";
import { loopbackGate, siteGate, type Gate, type Visitor } from "./gate.js";
import { ratePerMinute, type Rate } from "./rates.js";
import type { Site } from "./sites.js";
import { openTokens, usedTokensHere, type Tokens } from "./tokens.js";

/** How often a minute an address may connect, and ask for a token, for each session that it may have at once. */
const KNOCKS_PER_SESSION = 60;

export interface EntranceOptions {
  /** Without sites, only this machine is served. */
  readonly sites?: readonly Site[] | undefined;
  /** Signs the tokens. */
  readonly secret: string;
  readonly trust?: Trust | undefined;
  readonly sessions: number;
  readonly sessionsPerAddress: number;
  readonly now: () => number;
}

/** Everything that decides who may come in. */
export interface Entrance {
  readonly sites: readonly Site[];
  readonly tokens: Tokens;
  readonly trust: Trust;
  readonly gate: Gate;
  readonly rates: { readonly connections: Rate; readonly address: Rate; readonly site: Rate };
  isFull(visitor: Visitor, present: readonly Visitor[]): boolean;
}

export const openEntrance = (options: EntranceOptions): Entrance => {
  const { sites = [], secret, trust = trustNobody, sessions, sessionsPerAddress, now } = options;
  const tokens = openTokens({ secret, used: usedTokensHere(now), now });
  const ofAddress = KNOCKS_PER_SESSION * sessionsPerAddress;
  return {
    sites,
    tokens,
    trust,
    gate: sites.length > 0 ? siteGate(sites, tokens) : loopbackGate,
    rates: {
      connections: ratePerMinute(ofAddress, now),
      address: ratePerMinute(ofAddress, now),
      site: ratePerMinute(KNOCKS_PER_SESSION * sessions, now),
    },
    isFull: (visitor, present) => isFull({ sessions, sessionsPerAddress }, visitor, present),
  };
};
