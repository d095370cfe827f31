export { readConfig, type Config } from "./config.js";
export { StartError } from "./errors.js";
export {
  atlasIndex,
  atlasKnowledge,
  atlasTexts,
  type AtlasCollection,
  type AtlasOptions,
  type AtlasText,
} from "./knowledge/atlas.js";
export { readFolder } from "./knowledge/folder.js";
export { openSentenceModel, type SentenceModel } from "./knowledge/embedding/sentence-model.js";
export { startRelay, type Relay, type RelayOptions } from "./relay.js";
export { MAX_PAGE, type Archive, type StoredRecord } from "./stores/archive.js";
export { openEmbeddedStore, type EmbeddedStore } from "./stores/embedded.js";
export { openMongoStore, type MongoOptions } from "./stores/mongo.js";
export type { Store } from "./stores/store.js";
export { openLog } from "./telemetry/log.js";
