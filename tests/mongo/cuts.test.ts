import { fakeShop, type FakeCall } from "@bean-brew/tools/testing";
import { describe, expect, it } from "vitest";
import type { Store } from "../../packages/relay/dist/stores/store.js";
import { openMongoServer, type MongoServer, type Trouble } from "./server.js";
import { openStore } from "./stores.js";

const TUESDAY = "2026-11-24T10:00";
const FRIDAY = "2026-11-27T11:00";

/** What the commands of one visit meet. */
type Fate = MongoServer["trouble"];
interface Visit extends AsyncDisposable {
  fate: (fate: Fate) => void;
  readonly store: Store;
  readonly call: FakeCall;
  /** An appointment of Maya's, on Tuesday at ten. */
  readonly id: string;
}
interface Write {
  readonly tool: string;
  args(id: string): object;
  /** What is stored once it was done: once, wherever the connection was cut. */
  expectDone(store: Store): Promise<void>;
}

/** The claims on slots, by those who hold them: each appointment that takes place holds its own, and no other does. */
const slotsOfMaya = async ({ documents }: Store): Promise<readonly string[]> => {
  const found = await documents.find("appointments", { prefix: "of:CUST0001#" }, 100);
  for (const { body, claims } of found) {
    const held = claims.filter((claim) => claim.startsWith("slot:"));
    expect(held).toEqual(body.status === "Scheduled" ? [`slot:${body.start}#1`] : []);
  }
  return found.filter(({ body }) => body.status === "Scheduled").map(({ body }) => body.start);
};
const expectSlots =
  (...slots: string[]) =>
  async (store: Store): Promise<void> =>
    expect([...(await slotsOfMaya(store))].sort()).toEqual([HERS, ...slots].sort());

/** Maya's from the beginning, and those of the writes. */
const [HERS, TUESDAY_SLOT, FRIDAY_SLOT] = ["2026-11-26T17:00:00Z", "2026-11-24T15:00:00Z", "2026-11-27T16:00:00Z"];
const WRITES: readonly Write[] = [
  {
    tool: "create_appointment",
    args: () => ({ customer_id: "CUST0001", date: FRIDAY, service: "Review" }),
    expectDone: expectSlots(TUESDAY_SLOT, FRIDAY_SLOT),
  },
  {
    tool: "reschedule_appointment",
    args: (id) => ({ appointment_id: id, new_date: FRIDAY }),
    expectDone: expectSlots(FRIDAY_SLOT),
  },
  { tool: "cancel_appointment", args: (id) => ({ appointment_id: id }), expectDone: expectSlots() },
  {
    tool: "create_customer_account",
    args: () => ({ name: "Ada Park", phone: "+1 212 555 0190", email: "ada@example.com" }),
    expectDone: async ({ documents }) => {
      expect(await documents.find("customers", { claim: "phone:+12125550190" }, 10)).toHaveLength(1);
      expect(await documents.find("customers", { claim: "email:ada@example.com" }, 10)).toHaveLength(1);
    },
  },
];

/** A shop with a server of its own, and one of its callers. */
const openVisit = async (): Promise<Visit> => {
  const server = await openMongoServer();
  const store = await openStore(server.uri);
  const call = (await fakeShop({ documents: store.documents })).openCall({ scope: "staff" });
  const booked = await call("create_appointment", { customer_id: "CUST0001", date: TUESDAY, service: "Review" });
  const { id } = booked.result as { id: string };
  return {
    store,
    call,
    id,
    fate: (fate) => {
      server.trouble = fate;
    },
    [Symbol.asyncDispose]: async () => {
      await store.close();
      await server[Symbol.asyncDispose]();
    },
  };
};

/** The commands that a write sends when nothing goes wrong. */
const commandsOf = async ({ tool, args }: Write): Promise<readonly string[]> => {
  await using visit = await openVisit();
  const commands: string[] = [];
  visit.fate((command) => {
    commands.push(command);
    return undefined;
  });
  expect((await visit.call(tool, args(visit.id))).ok).toBe(true);
  return commands;
};

/** The write, whose connection is cut at the command `point`, so many times. */
const expectOnce = async (write: Write, point: number, trouble: Trouble, times: number): Promise<void> => {
  await using visit = await openVisit();
  const ask = () => visit.call(write.tool, write.args(visit.id));
  let seen = 0;
  let cuts = 0;
  visit.fate(() => {
    seen += 1;
    if (seen <= point || cuts === times) return undefined;
    cuts += 1;
    return trouble;
  });
  const first = await ask();
  visit.fate(() => undefined);
  expect(cuts).toBe(times);
  // One broken connection is nobody's business; two are a database that is away.
  if (times === 1) expect(first.ok).toBe(true);
  else if (!first.ok)
    expect(first.result).toMatchObject({
      code: "unavailable",
      error: expect.stringContaining("temporarily unavailable") as string,
    });
  await slotsOfMaya(visit.store);

  const again = await ask();
  expect(again.ok).toBe(true);
  if (first.ok) expect(again.result).toEqual(first.result);
  await write.expectDone(visit.store);
};

describe.each(WRITES)("$tool, whose connection is cut", (write) => {
  const cases = (["cut before", "cut after"] as const).flatMap((trouble) =>
    [1, 2].map((times): [Trouble, number] => [trouble, times]),
  );
  it.each(cases)(
    "at any of its commands (%s, %i times) is done once or a clear error, and asking again is right",
    async (trouble, times) => {
      const commands = await commandsOf(write);
      expect(commands.some((command) => command !== "find")).toBe(true);
      await Promise.all([...commands.keys()].map((point) => expectOnce(write, point, trouble, times)));
    },
  );
});
