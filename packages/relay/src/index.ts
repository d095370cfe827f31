export { readConfig, type Config } from "./config.js";
export { StartError } from "./errors.js";
export { startRelay, type Relay, type RelayOptions } from "./relay.js";
export { openEmbeddedStore, type EmbeddedStore } from "./stores/embedded.js";
export { openLog } from "./telemetry/log.js";
