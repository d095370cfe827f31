import { MongoClient } from "mongodb";
import { openLog } from "@bean-brew/relay";
import { openMongoStore, type MongoOptions } from "../../packages/relay/dist/stores/mongo.js";
import type { Store } from "../../packages/relay/dist/stores/store.js";
import { openMongoServer } from "./server.js";

/** A MongoDB to test against: the strict one of these tests, or a real one. */
export interface TestServer extends AsyncDisposable {
  readonly uri: string;
}

/** The server that `MONGODB_TEST_URI` names is used as well. */
export const SERVERS: readonly (readonly [name: string, open: () => Promise<TestServer>])[] = [
  ["the strict test server", openMongoServer],
  ...(process.env["MONGODB_TEST_URI"] === undefined
    ? []
    : [
        [
          "MONGODB_TEST_URI",
          async () => {
            const uri = process.env["MONGODB_TEST_URI"]!;
            return { uri, [Symbol.asyncDispose]: () => dropDatabases(uri) };
          },
        ] as const,
      ]),
];

const databases: string[] = [];
/** A name that no other test has, in a server that may be used for long. */
export const newDatabase = (): string => {
  const name = `bean_brew_test_${process.pid}_${Date.now().toString(36)}_${databases.length + 1}`;
  databases.push(name);
  return name;
};

export const openStore = (uri: string, options: Partial<MongoOptions> = {}): Promise<Store> =>
  openMongoStore({ uri, database: newDatabase(), poolSize: 20, retentionDays: 90, log: openLog("silent"), ...options });

/** Removes what this process's tests left in a server that others use. */
const dropDatabases = async (uri: string): Promise<void> => {
  const client = new MongoClient(uri);
  for (const name of databases) await client.db(name).dropDatabase();
  await client.close();
};
