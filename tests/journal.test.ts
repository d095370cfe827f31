import { expect, it } from "vitest";
import { openHouse, storedConversations } from "./house.js";

/** How old something that was told is when it must be written down, in ms: 250, and what a busy machine adds. */
const SETTLED_MS = 1_500;

interface Stored {
  readonly seq?: number;
  readonly message?: { readonly type: string };
}

it("a relay that is killed has written down what it told, and the outcome of every write", async () => {
  await using house = await openHouse();
  const call = house.call();
  const toldAt = new Map<number, number>();
  call.client.subscribe((event) => {
    if ("seq" in event && typeof event.seq === "number") toldAt.set(event.seq, Date.now());
  });
  await call.next("session_started");
  await call.ask("My number is 212 555 0142.", /Maya/);
  await call.ask("Do you train baristas?", /barista/i);
  await new Promise((resolve) => setTimeout(resolve, SETTLED_MS));
  call.client.sendText("Book a consultation next Tuesday at two pm, please.");
  await call.next("tool_finished", ({ card, ok }) => ok && card !== undefined);
  await house.relay.kill("SIGKILL");
  const settledBefore = Date.now() - SETTLED_MS;

  const entries = storedConversations(house.dataDir)
    .split("\n")
    .map((line) => JSON.parse(line) as Stored);
  const stored = new Set(entries.map(({ seq }) => seq));
  const missing = [...toldAt].filter(([seq, at]) => at < settledBefore && !stored.has(seq));
  expect(toldAt.size).toBeGreaterThan(5);
  expect(missing).toEqual([]);

  // The booking that was told a moment ago is in its record, whatever became of the journal.
  await house.crash();
  const again = house.call();
  await again.next("session_started");
  await again.ask("My number is 212 555 0142.", /Maya/);
  await again.ask("What appointments do I have?", /Tuesday, \w+ \d+ at 2 PM/);
});
