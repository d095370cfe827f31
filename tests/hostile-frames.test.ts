import { once } from "node:events";
import { connect as connectTcp, type Socket } from "node:net";
import { relayLine } from "@bean-brew/bench/relay/lines";
import { MAX_FRAME_BYTES } from "@bean-brew/widget/protocol";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { besiege, type Besieged } from "./bystander.js";

/** What the relay lets a socket send: in a second, and at once after a pause. */
const MAX_BYTES_PER_SECOND = 256 * 1024;
const MAX_BYTES_AT_ONCE = 5 * MAX_BYTES_PER_SECOND;

/** Conversations of nonsense, and how many messages each has at most. */
const CONVERSATIONS = 12;
const MESSAGES = 200;
/** How often each frame that is no WebSocket's is sent. */
const TIMES = 50;

const TYPES = [
  "start_voice_agent",
  "audio_data",
  "user_message",
  "interrupted",
  "client_tool_result",
  "ping",
  "toString",
  "__proto__",
];

const junk = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.string({ unit: "binary", maxLength: 3_000 }),
  fc.constant("x".repeat(3_000)),
  fc.double({ noDefaultInfinity: true, noNaN: true }),
);
const sometimes = <T>(usual: fc.Arbitrary<T>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 3, arbitrary: usual }, { weight: 1, arbitrary: junk });

/** JSON deeper than many a program can take, as text: this one cannot write it, either. */
const nested = fc.integer({ min: 10, max: 20_000 }).map((depth) => `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`);

const startData = fc.record(
  {
    template: sometimes(fc.constantFrom("bean-and-brew", "banking", "constructor")),
    voiceModel: sometimes(fc.constantFrom("aura-2-thalia-en", "aura-2-../../x-en")),
    voiceName: junk,
    audio: sometimes(
      fc.record(
        {
          input: sometimes(fc.record({ encoding: junk, sampleRate: junk })),
          output: sometimes(
            fc.record({
              encoding: fc.constant("linear16"),
              sampleRate: fc.constantFrom(8_000, 24_000, -1),
              delivery: sometimes(fc.constant("base64")),
            }),
          ),
        },
        { requiredKeys: [] },
      ),
    ),
    resume: sometimes(
      fc.record({ sessionId: fc.string(), token: fc.string(), after: fc.oneof(fc.integer(), fc.double()) }),
    ),
    clientTools: sometimes(
      fc.array(
        fc.record({
          name: fc.constantFrom("open_page", "find_customer", "constructor", "__proto__", ""),
          description: fc.string(),
          parameters: fc.dictionary(fc.string(), fc.jsonValue()),
        }),
        { maxLength: 20 },
      ),
    ),
    context: junk,
  },
  { requiredKeys: [] },
);

/** A message that may look like one of a client's, and mostly is wrong somewhere. */
const message = fc.record(
  {
    type: sometimes(fc.constantFrom(...TYPES)),
    data: sometimes(startData),
    audio: sometimes(fc.base64String({ maxLength: 400 })),
    sampleRate: sometimes(fc.constantFrom(16_000, 8_000)),
    text: sometimes(fc.string({ minLength: 1, maxLength: 2_001 })),
    turn: sometimes(fc.nat()),
    playedMs: sometimes(fc.nat()),
    id: junk,
    ok: sometimes(fc.boolean()),
    content: junk,
    t: sometimes(fc.nat()),
  },
  { requiredKeys: ["type"] },
);

const startWithTool = (parameters: string): string =>
  `{"type":"start_voice_agent","data":{"clientTools":[{"name":"t","description":"","parameters":${parameters}}]}}`;

const textFrame = fc.oneof(
  { weight: 6, arbitrary: message.map((value) => JSON.stringify(value)) },
  { weight: 1, arbitrary: fc.json() },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 200 }) },
  { weight: 1, arbitrary: nested.map((json) => `{"type":"ping","t":${json}}`) },
  { weight: 1, arbitrary: nested.map(startWithTool) },
);
const audioFrame = fc.uint8Array({ maxLength: 1_281 }).map((bytes) => Buffer.from(bytes));
const conversation = fc.array(fc.oneof({ weight: 3, arbitrary: textFrame }, { weight: 1, arbitrary: audioFrame }), {
  minLength: MESSAGES / 2,
  maxLength: MESSAGES,
});

