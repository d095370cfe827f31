import { afterAll, afterEach, describe } from "vitest";
import { storeContract } from "../../packages/relay/src/stores/store-contract.testing.js";
import { dropDatabases, newDatabase, openStore, SERVERS, type TestServer } from "./stores.js";
import type { Store } from "../../packages/relay/dist/stores/store.js";

describe.each(SERVERS)("a store in MongoDB: %s", (name, openServer) => {
  let server: Promise<TestServer> | undefined;
  const stores: Store[] = [];
  const used: string[] = [];
  afterEach(() => Promise.all(stores.splice(0).map((store) => store.close())));
  afterAll(async () => {
    const there = await server;
    if (there === undefined) return;
    if (name === "MONGODB_TEST_URI") await dropDatabases(there.uri, used);
    await there[Symbol.asyncDispose]();
  });

  storeContract(async () => {
    const { uri } = await (server ??= openServer());
    const database = newDatabase();
    used.push(database);
    const store = await openStore(uri, { database });
    stores.push(store);
    return store;
  });
});
