import { fakeShop } from "@bean-brew/tools/testing";
import { describe, expect, it } from "vitest";
import type { Call } from "../call.js";
import { openHouse, type House } from "../house.js";
import type { Store } from "../../packages/relay/dist/stores/store.js";
import { openMongoServer } from "./server.js";
import { newDatabase, openStore } from "./stores.js";

/** Generous: two relays and their agents share busy cores. */
const PATIENCE_MS = 30_000;
const BOOKING = "Book a consultation next Tuesday at two pm, please.";

/** Two relays, each a process with an agent of its own, over one database in which the demonstration's customers are. */
interface Relays extends AsyncDisposable {
  readonly left: House;
  readonly right: House;
  readonly store: Store;
}

const openRelays = async (): Promise<Relays> => {
  const server = await openMongoServer();
  const database = newDatabase();
  const store = await openStore(server.uri, { database });
  await fakeShop({ documents: store.documents });
  const env = { MONGODB_URI: server.uri, MONGODB_DATABASE: database };
  const [left, right] = await Promise.all([openHouse({ env }), openHouse({ env })]);
  return {
    left,
    right,
    store,
    [Symbol.asyncDispose]: async () => {
      await Promise.all([left, right].map((house) => house[Symbol.asyncDispose]()));
      await store.close();
      await server[Symbol.asyncDispose]();
    },
  };
};

const begin = async (house: House, phone: string, name: RegExp): Promise<Call> => {
  const call = house.call();
  await call.next("session_started");
  await call.ask(`My number is ${phone}.`, name);
  return call;
};

const isWritten = async ({ journal }: Store, session: string, pattern: RegExp): Promise<void> => {
  const deadline = Date.now() + PATIENCE_MS;
  while (!pattern.test(JSON.stringify(await journal.read(session, 0)))) {
    if (Date.now() > deadline) throw new Error(`The journal never said ${String(pattern)}.`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};

/** The numbers of the appointments that calls have booked. */
const bookedIn = async ({ documents }: Store): Promise<string[]> => {
  const written = await documents.find("appointments", { prefix: "write:" }, 100);
  return written.map(({ id }) => id);
};

describe("two relays over one database", () => {
  it("pass a caller from one to the other, where a booking that is asked again is the one that was made", async () => {
    await using relays = await openRelays();
    const { left, right, store } = relays;
    const call = await begin(left, "212 555 0142", /Maya/);
    const [id] = /APT\d{4,}/.exec(await call.ask(BOOKING, /APT\d{4,}/))!;
    const started = call.events.find((event) => event.type === "session_started")!;
    const { sessionId, resumeToken: token } = started;
    await isWritten(store, sessionId, new RegExp(`"answered".*${id}`));
    call.hangUp();
    // This page's client does not come back to the first relay.
    call.client.stop();

    const after = Math.max(...call.events.map((event) => ("seq" in event ? Number(event.seq) : 0)));
    const again = right.call({ resume: { sessionId, token, after } });
    expect(await again.next("session_started")).toMatchObject({ sessionId, resumed: true });
    // Nobody asks who is calling.
    expect(await again.ask(BOOKING, /APT\d{4,}/)).toContain(id);
    expect(await bookedIn(store)).toEqual([id]);
    const finished = again.events.filter((event) => event.type === "tool_finished").map(({ name, ok }) => [name, ok]);
    expect(finished).toEqual([["create_appointment", true]]);
  });

  it("give a slot that both are asked for at once to one caller, and the other hears what is free", async () => {
    await using relays = await openRelays();
    const { left, right, store } = relays;
    const callers = await Promise.all([begin(left, "212 555 0142", /Maya/), begin(right, "646 555 0117", /Daniel/)]);
    const answers = await Promise.all(callers.map((call) => call.ask(BOOKING, /is booked|no longer available.*Which/)));
    expect(answers.map((said) => /is booked/.test(said)).sort()).toEqual([false, true]);
    expect(await bookedIn(store)).toHaveLength(1);
  });
});