/** As much of a conversation as a socket may say at once: for more it would be shown out, which is another test's. */
const sayable = (frames: readonly (string | Buffer)[]): readonly (string | Buffer)[] => {
  let bytes = 1_000;
  return frames.filter((frame) => (bytes += Buffer.byteLength(frame)) <= MAX_BYTES_AT_ONCE);
};

/** Holds a conversation of nonsense; gives back the errors that it was answered with, and how it ended. */
const babble = async (url: string, frames: readonly (string | Buffer)[], begins: boolean) => {
  const socket = new WebSocket(url);
  await once(socket, "open");
  const codes = new Set<string>();
  const done = new Promise<string>((resolve) => {
    socket.on("close", (code) => resolve(`closed ${code}`));
    socket.on("message", (data: Buffer, isBinary) => {
      if (isBinary) return;
      const told = JSON.parse(data.toString()) as { type: string; code?: string; t?: unknown };
      if (told.type === "error") codes.add(told.code ?? "none");
      if (told.type === "pong" && told.t === -1) resolve("goes on");
    });
  });
  if (begins) socket.send('{"type":"start_voice_agent"}');
  sayable(frames).forEach((frame) => socket.send(frame));
  socket.send('{"type":"ping","t":-1}');
  const end = await done;
  socket.terminate();
  return { end, codes };
};

/** As much as a message may be, of what costs most to read: in each way that a conversation knows. */
const LARGE: readonly string[] = [
  JSON.stringify({ type: "audio_data", audio: "A".repeat(MAX_FRAME_BYTES - 100), sampleRate: 16_000 }),
  JSON.stringify({ type: "dance", steps: Array.from({ length: MAX_FRAME_BYTES / 4 }, () => []) }),
  startWithTool(`{"a":[${"{},".repeat(MAX_FRAME_BYTES / 4)}0]}`),
];
/** Sockets that send such messages as fast as they may, and how often each does after those that may come at once. */
const SENDERS = 5;
const TURNS = 5;

/** Sends as many large messages as a socket may at once, then one as often as it may, and goes on being served. */
const burden = async (url: string): Promise<void> => {
  const socket = new WebSocket(url);
  await once(socket, "open");
  const errors: string[] = [];
  const pong = new Promise<void>((resolve, reject) => {
    socket.on("close", (code) => reject(new Error(`It was closed (${code}) after ${errors.join(", ")}.`)));
    socket.on("message", (data: Buffer, isBinary) => {
      if (isBinary) return;
      const told = JSON.parse(data.toString()) as { type: string; code?: string };
      if (told.type === "error") errors.push(told.code ?? "none");
      if (told.type === "pong") resolve();
    });
  });
  socket.send('{"type":"start_voice_agent"}');
  const atOnce = MAX_BYTES_AT_ONCE / MAX_FRAME_BYTES - 1;
  for (let sent = 0; sent < atOnce; sent += 1) socket.send(LARGE[sent % LARGE.length]!);
  for (let turn = 0; turn < TURNS; turn += 1) {
    await new Promise((resolve) => setTimeout(resolve, (MAX_FRAME_BYTES / MAX_BYTES_PER_SECOND) * 1_100));
    socket.send(LARGE[turn % LARGE.length]!);
  }
  socket.send('{"type":"ping","t":1}');
  await pong;
  expect(errors).toContain("unknown_message");
  socket.terminate();
};

const masked = (head: readonly number[], payload: Buffer = Buffer.alloc(0)): Buffer =>
  // The mask is zero, so that the payload stays as it is.
  Buffer.concat([Buffer.from(head), Buffer.alloc(4), payload]);
const repeated = (frame: Buffer, times: number): Buffer => Buffer.concat(Array.from({ length: times }, () => frame));

