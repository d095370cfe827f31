import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { openEmbeddedStore } from "@bean-brew/relay";
import type { Outcome } from "@bean-brew/tools";
import { checkRace, fakeShop } from "@bean-brew/tools/testing";
import { describe, expect, it } from "vitest";
import { surviveKilledBookings, surviveKills } from "../../packages/relay/src/stores/crash.testing.js";
import type { Store } from "../../packages/relay/dist/stores/store.js";
import { newDatabase, openStore, SERVERS } from "./stores.js";

const MODULES = {
  embedded: new URL("../../packages/relay/dist/stores/embedded.js", import.meta.url).href,
  mongo: new URL("../../packages/relay/dist/stores/mongo.js", import.meta.url).href,
  testing: import.meta.resolve("@bean-brew/tools/testing"),
};
const CAPACITY = 3;
const CALLERS = 50;

interface SharedStore extends AsyncDisposable {
  open(): Promise<Store>;
  /** The expression by which another process opens it. */
  readonly opening: string;
}

const embedded = async (): Promise<SharedStore> => {
  const folder = await mkdtemp(join(tmpdir(), "bean-brew-race-"));
  return {
    open: () => openEmbeddedStore(folder),
    opening: `(await import("${MODULES.embedded}")).openEmbeddedStore(${JSON.stringify(folder)})`,
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
};

const mongo = (openServer: (typeof SERVERS)[number][1]) => async (): Promise<SharedStore> => {
  const server = await openServer();
  const database = newDatabase();
  const options = `{ uri: ${JSON.stringify(server.uri)}, database: "${database}", poolSize: 20, retentionDays: 90, log: { info() {}, warn() {} } }`;
  return {
    open: () => openStore(server.uri, { database }),
    opening: `(await import("${MODULES.mongo}")).openMongoStore(${options})`,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
};

/** Callers in a process of their own, who begin when they are told. */
const startRacers = async (opening: string, from: string) => {
  const program = `
    const { raceForSlot } = await import("${MODULES.testing}");
    const store = await ${opening};
    process.stdout.write("ready\\n");
    await new Promise((resolve) => process.stdin.once("data", resolve));
    const options = { callers: ${CALLERS}, capacity: ${CAPACITY}, from: "${from}" };
    process.stdout.write(JSON.stringify(await raceForSlot([store.documents], options)) + "\\n");
    await store.close();
    process.exit(0);
  `;
  const child = spawn(process.execPath, ["--input-type=module", "-e", program], { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  expect((await lines.next()).value).toBe("ready");
  return async (): Promise<Outcome[]> => {
    const exited = once(child, "exit");
    child.stdin.end("go\n");
    const outcomes = JSON.parse(String((await lines.next()).value)) as Outcome[];
    await exited;
    return outcomes;
  };
};

const STORES: readonly (readonly [name: string, open: () => Promise<SharedStore>])[] = [
  ["on disk", embedded],
  ...SERVERS.map(([name, openServer]) => [`in MongoDB: ${name}`, mongo(openServer)] as const),
];

describe.each(STORES)("processes that share a store %s", (name, share) => {
  it("give a slot to exactly as many of a hundred callers as it has seats", async () => {
    await using shared = await share();
    const store = await shared.open();
    // What every caller's shop needs is there before the race.
    await fakeShop({ documents: store.documents });
    const racers = [await startRacers(shared.opening, "left"), await startRacers(shared.opening, "right")];
    const outcomes = (await Promise.all(racers.map((race) => race()))).flat();
    expect(outcomes).toHaveLength(2 * CALLERS);
    await checkRace(store.documents, outcomes, CAPACITY);
    await store.close();
  });

  if (name === "on disk") return; // It has its own test of this, beside it.

  it("lose nothing that was acknowledged when they are killed, twenty times", async () => {
    await using shared = await share();
    await surviveKills(shared.opening, shared.open);
  });

  it("have no slot without an appointment when they are killed while they book", async () => {
    await using shared = await share();
    await surviveKilledBookings(shared.opening, shared.open);
  });
});
