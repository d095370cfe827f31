import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";

export interface Hub {
  url: string;
  /** The paths that were asked for, in order. */
  asked: string[];
  close(): void;
}

/** A server in the place of the one that models are fetched from. */
export async function startHub(answer: RequestListener): Promise<Hub> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? "");
    answer(request, response);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Answers with the files of one model. */
export const serving =
  (model: string, files: Readonly<Record<string, Buffer>>): RequestListener =>
  ({ url }, response) => {
    const file = new Map(Object.entries(files)).get((url ?? "").replace(`/${model}/resolve/main/`, ""));
    response.writeHead(file ? 200 : 404).end(file);
  };
