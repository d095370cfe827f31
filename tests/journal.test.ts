import { expect, it } from "vitest";
import { openHouse, storedConversations, type House } from "./house.js";

/** Asks the relay something that it asks its store. */
const askStore = async (house: House): Promise<void> => {
  const { checks } = (await (await fetch(`${house.url}/health`)).json()) as {
    checks: { database: { status: string } };
  };
  expect(checks.database.status).toBe("ok");
};

/** What a relay that was late for its store had on disk is brought to the store by the next one. */
const spilledIsStored = async (house: House): Promise<void> => {
  while (!/^bean_brew_journal_spilled_bytes 0$/m.test(await (await fetch(`${house.url}/metrics`)).text())) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};

interface Stored {
  readonly seq?: number;
  readonly message?: { readonly type: string };
}

it("a relay that is killed has written down what it told, and the outcome of every write", async () => {
  await using house = await openHouse();
  const call = house.call();
  const told: number[] = [];
  call.client.subscribe((event) => {
    if ("seq" in event && typeof event.seq === "number") told.push(event.seq);
  });
  await call.next("session_started");
  await call.ask("My number is 212 555 0142.", /Maya/);
  await call.ask("Do you train baristas?", /barista/i);
  // Not so long ago, but in the order of things: the store has had what was told before once it has answered what was
  // asked after. Twice, as entries that come while others are on their way wait for those.
  const settled = [...told];
  await askStore(house);
  await askStore(house);
  call.client.sendText("Book a consultation next Tuesday at two pm, please.");
  await call.next("tool_finished", ({ card, ok }) => ok && card !== undefined);
  await house.relay.kill("SIGKILL");
  call.client.stop();
  await house.crash();
  await spilledIsStored(house);

  const entries = storedConversations(house.dataDir)
    .split("\n")
    .map((line) => JSON.parse(line) as Stored);
  const stored = new Set(entries.map(({ seq }) => seq));
  expect(settled.length).toBeGreaterThan(5);
  expect(settled.filter((seq) => !stored.has(seq))).toEqual([]);

  // The booking that was told a moment ago is in its record, whatever became of the journal.
  const again = house.call();
  await again.next("session_started");
  await again.ask("My number is 212 555 0142.", /Maya/);
  await again.ask("What appointments do I have?", /Tuesday, \w+ \d+ at 2 PM/);
});
