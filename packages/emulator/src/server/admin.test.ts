import { request } from "node:http";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { begin, settings } from "../../test/client.js";
import type { RecordedCall, RecordedSession } from "../taps/ledger.js";
import { MAX_BODY_BYTES } from "./admin.js";
import { startEmulator, type Emulator } from "./emulator.js";

let emulator: Emulator;
let folder: string;
let admin: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "bean-brew-record-"));
  emulator = await startEmulator({ recogniser: "none", record: folder });
  admin = emulator.url.replace(/^ws/, "http") + "/admin";
});
afterAll(async () => {
  await emulator.close();
  rmSync(folder, { recursive: true });
});

const get = async <T>(path: string): Promise<T> => (await fetch(admin + path)).json() as Promise<T>;

const put = (body: string): Promise<Response> => fetch(`${admin}/faults`, { method: "PUT", body });

/** The status of a request with these headers, which fetch would not send. */
function statusWith(headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    request(`${admin}/calls`, { headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .on("error", reject)
      .end();
  });
}

describe("the admin routes", () => {
  it("tell the calls of a session, with what came back, and when it was", async () => {
    const client = await begin(emulator.url, settings({ greeting: undefined }));
    client.send({ type: "InjectUserMessage", content: "What are your prices?" });
    const { id, name } = (await client.next("FunctionCallRequest")).functions[0]!;
    const open: RecordedCall[] = await get(`/calls?id=${id}`);
    client.send({ type: "FunctionCallResponse", id, name, content: '{"answer":"Ten."}' });
    await client.next("LatencyReport");
    const session = client.seen[0]!.type === "Welcome" ? client.seen[0].request_id : "";
    const call = { id, session, name, arguments: { query: "What are your prices?" } };
    expect(open).toEqual([call]);
    expect(await get("/calls")).toEqual([{ ...call, response: '{"answer":"Ten."}' }]);
    expect(await get("/calls?id=fc_none")).toEqual([]);

    const running: RecordedSession[] = await get("/sessions");
    expect(running).toEqual([{ id: session, startedAt: expect.any(String) as string }]);
    client.socket.close();
    await client.closed();
    const over: RecordedSession[] = await get("/sessions");
    expect(Date.parse(over[0]!.endedAt!)).toBeGreaterThanOrEqual(Date.parse(over[0]!.startedAt));

    const recording = await (await fetch(`${admin}/sessions/${session}/recording`)).text();
    const lines = recording
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines[0]).toMatchObject({ recording: 1, session });
    expect(lines[1]).toMatchObject({ from: "server", message: { type: "Welcome", request_id: session } });
    expect((await fetch(`${admin}/sessions/none/recording`)).status).toBe(404);
  });

  it("set, tell and delete faults", async () => {
    const faults = [{ fault: "delay", type: "Welcome", ms: 5, times: 3 }];
    expect(await (await put(JSON.stringify(faults))).json()).toEqual(faults);
    expect(await get("/faults")).toEqual(faults);
    const refused = await put('[{"fault":"explode"}]');
    expect(refused.status).toBe(400);
    expect(((await refused.json()) as { error: string }).error).toContain('unknown "fault" "explode"');
    expect((await put("hello")).status).toBe(400);
    expect((await put(JSON.stringify(" ".repeat(MAX_BODY_BYTES)))).status).toBe(413);
    expect(await get("/faults")).toEqual(faults);
    await fetch(`${admin}/faults`, { method: "DELETE" });
    expect(await get("/faults")).toEqual([]);
  });

  it("answer no page in a browser, under whatever name it has this machine", async () => {
    expect(await statusWith({})).toBe(200);
    expect(await statusWith({ origin: "http://localhost:3000" })).toBe(403);
    expect(await statusWith({ host: "evil.example" })).toBe(403);
  });

  it("know no other route", async () => {
    expect((await fetch(`${admin}/keys`)).status).toBe(404);
    expect((await fetch(`${admin}/calls`, { method: "POST" })).status).toBe(404);
  });
});
