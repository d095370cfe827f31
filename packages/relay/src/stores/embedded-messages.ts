import type { Collection, Draft, Stored } from "@bean-brew/tools";
import type { Entry } from "../session/journal.js";
import type { Part, StoredRecord } from "./archive.js";
import type { Body, Where } from "./sqlite-documents.js";

/** What the store asks of its worker. */
export type Order =
  | { readonly do: "get"; readonly collection: Collection; readonly id: string }
  | { readonly do: "find"; readonly collection: Collection; readonly where: Where; readonly limit: number }
  | { readonly do: "insert"; readonly collection: Collection; readonly draft: Draft<Body> }
  | { readonly do: "replace"; readonly collection: Collection; readonly document: Stored<Body> }
  | { readonly do: "remove"; readonly collection: Collection; readonly id: string }
  | { readonly do: "next"; readonly counter: string }
  | { readonly do: "append"; readonly session: string; readonly entries: readonly Entry[] }
  | { readonly do: "read"; readonly session: string; readonly after: number }
  | { readonly do: "sessionsOf"; readonly customerId: string; readonly limit: number }
  | { readonly do: "erase"; readonly session: string }
  | { readonly do: "eraseBefore"; readonly at: number; readonly limit: number }
  | { readonly do: "count" }
  | { readonly do: "page"; readonly part: Part; readonly after: string }
  | { readonly do: "put"; readonly records: readonly StoredRecord[] }
  | { readonly do: "close" };

/** In ms since 1970, the same in every thread, and never set back. */
export const moment = (): number => performance.timeOrigin + performance.now();

export interface Request {
  readonly n: number;
  readonly order: Order;
  /** The `moment` past which it is not begun: whoever asked was told that it is not done. */
  readonly by: number;
}

export type Answer =
  | { readonly n: number; readonly ok: true; readonly value: unknown }
  | { readonly n: number; readonly ok: false; readonly error: string };

/** The worker's first word. */
export type Opened =
  { readonly opened: true; readonly isNew: boolean } | { readonly opened: false; readonly error: string };
