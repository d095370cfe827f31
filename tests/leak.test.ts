import { once } from "node:events";
import { startEchoAgent } from "@bean-brew/bench/relay/echo-agent";
import { growth, type Held } from "@bean-brew/bench/relay/churn";
import { UP_BYTES } from "@bean-brew/bench/relay/frames";
import type { Line } from "@bean-brew/bench/relay/lines";
import { SITE, startRelayProcess, type RelayProcess } from "@bean-brew/bench/relay/ways";
import { expect, it } from "vitest";
import { WebSocket } from "ws";

const SESSIONS = 2_000;
/**
 * Sessions after which it still held more: what is compiled, pooled or cached on the way is no leak, and has an end.
 * A leak has none.
 */
const MAX_SESSIONS = 8_000;
/** Sessions that live at once, and those that end before it is looked at what is left of them. */
const AT_ONCE = 10;
const LOOK_EVERY = 200;
/** The looks that growth is measured by: those at the last 1 000 sessions. */
const LOOKS = 5;

/**
 * What may be left of a session in memory, in bytes: less than its shortest journal. 200 of them are its token, which is
 * remembered as used for a minute.
 */
const MAX_GROWTH_BYTES = 1_000;
/** For what the relay ends of its own accord. */
const PATIENCE_MS = 30_000;

/** A turn, a call of a tool, and audio both ways: the frame is answered once all that has come to pass. */
const talk = (line: Line): Promise<void> =>
  new Promise((resolve) => {
    line.onFrame(() => resolve());
    line.send(Buffer.alloc(UP_BYTES));
  });

/** A socket of a page's, once it is open. */
const openSocket = async (url: string): Promise<WebSocket> => {
  const { origin, key } = SITE;
  const body = JSON.stringify({ siteKey: key });
  const response = await fetch(`${url}/api/session`, { method: "POST", headers: { Origin: origin }, body });
  const { token, url: address } = (await response.json()) as { token: string; url: string };
  const socket = new WebSocket(address, ["bean-brew.v1", `bean-brew.token.${token}`], { origin });
  await once(socket, "open");
  return socket;
};

const begin = (socket: WebSocket, data: object): Promise<Started> =>
  new Promise((resolve) => {
    socket.on("message", (message: Buffer, isBinary) => {
      const told = isBinary ? undefined : (JSON.parse(message.toString()) as Started);
      if (told?.type === "session_started") resolve(told);
    });
    socket.send(JSON.stringify({ type: "start_voice_agent", data }));
  });

interface Started {
  readonly type: string;
  readonly sessionId: string;
  readonly resumeToken: string;
  readonly resumed: boolean;
}

/** The ways in which a session ends. */
const ENDINGS: readonly ((relay: RelayProcess) => Promise<void>)[] = [
  async ({ open }) => {
    const line = await open();
    await talk(line);
    await line.close();
  },
  async ({ open }) => {
    const line = await open();
    await talk(line);
    line.cut();
  },
  // While the agent is still being reached.
  async ({ process: { url } }) => {
    const socket = await openSocket(url);
    const closed = once(socket, "close");
    socket.send('{"type":"start_voice_agent"}', () => socket.terminate());
    await closed;
  },
  // Taken up by another socket, from one that is half-open.
  async ({ process: { url } }) => {
    const first = await openSocket(url);
    const { sessionId, resumeToken: token } = await begin(first, {});
    first.send(Buffer.alloc(UP_BYTES));
    const second = await openSocket(url);
    expect(await begin(second, { resume: { sessionId, token, after: 0 } })).toMatchObject({ resumed: true });
    const closed = once(second, "close");
    second.send('{"type":"stop_voice_agent"}');
    await closed;
  },
];

const endSessions = async (relay: RelayProcess, from: number, to: number): Promise<void> => {
  let next = from;
  const one = async (): Promise<void> => {
    while (next < to) {
      const ending = ENDINGS[next % ENDINGS.length]!;
      next += 1;
      await ending(relay);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
};

const openResources = (relay: RelayProcess) => async (): Promise<readonly string[]> =>
  [...(await relay.process.vitals("memory")).resources].sort();

/** What is open that was not, each of a kind counted. */
const beyond = (open: readonly string[], idle: readonly string[]): readonly string[] => {
  const before = [...idle];
  return open.filter((kind) => {
    const known = before.indexOf(kind);
    if (known === -1) return true;
    before.splice(known, 1);
    return false;
  });
};

/** Asks until the answer is as awaited; a session's last words to the agent take a moment. */
const eventually = async <T>(ask: () => Promise<T>, isAwaited: (answer: T) => boolean): Promise<T> => {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const answer = await ask();
    if (isAwaited(answer) || Date.now() > deadline) return answer;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};

it(`holds nothing of ${SESSIONS} sessions that are over`, async () => {
  const agent = await startEchoAgent({ calls: true });
  // A session whose browser has left is over.
  await using relay = await startRelayProcess({ agentUrl: agent.url, env: { RESUME_SECONDS: "0" } });
  const resources = openResources(relay);
  // Whatever a start leaves behind for a while (a timer, a connection kept for the next request) is among these.
  const idle = await resources();

  const held: Held[] = [];
  const grows = (): boolean => growth(held.slice(-LOOKS)) >= MAX_GROWTH_BYTES;
  for (let done = 0; done < SESSIONS || (grows() && done < MAX_SESSIONS); done += LOOK_EVERY) {
    await endSessions(relay, done, done + LOOK_EVERY);
    expect(
      await eventually(
        async () => agent.size,
        (size) => size === 0,
      ),
    ).toBe(0);
    await relay.stored();
    const { liveBytes } = await relay.process.vitals("memory");
    held.push({ conversations: done + LOOK_EVERY, liveBytes, resources: [] });
  }
  expect(growth(held.slice(-LOOKS))).toBeLessThan(MAX_GROWTH_BYTES);
  const leftOver = async (): Promise<readonly string[]> => beyond(await resources(), idle);
  expect(await eventually(leftOver, (left) => left.length === 0)).toEqual([]);
  await agent.close();
});
