import { StoreUnavailable } from "@bean-brew/tools";
import { readConfig, type Config } from "../config.js";
import { StartError } from "../errors.js";
import { openStore } from "../open-store.js";
import type { Store } from "../stores/store.js";
import { openLog } from "../telemetry/log.js";

/**
 * Does something with the store that is configured, and closes it.
 * @throws StartError when it cannot be opened or reached.
 */
export const withStore = async <Result>(work: (store: Store, config: Config) => Promise<Result>): Promise<Result> => {
  const config = readConfig(process.env);
  // What goes wrong is said once, by the error.
  const { store } = await openStore(config, openLog("silent"));
  try {
    return await work(store, config);
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error;
    const which = config.MONGODB_URI === undefined ? `in ${config.DATA_DIR}` : "that MONGODB_URI names";
    throw new StartError(`The store ${which} cannot be used: ${error.message}`);
  } finally {
    await store.close();
  }
};
