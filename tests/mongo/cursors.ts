import { Long, type Document } from "bson";
import { ServerError } from "./server-error.js";

/** How many documents come at first when nobody says how many. */
const FIRST_BATCH = 101;

interface Cursor {
  readonly namespace: string;
  readonly rest: Document[];
}

export interface Cursors {
  /** What `find` answers: the first batch, and a cursor when there is more. */
  first(namespace: string, documents: Document[], batchSize: unknown, isSingle: boolean): Document;
  next(id: unknown, batchSize: unknown): Document;
  kill(ids: readonly unknown[]): unknown[];
}

/** Results that are fetched in batches. */
export const cursors = (): Cursors => {
  const open = new Map<string, Cursor>();
  let last = 0;

  const idAfter = (id: string, { namespace, rest }: Cursor, isOver: boolean): Long => {
    if (rest.length === 0 || isOver) {
      open.delete(id);
      return Long.ZERO;
    }
    open.set(id, { namespace, rest });
    return Long.fromString(id);
  };

  return {
    first(namespace, documents, batchSize, isSingle) {
      last += 1;
      const size = typeof batchSize === "number" ? batchSize : FIRST_BATCH;
      const cursor = { namespace, rest: documents.slice(size) };
      return { id: idAfter(String(last), cursor, isSingle), ns: namespace, firstBatch: documents.slice(0, size) };
    },
    next(id, batchSize) {
      const cursor = open.get(String(id));
      if (cursor === undefined) throw new ServerError("CursorNotFound", `cursor id ${String(id)} not found`);
      const size = typeof batchSize === "number" ? batchSize : cursor.rest.length;
      const nextBatch = cursor.rest.splice(0, size);
      return { id: idAfter(String(id), cursor, false), ns: cursor.namespace, nextBatch };
    },
    kill(ids) {
      return ids.filter((id) => open.delete(String(id)));
    },
  };
};
