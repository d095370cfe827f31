import { join } from "node:path";
import type { Logger } from "pino";
import type { Config } from "./config.js";
import { openEmbeddedStore } from "./stores/embedded.js";
import type { Store } from "./stores/store.js";

type StoreConfig = Pick<
  Config,
  "DATA_DIR" | "MONGODB_URI" | "MONGODB_DATABASE" | "MONGODB_POOL_SIZE" | "RETENTION_DAYS"
>;

/** The store that is configured, and whether demonstration data may go into it: an embedded one that is new. */
export interface OpenedStore {
  readonly store: Store;
  readonly isNewHere: boolean;
}

/** @throws StartError when the configuration names none that could be opened. */
export const openStore = async (config: StoreConfig, log: Logger): Promise<OpenedStore> => {
  if (config.MONGODB_URI === undefined) {
    const store = await openEmbeddedStore(join(config.DATA_DIR, "store"), log);
    return { store, isNewHere: store.isNew };
  }
  // Read when it is needed: the driver is large.
  const { openMongoStore } = await import("./stores/mongo.js");
  const store = await openMongoStore({
    uri: config.MONGODB_URI,
    database: config.MONGODB_DATABASE,
    poolSize: config.MONGODB_POOL_SIZE,
    retentionDays: config.RETENTION_DAYS,
    log,
  });
  return { store, isNewHere: false };
};
