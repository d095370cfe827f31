/**
 * The thread that owns the database: a disk that is slow to sync stalls nobody's audio.
 * @module
 */
import { parentPort, workerData, type MessagePort } from "node:worker_threads";
import { moment, type Answer, type Opened, type Order, type Request } from "./embedded-messages.js";
import { loadSqlite } from "./sqlite.js";
import { sqliteArchive, type SqliteArchive } from "./sqlite-archive.js";
import { sqliteDocuments, type SqliteDocuments } from "./sqlite-documents.js";
import { sqliteJournal, type SqliteJournal } from "./sqlite-journal.js";

interface Store {
  readonly documents: SqliteDocuments;
  readonly journal: SqliteJournal;
  readonly archive: SqliteArchive;
}

function serve(port: MessagePort, file: string): void {
  let store: Store;
  try {
    const { DatabaseSync } = loadSqlite();
    const database = new DatabaseSync(file);
    const documents = sqliteDocuments(database);
    const journal = sqliteJournal(database);
    store = { documents, journal, archive: sqliteArchive(database, documents, journal) };
    port.postMessage({ opened: true, isNew: documents.isNew() } satisfies Opened);
  } catch (error) {
    port.postMessage({ opened: false, error: messageOf(error) } satisfies Opened);
    port.close();
    return;
  }
  port.on("message", ({ n, order, by }: Request) => {
    const late: Answer = { n, ok: false, error: "its time was up before it was begun" };
    port.postMessage(moment() > by ? late : answerTo(store, n, order));
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

function obey({ documents, journal, archive }: Store, order: Order): unknown {
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
    case "sessionsOf":
      return journal.sessionsOf(order.customerId, order.limit);
    case "erase":
      return journal.erase(order.session);
    case "eraseBefore":
      return journal.eraseBefore(order.at, order.limit);
    case "count":
      return archive.count();
    case "page":
      return archive.page(order.part, order.after);
    case "put":
      return archive.put(order.records);
    case "close":
      return documents.close();
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

if (parentPort !== null) serve(parentPort, workerData as string);
