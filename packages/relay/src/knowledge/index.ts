/**
 * The knowledge search by itself: for programs that measure or fill it.
 * @module
 */
export type { Entry } from "./entry.js";
export { BUILT_IN_CALIBRATION } from "./built-in-calibration.js";
export { exactOver } from "./index/exact.js";
export { buildGraph, compareAll, loadHnswlib, MAX_EXACT_CHUNKS, searchGraph } from "./index/graph.js";
export type { Nearest, Vectors } from "./index/nearest.js";
export { writeStored } from "./index/store.js";
export { openKnowledge, type Knowledge, type KnowledgeOptions } from "./knowledge.js";
export { noSynonyms } from "./language/synonyms.js";
export { searcherOver } from "./searcher.js";
