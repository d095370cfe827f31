import type { Documents } from "@bean-brew/tools";
import type { Journal } from "../session/journal.js";
import type { Archive } from "./archive.js";

/** Where the shop's records and the conversations are kept. */
export interface Store {
  readonly documents: Documents;
  readonly journal: Journal;
  readonly archive: Archive;
  /** Ends once everything that was asked is done, and written. */
  close(): Promise<void>;
}
