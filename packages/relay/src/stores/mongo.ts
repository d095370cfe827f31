import type { Logger } from "pino";
import { mongoArchive } from "./mongo-archive.js";
import { mongoClient, mongoConnection } from "./mongo-connection.js";
import { mongoDocuments } from "./mongo-documents.js";
import { mongoJournal } from "./mongo-journal.js";
import { migrate } from "./mongo-migration.js";
import type { Store } from "./store.js";

export interface MongoOptions {
  readonly uri: string;
  readonly database: string;
  /** Connections at most. */
  readonly poolSize: number;
  /** How long conversations are kept, where the server can see to it. */
  readonly retentionDays: number;
  readonly log: Logger;
}

/**
 * Opens the store in a MongoDB database, 4.4 or later; a server on its own will do. A database that is away is no
 * reason not to start: the log says so, every operation rejects with `StoreUnavailable` in time, and works again when the database
 * is back.
 * @throws StartError when the address is not one of MongoDB's.
 */
export const openMongoStore = async (options: MongoOptions): Promise<Store> => {
  const { log } = options;
  const client = mongoClient(options.uri, options.poolSize);
  let isAway = false;
  const seen = (isThere: boolean, err?: unknown): void => {
    if (isThere !== isAway) return;
    isAway = !isThere;
    if (isAway) log.warn({ err }, "the database is away: tools say so, and everything else goes on");
    else log.info("the database is back");
  };
  const connection = mongoConnection(client, options.database, {
    prepare: (database) =>
      migrate(database, options.retentionDays, (what, err) =>
        log.info({ err }, `the database does not take ${what}; the relay does without`),
      ),
    seen,
  });

  const probe = (): Promise<void> =>
    connection
      .run((database) => database.command({ ping: 1 }))
      .then(
        () => undefined,
        () => undefined,
      );
  client.on("topologyDescriptionChanged", ({ newDescription }) => {
    const isReachable = [...newDescription.servers.values()].some(({ type }) => type !== "Unknown");
    if (isAway && isReachable) void probe();
  });
  await probe();

  return {
    documents: mongoDocuments(connection),
    journal: mongoJournal(connection),
    archive: mongoArchive(connection),
    close: () => client.close(),
  };
};
