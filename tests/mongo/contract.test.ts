import { afterAll, afterEach, describe } from "vitest";
import { storeContract } from "../../packages/relay/src/stores/store-contract.testing.js";
import { openStore, SERVERS, type TestServer } from "./stores.js";
import type { Store } from "../../packages/relay/dist/stores/store.js";

describe.each(SERVERS)("a store in MongoDB: %s", (_name, openServer) => {
  let server: Promise<TestServer> | undefined;
  const stores: Store[] = [];
  afterEach(() => Promise.all(stores.splice(0).map((store) => store.close())));
  afterAll(async () => (await server)?.[Symbol.asyncDispose]());

  storeContract(async () => {
    const { uri } = await (server ??= openServer());
    const store = await openStore(uri);
    stores.push(store);
    return store;
  });
});
