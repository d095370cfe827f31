/**
 * The thread that owns the database: a disk that is slow to sync stalls nobody's audio.
 * @module
 */
import { parentPort, workerData, type MessagePort } from "node:worker_threads";
import type { Answer, Opened, Order, Request } from "./embedded-messages.js";
import { loadSqlite } from "./sqlite.js";
import { sqliteDocuments, type SqliteDocuments } from "./sqlite-documents.js";
import { sqliteJournal, type SqliteJournal } from "./sqlite-journal.js";

interface Store {
  readonly documents: SqliteDocuments;
  readonly journal: SqliteJournal;
}

function serve(port: MessagePort, file: string): void {
  let documents: SqliteDocuments;
  let journal: SqliteJournal;
  try {
    const { DatabaseSync } = loadSqlite();
    const database = new DatabaseSync(file);
    documents = sqliteDocuments(database);
    journal = sqliteJournal(database);
    port.postMessage({ opened: true, isNew: documents.isNew() } satisfies Opened);
  } catch (error) {
    port.postMessage({ opened: false, error: messageOf(error) } satisfies Opened);
    port.close();
    return;
  }
  port.on("message", ({ n, order }: Request) => {
    port.postMessage(answerTo({ documents, journal }, n, order));
    if (order.do === "close") port.close();
  });
}

function answerTo(store: Store, n: number, order: Order): Answer {
  try {
    return { n, ok: true, value: obey(store, order) };
  } catch (error) {
    return { n, ok: false, error: messageOf(error) };
  }
}

function obey({ documents, journal }: Store, order: Order): unknown {
  switch (order.do) {
    case "get":
      return documents.get(order.collection, order.id);
    case "find":
      return documents.find(order.collection, order.where, order.limit);
    case "insert":
      return documents.insert(order.collection, order.draft);
    case "replace":
      return documents.replace(order.collection, order.document);
    case "remove":
      return documents.remove(order.collection, order.id);
    case "next":
      return documents.next(order.counter);
    case "append":
      return journal.append(order.session, order.entries);
    case "read":
      return journal.read(order.session, order.after);
    case "close":
      return documents.close();
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

if (parentPort !== null) serve(parentPort, workerData as string);
