import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it } from "vitest";
import { WebSocketServer, type WebSocket } from "ws";
import { openHouse, type Program } from "./house.js";

type Line = Readonly<Record<string, unknown>>;

/** What the relay has logged so far. */
const linesOf = (relay: Program): readonly Line[] =>
  relay
    .printed()
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line) as Line);

it("a call's log says what became of it, and nothing of who called or what was said", async () => {
  await using house = await openHouse({ env: { LOG_LEVEL: "trace" } });
  const call = house.call({ context: { page: "https://shop.example/?q=secret-of-the-page" } });
  const { sessionId, resumeToken } = await call.next("session_started");
  await call.ask("I would like to open a new account.", /name/);
  await call.ask("Ada Lovelace", /number/);
  await call.ask("212 555 0187", /e-?mail/);
  await call.ask("ada@example.com", /Ada Lovelace.*right/);
  await call.ask("yes", /account is open/);
  await call.ask("Book a consultation next Tuesday at two pm.", /booked/);
  await call.ask("Do you train baristas?", /barista/i);
  const ratings = `${house.url}/api/session/rating`;
  const rating = { sessionId, resumeToken, stars: 5, comment: "Marvellous" };
  expect((await fetch(ratings, { method: "POST", body: JSON.stringify(rating) })).status).toBe(204);
  call.client.stop();
  await call.next("closed");
  await house.journalHas(/"note":"rated","stars":5,"comment":"Marvellous"/);
  await house.journalHas(/"note":"billed","ms":\d+,"dollars":0\.\d+/);

  const ofCall = linesOf(house.relay).filter(({ session }) => session === sessionId);
  expect(ofCall.map(({ to }) => to).filter(Boolean)).toEqual(["live", "closed"]);
  expect(ofCall[0]).toMatchObject({ msg: "a call begins", scope: "public" });
  expect(ofCall).toContainEqual(
    expect.objectContaining({ msg: "the agent answers", requestId: expect.stringMatching(/^[\w-]{8,}$/) as string }),
  );
  const tools = ofCall.filter(({ msg }) => msg === "a tool ran");
  expect(tools).toContainEqual(
    expect.objectContaining({ tool: "create_customer_account", ok: true, ms: expect.any(Number) as number }),
  );
  expect(ofCall.at(-1)).toMatchObject({ msg: expect.any(String) as string });
  expect(house.relay.printed()).not.toMatch(
    /lovelace|5550187|555 0187|ada@|example\.com|barista|consultation|marvellous/i,
  );
  expect(house.relay.printed()).not.toContain("secret-of-the-page");
  expect(house.relay.printed()).not.toContain(resumeToken);
});

/** In Deepgram's place, a server that refuses every call, or that says something to each and no more. */
const openAgent = async (serve: (socket: WebSocket) => void, head?: string) => {
  const server = createServer();
  const sockets = new WebSocketServer({ noServer: true });
  server.on("upgrade", (request, stream, rest) => {
    if (head !== undefined) stream.end(`HTTP/1.1 ${head}\r\nContent-Length: 0\r\n\r\n`);
    else sockets.handleUpgrade(request, stream, rest, serve);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: async () => {
      sockets.clients.forEach((socket) => socket.terminate());
      server.close();
      await once(server, "close");
    },
  };
};

describe("the log of a call that Deepgram does not serve says why", () => {
  const calledOn = async (agentUrl: string): Promise<readonly Line[]> => {
    await using house = await openHouse({ agentUrl, env: { LOG_LEVEL: "info" } });
    await house.call().next("closed");
    house.relay.child.kill("SIGTERM");
    await house.relay.ended();
    expect(house.relay.printed()).not.toMatch(/test-key|a secret prompt/);
    const lines = linesOf(house.relay);
    const { session } = lines.find(({ msg }) => msg === "a call begins")!;
    return lines.filter((line) => line["session"] === session);
  };

  it("because it refuses: the status, and its own words", async () => {
    const head = "401 No\r\ndg-error: Invalid credentials for 'a secret prompt'.\r\ndg-request-id: 0-1-2";
    await using agent = await openAgent(() => undefined, head);
    const reason = "Invalid credentials for [personal].";
    expect(await calledOn(agent.url)).toContainEqual(
      expect.objectContaining({ msg: "the agent does not answer", status: 401, reason, requestId: "0-1-2" }),
    );
  });

  it("because it is not there: the system's error", async () => {
    expect(await calledOn("ws://127.0.0.1:9")).toContainEqual(
      expect.objectContaining({
        msg: "the agent does not answer",
        err: expect.objectContaining({ code: "ECONNREFUSED" }) as object,
      }),
    );
  });

  it("because it gives up: its codes, and its words without what they quote", async () => {
    await using agent = await openAgent((socket) => {
      const description = 'Check agent.think.prompt: "a secret prompt"';
      const send = (message: object): void => socket.send(JSON.stringify(message));
      send({ type: "Welcome", request_id: "the-request" });
      send({ type: "Warning", code: "PROMPT_TOO_LONG", description });
      send({ type: "Error", code: "INVALID_SETTINGS", description });
    });
    const description = "Check agent.think.prompt: [personal]";
    expect(await calledOn(agent.url)).toMatchObject([
      { msg: "a call begins" },
      { msg: "the agent answers", requestId: "the-request" },
      { msg: "the agent warns", code: "PROMPT_TOO_LONG", description },
      { msg: "the agent gives up", code: "INVALID_SETTINGS", description },
      { msg: "session", to: "closed", reason: "agent_unavailable" },
      { msg: "billed" },
    ]);
  });

  it("because it hangs up: the code and the words of that", async () => {
    await using agent = await openAgent((socket) => {
      socket.send('{"type":"Welcome"}', () => socket.close(1011, "overloaded"));
    });
    expect(await calledOn(agent.url)).toContainEqual(
      expect.objectContaining({ msg: "the agent is lost", closeCode: 1011, reason: "overloaded" }),
    );
  });
});

it("the log says who was refused, by code, origin and cause", async () => {
  const site = { id: "shop", key: "pk_shop", origins: ["https://shop.example"] };
  const env = {
    RELAY_SITES: JSON.stringify([site]),
    RELAY_TOKEN_SECRET: "a secret of 32 characters",
    LOG_LEVEL: "info",
  };
  await using house = await openHouse({ env });
  await house.call().next("closed");
  const origin = "https://evil.example";
  const body = JSON.stringify({ siteKey: "pk_shop" });
  await fetch(`${house.url}/api/session`, { method: "POST", headers: { Origin: origin }, body });
  house.relay.child.kill("SIGTERM");
  await house.relay.ended();
  const refusals = linesOf(house.relay).filter(({ msg }) => msg === "refused");
  expect(refusals).toMatchObject([
    { code: "unauthorized", why: "no token" },
    { code: "unauthorized", origin, why: "no token for this page" },
  ]);
});
