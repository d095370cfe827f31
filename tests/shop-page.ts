import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface ShopPage extends Disposable {
  readonly origin: string;
}

/** A shop's own site, on another origin than the relay: one page, whose text is asked for at each visit. */
export const openShopPage = async (html: () => string): Promise<ShopPage> => {
  const server = createServer((_request, response) => {
    response.setHeader("Content-Type", "text/html").end(html());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { origin, [Symbol.dispose]: () => server.close() };
};
