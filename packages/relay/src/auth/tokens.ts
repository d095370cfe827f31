import { createSecretKey, randomUUID } from "node:crypto";
import { errors, jwtVerify, SignJWT } from "jose";
import { z } from "zod";

/** How long a token may wait to be used, in s. */
export const TOKEN_SECONDS = 60;
/** The longest token that is looked at, in characters. */
const MAX_TOKEN_CHARACTERS = 2_000;
/** Tokens that are remembered as used. More than this within a minute are refused: better that than one used twice. */
const MAX_USED_TOKENS = 100_000;

const ALGORITHM = "HS256";
const AUDIENCE = "bean-brew-relay";

/** What a token says: for which site and page, and for whom. */
export interface Grant {
  readonly siteId: string;
  /** The page's origin; absent in a token that the site's own server had minted. */
  readonly origin?: string | undefined;
  /** The site's server says that this customer is signed in. */
  readonly customerId?: string | undefined;
  readonly staff?: boolean | undefined;
}

/** Where tokens that were used are remembered; several relays share one. */
export interface UsedTokens {
  /** Takes note of a token's use. False when it was used before, or when there is no room to tell. */
  take(id: string, expiresAt: number): Promise<boolean>;
}

/** Remembers used tokens in this process, until they expire; `now` in ms since 1970. */
export const usedTokensHere = (now: () => number, most = MAX_USED_TOKENS): UsedTokens => {
  const used = new Map<string, number>();
  return {
    take: async (id, expiresAt) => {
      // Noted as they were used, all for about as long: the first that still counts ends the search.
      for (const [other, until] of used) {
        if (until > now()) break;
        used.delete(other);
      }
      if (used.has(id) || used.size >= most) return false;
      used.set(id, expiresAt);
      return true;
    },
  };
};

const claims = z.object({
  jti: z.string(),
  exp: z.number(),
  sub: z.string(),
  origin: z.string().optional(),
  customerId: z.string().optional(),
  staff: z.boolean().optional(),
});

const faultOf = (error: unknown): TokenFault => (error instanceof errors.JWTExpired ? "expired" : "invalid");

export interface Tokens {
  mint(grant: Grant): Promise<string>;
  /** What the token grants, once; or what is wrong with it. */
  redeem(token: string): Promise<Grant | TokenFault>;
}

/** Why a token grants nothing: `invalid` is all that this relay's secret did not sign as it is. */
export type TokenFault = "invalid" | "expired" | "used";

export interface TokenOptions {
  readonly secret: string;
  readonly used: UsedTokens;
  readonly now: () => number;
}

export const openTokens = ({ secret, used, now }: TokenOptions): Tokens => {
  const key = createSecretKey(secret, "utf8");

  const verify = async (token: string) => {
    const { payload } = await jwtVerify(token, key, {
      algorithms: [ALGORITHM],
      audience: AUDIENCE,
      currentDate: new Date(now()),
    });
    return claims.parse(payload);
  };

  return {
    mint: async ({ siteId, ...grant }) => {
      const at = Math.floor(now() / 1_000);
      return new SignJWT({ ...grant })
        .setProtectedHeader({ alg: ALGORITHM })
        .setSubject(siteId)
        .setAudience(AUDIENCE)
        .setIssuedAt(at)
        .setExpirationTime(at + TOKEN_SECONDS)
        .setJti(randomUUID())
        .sign(key);
    },
    redeem: async (token) => {
      if (token.length > MAX_TOKEN_CHARACTERS) return "invalid";
      const verified = await verify(token).catch(faultOf);
      if (typeof verified === "string") return verified;
      if (!(await used.take(verified.jti, verified.exp * 1_000))) return "used";
      const { sub, origin, customerId, staff } = verified;
      return { siteId: sub, origin, customerId, staff };
    },
  };
};
