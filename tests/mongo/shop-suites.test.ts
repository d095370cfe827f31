import type { Documents } from "@bean-brew/tools";
import { fakeShop } from "@bean-brew/tools/testing";
import { afterAll, afterEach, describe } from "vitest";
import { hostileSuite } from "../../packages/tools/src/hostile.testing.js";
import { identitySuite } from "../../packages/tools/src/tools/identity.testing.js";
import { replaySuite } from "../../packages/tools/src/tools/replay.testing.js";
import type { Store } from "../../packages/relay/dist/stores/store.js";
import { newDatabase, openStore, SERVERS, type TestServer } from "./stores.js";

describe.each(SERVERS)("in MongoDB: %s", (_name, openServer) => {
  let server: Promise<TestServer> | undefined;
  const stores: Store[] = [];
  afterEach(() => Promise.all(stores.splice(0).map((store) => store.close())));
  afterAll(async () => (await server)?.[Symbol.asyncDispose]());

  const open = async (database: string): Promise<Documents> => {
    const { uri } = await (server ??= openServer());
    const store = await openStore(uri, { database });
    stores.push(store);
    return store.documents;
  };

  identitySuite(async (options) => fakeShop({ documents: await open(newDatabase()), ...options }));
  hostileSuite(async (options) => fakeShop({ documents: await open(newDatabase()), ...options }));
  replaySuite(async () => {
    const database = newDatabase();
    return { open: () => open(database) };
  });
});
