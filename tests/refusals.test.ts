import { once } from "node:events";
import { createServer } from "node:http";
import { chmod, mkdtemp, writeFile } from "node:fs/promises";
import { createServer as createTcpServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { openHouse, runRelay, type House } from "./house.js";

type Message = Readonly<Record<string, unknown>>;

/** A socket without the widget's client, for what that client would never do. */
const rawSocket = async (house: House, origin?: string) => {
  const socket = new WebSocket(`${house.url.replace("http", "ws")}/ws`, { ...(origin && { origin }) });
  const messages: Message[] = [];
  const waiting: (() => void)[] = [];
  socket.on("message", (data: Buffer, isBinary) => {
    if (isBinary) return;
    messages.push(JSON.parse(data.toString()) as Message);
    waiting.splice(0).forEach((wake) => wake());
  });
  const closed = once(socket, "close") as Promise<[number, Buffer]>;
  await once(socket, "open");
  const until = async (fits: (message: Message) => boolean): Promise<Message> => {
    for (;;) {
      const found = messages.find(fits);
      if (found) return found;
      await new Promise<void>((resolve) => waiting.push(resolve));
    }
  };
  return {
    socket,
    until,
    error: (code: string) => until((message) => message["type"] === "error" && message["code"] === code),
    send: (message: unknown) => socket.send(JSON.stringify(message)),
    closed: async () => (await closed)[0],
  };
};

describe("a browser that misbehaves", () => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse();
  });
  afterAll(() => house[Symbol.asyncDispose]());

  it("is told what is wrong before a start, and can still start", async () => {
    const raw = await rawSocket(house);
    raw.socket.send("not json");
    await raw.error("bad_message");
    raw.send({ type: "dance" });
    await raw.error("unknown_message");
    raw.socket.send(Buffer.alloc(1_280));
    await raw.error("not_started");
    raw.send({ type: "start_voice_agent", data: { audio: { input: { encoding: "linear16", sampleRate: 12_345 } } } });
    await raw.error("audio_format");
    raw.send({ type: "start_voice_agent" });
    expect(await raw.until(({ type }) => type === "session_started")).toMatchObject({ resumed: false });
    raw.send({ type: "start_voice_agent" });
    await raw.error("already_started");
    raw.send({ type: "audio_data", audio: "AAAA", sampleRate: 8_000 });
    raw.send({ type: "user_message", text: "x".repeat(2_001) });
    await raw.error("too_large");
    raw.send({ type: "stop_voice_agent" });
    expect(await raw.until(({ type }) => type === "voice_agent_stopped")).toMatchObject({ reason: "client_stop" });
    expect(await raw.closed()).toBe(1000);
  });

  it("is closed with 1009 for a frame over 256 KiB, and harms nobody else", async () => {
    const other = house.call();
    await other.next("session_started");
    const raw = await rawSocket(house);
    raw.send({ type: "start_voice_agent" });
    await raw.until(({ type }) => type === "session_started");
    raw.socket.send(Buffer.alloc(256 * 1024 + 2));
    expect(await raw.closed()).toBe(1009);
    other.client.stop();
    expect(await other.next("voice_agent_stopped")).toMatchObject({ reason: "client_stop" });
  });

  it("is refused when its page is from another origin, and told why", async () => {
    const raw = await rawSocket(house, "https://evil.example");
    await raw.error("origin_not_allowed");
    expect(await raw.closed()).toBe(1008);
  });

  it("gets the template it asked for whatever its spelling, and a warning for one that is not offered", async () => {
    const known = await rawSocket(house);
    known.send({ type: "start_voice_agent", data: { industry: "Bean AND brew!" } });
    await known.until(({ type }) => type === "conversation_update");
    const unknown = await rawSocket(house);
    unknown.send({ type: "start_voice_agent", data: { template: "banking" } });
    expect(await unknown.until(({ type }) => type === "warning")).toMatchObject({ code: "unknown_template" });
    for (const raw of [known, unknown]) raw.socket.terminate();
  });

  it("gets HTTP answers for what is no WebSocket", async () => {
    expect((await fetch(`${house.url}/ws`)).status).toBe(426);
    expect((await fetch(`${house.url}/nothing-here`)).status).toBe(404);
    const elsewhere = new WebSocket(`${house.url.replace("http", "ws")}/elsewhere`);
    const [, response] = (await once(elsewhere, "unexpected-response")) as [unknown, { statusCode: number }];
    expect(response.statusCode).toBe(404);
  });
});

