import { fakeShop, type FakeCall } from "@bean-brew/tools/testing";
import { describe, expect, it } from "vitest";
import type { Store } from "../../packages/relay/dist/stores/store.js";
import { bookTuesday, slotsOfMaya, WRITES, type SomeWrite } from "../../packages/tools/src/tools/writes.testing.js";
import { openMongoServer, type MongoServer, type Trouble } from "./server.js";
import { openStore } from "./stores.js";

/** What the commands of one visit meet. */
type Fate = MongoServer["trouble"];
interface Visit extends AsyncDisposable {
  fate: (fate: Fate) => void;
  readonly store: Store;
  readonly call: FakeCall;
  /** An appointment of Maya's, on Tuesday at ten. */
  readonly id: string;
}
/** A shop with a server of its own, and one of its callers. */
const openVisit = async (): Promise<Visit> => {
  const server = await openMongoServer();
  const store = await openStore(server.uri);
  const shop = await fakeShop({ documents: store.documents });
  const id = await bookTuesday(shop);
  const call = shop.openCall({ scope: "staff" });
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
const commandsOf = async ({ tool, args }: SomeWrite): Promise<readonly string[]> => {
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
const expectOnce = async (write: SomeWrite, point: number, trouble: Trouble, times: number): Promise<void> => {
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
  await slotsOfMaya(visit.store.documents);

  const again = await ask();
  expect(again.ok).toBe(true);
  if (first.ok) expect(again.result).toEqual(first.result);
  await write.expectDone(visit.store.documents);
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
