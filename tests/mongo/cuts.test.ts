import { fakeShop } from "@bean-brew/tools/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Store } from "../../packages/relay/dist/stores/store.js";
import { openMongoServer, type MongoServer, type Trouble } from "./server.js";
import { openStore } from "./stores.js";

let server: MongoServer;
beforeAll(async () => {
  server = await openMongoServer();
});
afterAll(() => server[Symbol.asyncDispose]());

const WANTED = { customer_id: "CUST0001", date: "2026-11-24T10:00", service: "Review" };
const SLOT = "slot:2026-11-24T15:00:00Z";

interface Visit {
  readonly store: Store;
  book(): Promise<{ readonly ok: boolean; readonly result: unknown }>;
}

/** A shop on an empty database, and one of its callers. */
const openShop = async (): Promise<Visit> => {
  const store = await openStore(server.uri);
  const shop = await fakeShop({ documents: store.documents });
  const call = shop.openCall({ scope: "staff" });
  return { store, book: () => call("create_appointment", WANTED) };
};

/** The commands that one booking sends when nothing goes wrong. */
const commandsOfBooking = async (): Promise<string[]> => {
  const { store, book } = await openShop();
  const commands: string[] = [];
  server.trouble = (command) => {
    commands.push(command);
    return undefined;
  };
  expect((await book()).ok).toBe(true);
  server.trouble = () => undefined;
  await store.close();
  return commands;
};

describe("a booking whose connection is cut", () => {
  const cases = (["cut before", "cut after"] as const).flatMap((trouble) =>
    [1, 2].map((times): [Trouble, number] => [trouble, times]),
  );
  it.each(cases)(
    "at any of its commands (%s, %i times) is one appointment or a clear error, and asking again is right",
    async (trouble, times) => {
      const commands = await commandsOfBooking();
      expect(commands).toContain("insert");
      for (const point of commands.keys()) {
        const { store, book } = await openShop();
        let seen = 0;
        let cuts = 0;
        server.trouble = () => {
          seen += 1;
          if (seen <= point || cuts === times) return undefined;
          cuts += 1;
          return trouble;
        };
        const first = await book();
        server.trouble = () => undefined;
        expect(cuts).toBe(times);
        // One broken connection is nobody's business; two are a database that is away.
        if (times === 1) expect(first.ok).toBe(true);
        else if (!first.ok)
          expect(first.result).toMatchObject({
            code: "unavailable",
            error: expect.stringContaining("temporarily unavailable") as string,
          });

        const again = await book();
        expect(again.ok).toBe(true);
        if (first.ok) expect(again.result).toEqual(first.result);
        const booked = await store.documents.find("appointments", { prefix: SLOT }, 10);
        expect(booked.map(({ id }) => id)).toEqual([(again.result as { id: string }).id]);
        await store.close();
      }
    },
  );
});
