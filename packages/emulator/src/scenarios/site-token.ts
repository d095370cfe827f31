/** How long the relay may take to give a token, in milliseconds. */
const TOKEN_MS = 5_000;

/** Who the site's own server says is calling: one of its staff, or the customer who is signed in. */
export type SignedIn = "staff" | `CUST${string}`;

export const SIGNED_IN = /^(?:staff|CUST\d{4,12})$/;

/**
 * A token for one call, as a site's own server gets it.
 *
 * @param url the relay's `ws:` address
 * @param secret the site's
 * @throws Error when the relay gives none
 */
export async function siteToken(url: string, secret: string, who: SignedIn | undefined): Promise<string> {
  const address = new URL("api/session", url.replace(/^ws/, "http"));
  const claims = who === undefined ? {} : who === "staff" ? { staff: true } : { customerId: who };
  const response = await fetch(address, {
    method: "POST",
    headers: { authorization: `Bearer ${secret}`, "content-type": "application/json" },
    body: JSON.stringify(claims),
    signal: AbortSignal.timeout(TOKEN_MS),
  });
  if (!response.ok) throw new Error(`${address.href} gives no token: it answered ${response.status}.`);
  const { token } = (await response.json()) as { token: string };
  return token;
}
