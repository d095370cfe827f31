/**
 * The WebSocket of the relay at an address that a page gave, absolute or relative to the page.
 * @throws TypeError when it is no address of a relay.
 */
export function relayUrl(relay: string, base: string): string {
  const url = URL.canParse(relay, base) ? new URL(relay, base) : undefined;
  if (url === undefined || !/^(https?|wss?):$/.test(url.protocol))
    throw new TypeError(
      `The relay attribute "${relay}" is no http or https URL; give the relay's address, such as "https://relay.example".`,
    );
  url.protocol = url.protocol.replace("http", "ws");
  url.pathname = `${url.pathname.replace(/\/+$/, "")}/ws`;
  url.search = "";
  url.hash = "";
  return url.href;
}
