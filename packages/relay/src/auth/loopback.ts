/** Hosts of this machine itself. */
const isLoopbackHost = (host: string): boolean =>
  host === "localhost" || host.endsWith(".localhost") || host === "[::1]" || /^127(\.\d{1,3}){3}$/.test(host);

const isLoopbackAddress = (address: string): boolean =>
  address === "::1" || /^(::ffff:)?127(\.\d{1,3}){3}$/.test(address);

/**
 * Whether a socket may be served where no sites are configured: it comes from this machine, and from a page of this
 * machine or from no page at all. A page from elsewhere, open in a browser here, is refused.
 */
export const isLoopback = (address: string | undefined, origin: string | undefined): boolean => {
  if (address === undefined || !isLoopbackAddress(address)) return false;
  if (origin === undefined) return true;
  return URL.canParse(origin) && isLoopbackHost(new URL(origin).hostname);
};