/** Bytes after a handshake that no WebSocket sends, and the code with which the socket is closed for them. */
const BROKEN: readonly (readonly [string, Buffer, number])[] = [
  ["a frame without a mask", Buffer.from([0x82, 0x02, 0, 0]), 1002],
  ["a reserved bit", masked([0xc2, 0x82], Buffer.alloc(2)), 1002],
  ["a kind of frame that there is not", masked([0x83, 0x80]), 1002],
  ["a continuation of nothing", masked([0x80, 0x80]), 1002],
  ["a message inside a message", Buffer.concat([masked([0x01, 0x80]), masked([0x01, 0x80])]), 1002],
  ["a ping in pieces", masked([0x09, 0x80]), 1002],
  ["a ping that is too long", masked([0x89, 0xfe, 0, 126], Buffer.alloc(126)), 1002],
  ["text that is no UTF-8", masked([0x81, 0x82], Buffer.from([0xc3, 0x28])), 1007],
  ["a code of closing that there is not", masked([0x88, 0x82], Buffer.from([0x03, 0xed])), 1002],
  ["a frame over the bound", masked([0x82, 0xff, 0, 0, 0, 0, 0, 4, 0, 1]), 1009],
  ["a frame of nine million gigabytes", masked([0x82, 0xff, 0, 0x1f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]), 1009],
  ["a frame longer than can be counted", masked([0x82, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]), 1009],
  [
    "a message over the bound in pieces",
    Buffer.concat([
      masked([0x02, 0xfe, 0xff, 0xff], Buffer.alloc(65_535)),
      repeated(masked([0x00, 0xfe, 0xff, 0xff], Buffer.alloc(65_535)), 5),
    ]),
    1009,
  ],
];

const HANDSHAKE = [
  "GET /ws HTTP/1.1",
  "Host: relay",
  "Connection: Upgrade",
  "Upgrade: websocket",
  "Sec-WebSocket-Version: 13",
  "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
  "\r\n",
].join("\r\n");

/** Upgrades, sends bytes, and waits until the relay hangs up. Gives back the code of its closing, if it said one. */
const closingCode = async (url: string, bytes: Buffer): Promise<number | undefined> => {
  const { hostname, port } = new URL(url);
  const socket = connectTcp(Number(port), hostname);
  const heard: Buffer[] = [];
  socket.on("error", () => undefined);
  socket.on("data", (data: Buffer) => {
    // What it says after the handshake is one frame of closing.
    heard.push(data);
    if (heard.length === 1) socket.write(bytes);
  });
  socket.write(HANDSHAKE);
  await once(socket, "close");
  const all = Buffer.concat(heard);
  const frame = all.subarray(all.indexOf("\r\n\r\n") + 4);
  return frame[0] === 0x88 && frame.length >= 4 ? frame.readUInt16BE(2) : undefined;
};

describe("a relay that is sent nonsense", () => {
  let besieged: Besieged;
  beforeAll(async () => {
    besieged = await besiege({
      env: { NODE_ENV: "development", RELAY_SITES: "" },
      bystander: ({ process: { url } }) => relayLine({ url }),
    });
  });
  afterAll(() => besieged[Symbol.asyncDispose]());

  it.each([
    ["in a conversation", true],
    ["before one", false],
  ])("by the thousand messages %s answers each with its error, and harms nobody", async (_when, begins) => {
    await besieged.unharmed(() =>
      fc.assert(
        fc.asyncProperty(conversation, async (frames) => {
          const { end, codes } = await babble(besieged.socketUrl, frames, begins);
          expect(codes).not.toContain("internal");
          expect(end).toBe("goes on");
        }),
        { numRuns: CONVERSATIONS, endOnFailure: true },
      ),
    );
  });

  it("in messages as large as they may be, as fast as they may come, harms nobody", async () => {
    await besieged.unharmed(async () => {
      await Promise.all(Array.from({ length: SENDERS }, () => burden(besieged.socketUrl)));
    });
  });

  it.each(BROKEN)("%s closes that socket with its code, and harms nobody", async (_what, bytes, code) => {
    await besieged.unharmed(async () => {
      const codes = await Promise.all(Array.from({ length: TIMES }, () => closingCode(besieged.url, bytes)));
      expect([...new Set(codes)]).toEqual([code]);
    });
  });

  it("as bytes at random harms nobody", async () => {
    await besieged.unharmed(() =>
      fc.assert(
        fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 2_000 }), async (bytes) => {
          const socket = new WebSocket(besieged.socketUrl);
          await once(socket, "open");
          const stream = (socket as unknown as { readonly _socket: Socket })._socket;
          stream.end(Buffer.from(bytes));
          await once(socket, "close");
        }),
        { numRuns: 300, endOnFailure: true },
      ),
    );
  });
});
