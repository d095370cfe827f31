import { createReadStream, existsSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { readFaults } from "../taps/fault.js";
import type { FaultPlan } from "../taps/fault-plan.js";
import type { Ledger } from "../taps/ledger.js";
import type { Recorder } from "../taps/recording.js";

/** The largest body that is taken, in bytes. */
export const MAX_BODY_BYTES = 64 * 1024;

export interface AdminOptions {
  ledger: Ledger;
  faults: FaultPlan;
  recorder: Recorder | undefined;
}

const isLoopback = (address: string): boolean => /^(?:::1|(?:::ffff:)?127(?:\.\d{1,3}){3})$/.test(address);

/** A page in a browser could reach a loopback address too, also under a name of its own: its `Host` tells. */
function isLocalProgram({ socket, headers }: IncomingMessage): boolean {
  const host = (headers.host ?? "").replace(/:\d+$/, "").replace(/^\[|\]$/g, "");
  return (
    isLoopback(socket.remoteAddress ?? "") && headers.origin === undefined && (host === "localhost" || isLoopback(host))
  );
}

async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= MAX_BODY_BYTES) chunks.push(chunk);
  }
  return bytes > MAX_BODY_BYTES ? undefined : Buffer.concat(chunks).toString("utf8");
}

/** Answers the routes under `/admin`, to programs on this machine only. */
export function createAdmin({ ledger, faults, recorder }: AdminOptions) {
  const json = (response: ServerResponse, status: number, value: unknown): void => {
    response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" });
    response.end(JSON.stringify(value));
  };
  const fail = (response: ServerResponse, status: number, error: string): void => json(response, status, { error });

  async function setFaults(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(request);
    if (body === undefined) return fail(response, 413, `The body has more than ${MAX_BODY_BYTES} bytes.`);
    try {
      faults.set(readFaults(JSON.parse(body)));
      json(response, 200, faults.list());
    } catch (cause) {
      fail(response, 400, cause instanceof SyntaxError ? "The body is not JSON." : (cause as Error).message);
    }
  }

  function recording(session: string, response: ServerResponse): void {
    if (!recorder) return fail(response, 404, "This emulator does not record: start it with --record FOLDER.");
    const known = ledger.sessions().some(({ id }) => id === session);
    if (!known || !existsSync(recorder.file(session)))
      return fail(response, 404, `There is no recording of a session ${session}.`);
    response.writeHead(200, { "content-type": "application/x-ndjson", "cache-control": "no-store" });
    createReadStream(recorder.file(session))
      .on("error", (cause) => response.destroy(cause))
      .pipe(response);
  }

  return async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://localhost");
    if (!isLocalProgram(request)) return fail(response, 403, "The admin routes answer only programs on this machine.");
    const session = /^\/admin\/sessions\/([\w-]{1,128})\/recording$/.exec(pathname)?.[1];
    const route = `${request.method} ${session === undefined ? pathname : "/admin/sessions/ID/recording"}`;
    switch (route) {
      case "GET /admin/calls":
        return json(response, 200, ledger.calls(searchParams.get("id") ?? undefined));
      case "GET /admin/sessions":
        return json(response, 200, ledger.sessions());
      case "GET /admin/sessions/ID/recording":
        return recording(session ?? "", response);
      case "GET /admin/faults":
        return json(response, 200, faults.list());
      case "PUT /admin/faults":
        return setFaults(request, response);
      case "DELETE /admin/faults":
        faults.set([]);
        return json(response, 200, []);
      default:
        return fail(response, 404, `There is no ${route.slice(0, 200)}.`);
    }
  };
}