describe("a Deepgram that does not serve", () => {
  it.each([401, 429])("by %i: the person is told so, and the session is over", async (status) => {
    const refusing = createServer();
    refusing.on("upgrade", (_request, stream) => stream.end(`HTTP/1.1 ${status} No\r\nContent-Length: 0\r\n\r\n`));
    refusing.listen(0, "127.0.0.1");
    await once(refusing, "listening");
    const { port } = refusing.address() as AddressInfo;
    await using house = await openHouse({ agentUrl: `ws://127.0.0.1:${port}` });
    const raw = await rawSocket(house);
    raw.send({ type: "start_voice_agent" });
    expect(await raw.error("agent_unavailable")).toMatchObject({ retryable: true });
    expect(await raw.until(({ type }) => type === "voice_agent_stopped")).toMatchObject({
      reason: "agent_unavailable",
    });
    expect(await raw.closed()).toBe(1013);
    refusing.close();
  });

  it("because it is not there: the same", async () => {
    await using house = await openHouse({ agentUrl: "ws://127.0.0.1:9" });
    const call = house.call();
    expect(await call.next("error")).toMatchObject({ code: "agent_unavailable" });
    expect(await call.next("voice_agent_stopped")).toMatchObject({ reason: "agent_unavailable" });
  });
});

describe("a relay that cannot start", () => {
  const endsWith = async (env: Readonly<Record<string, string>>, sentence: RegExp, args: readonly string[] = []) => {
    const dataDir = await mkdtemp(join(tmpdir(), "bean-brew-start-"));
    const program = runRelay(
      { PORT: "0", DATA_DIR: dataDir, DEEPGRAM_API_KEY: "x", LOG_LEVEL: "silent", ...env },
      args,
    );
    expect(await program.ended()).toBe(1);
    const lines = program.printed().trim().split("\n");
    expect(lines.at(-1)).toMatch(sentence);
    expect(program.printed()).not.toMatch(/^\s+at /m);
  };

  it("because the port is in use says so", async () => {
    const taken = createTcpServer().listen(0, "127.0.0.1");
    await once(taken, "listening");
    const { port } = taken.address() as AddressInfo;
    await endsWith({ PORT: String(port) }, new RegExp(`The port ${port} on 127.0.0.1 is in use`));
    taken.close();
  });

  it("because the data folder is none says so", async () => {
    const file = join(await mkdtemp(join(tmpdir(), "bean-brew-start-")), "file");
    await writeFile(file, "");
    await chmod(file, 0o400);
    await endsWith({ DATA_DIR: file }, /folder/i);
  });

  it("because what is no folder stands where conversations are kept says so, whatever the store", async () => {
    const dataDir = await mkdtemp(join(tmpdir(), "bean-brew-start-"));
    await writeFile(join(dataDir, "spill"), "");
    await endsWith({ DATA_DIR: dataDir }, /^The data folder .*spill cannot be used \(EEXIST\).*DATA_DIR\.$/);
    const below = join(dataDir, "spill", "below");
    await endsWith(
      { DATA_DIR: below, MONGODB_URI: "mongodb://127.0.0.1:9" },
      /^The data folder .*below.spill cannot be used \(ENOTDIR\)/,
    );
  });

  it("because of a value that is not one names the variable", () =>
    endsWith({ PORT: "http" }, /^PORT=http is not valid/));

  it("because in production there is no key names both ways out", () =>
    endsWith(
      { NODE_ENV: "production", DEEPGRAM_API_KEY: "" },
      /set DEEPGRAM_API_KEY, or leave NODE_ENV=production away/,
    ));

  it("because of an unknown command or option says so", async () => {
    await endsWith({}, /There is no command "dance"/, ["dance"]);
    await endsWith({}, /--loud/, ["--loud"]);
  });

  it("explains every variable when asked for help", async () => {
    const program = runRelay({}, ["--help"]);
    expect(await program.ended()).toBe(0);
    for (const name of ["PORT", "HOST", "DATA_DIR", "DEEPGRAM_API_KEY", "DEEPGRAM_URL", "KNOWLEDGE_DIR", "SEED_DEMO"]) {
      expect(program.printed()).toMatch(new RegExp(`^  ${name} `, "m"));
    }
  });
});
