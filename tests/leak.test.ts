import { startEchoAgent } from "@bean-brew/bench/relay/echo-agent";
import { growth, type Held } from "@bean-brew/bench/relay/churn";
import { relayLine } from "@bean-brew/bench/relay/lines";
import { startRelayProcess, type RelayProcess } from "@bean-brew/bench/relay/ways";
import { expect, it } from "vitest";
import { WebSocket } from "ws";

const SESSIONS = 2_000;
/** Sessions that live at once, and those that end before it is looked at what is left of them. */
const AT_ONCE = 10;
const LOOK_EVERY = 200;

/** What may be left of a session in memory, in bytes: less than a tenth of what it holds while it lives. */
const MAX_GROWTH_BYTES = 2_000;
/** For what the relay ends of its own accord. */
const PATIENCE_MS = 30_000;

/** The ways in which a session ends, the last of which leaves while the agent is still being reached. */
const ENDINGS: readonly ((url: string) => Promise<void>)[] = [
  async (url) => (await relayLine({ url })).close(),
  async (url) => (await relayLine({ url })).cut(),
  (url) =>
    new Promise((resolve, reject) => {
      const socket = new WebSocket(`${url.replace("http", "ws")}/ws`);
      socket.on("error", reject);
      socket.on("close", () => resolve());
      socket.on("open", () => socket.send('{"type":"start_voice_agent"}', () => socket.terminate()));
    }),
];

const endSessions = async (url: string, from: number, to: number): Promise<void> => {
  let next = from;
  const one = async (): Promise<void> => {
    while (next < to) {
      const ending = ENDINGS[next % ENDINGS.length]!;
      next += 1;
      await ending(url);
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
  const agent = await startEchoAgent();
  // Without sites it needs no tokens, which it remembers for a minute; a session whose browser has left is over.
  await using relay = await startRelayProcess({
    agentUrl: agent.url,
    env: { NODE_ENV: "development", RELAY_SITES: "", RESUME_SECONDS: "0" },
  });
  const { url } = relay.process;
  const resources = openResources(relay);
  // Whatever a start leaves behind for a while (a timer, a connection kept for the next request) is among these.
  const idle = await resources();

  const held: Held[] = [];
  for (let done = 0; done < SESSIONS; done += LOOK_EVERY) {
    await endSessions(url, done, done + LOOK_EVERY);
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
  expect(growth(held.slice(held.length / 2))).toBeLessThan(MAX_GROWTH_BYTES);
  const leftOver = async (): Promise<readonly string[]> => beyond(await resources(), idle);
  expect(await eventually(leftOver, (left) => left.length === 0)).toEqual([]);
  await agent.close();
});
