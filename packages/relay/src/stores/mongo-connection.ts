import { StoreUnavailable } from "@bean-brew/tools";
import { MongoBulkWriteError, MongoClient, MongoError, MongoNetworkError, type Db } from "mongodb";
import { StartError } from "../errors.js";

/** How long the driver looks for a server that it can use, in ms. */
const SELECTION_MS = 2_000;
/** How long one operation may take in all, in ms: under every tool's time limit, so that the tool says what is wrong. */
const OPERATION_MS = 2_500;
/** How long the server may work on one read, in ms. */
export const READ_MS = 2_000;
/** How often the driver asks the server how it is, in ms: a server that hangs is noticed after this and `SELECTION_MS`. */
const HEARTBEAT_MS = 2_000;
/** A connection on which nothing comes for so long is given up, in ms. Building an index of a large store takes its time. */
const SILENCE_MS = 60_000;

/** The code of MongoDB's error for a unique key that is taken. */
export const DUPLICATE_KEY = 11_000;

/** Something to be done in the database. It is done again when the connection broke, and told so. */
type Work<Result> = (database: Db, isRetry: boolean) => Promise<Result>;

export interface MongoConnectionOptions {
  /** Done once before anything else: as often as it takes, one at a time. */
  readonly prepare: (database: Db) => Promise<void>;
  /** Hears after each operation whether the database could be used, and if not, why. */
  readonly seen: (isThere: boolean, error?: unknown) => void;
}

export interface MongoConnection {
  /**
   * Does something in the prepared database, within `OPERATION_MS`. When the connection breaks, nobody knows what
   * became of a write: the work is done once more, and must see whether it was done already.
   * Rejects with `StoreUnavailable`.
   */
  run<Result>(work: Work<Result>): Promise<Result>;
}

/**
 * The driver's client, not connected yet: it connects when it is needed, and again when it has to.
 * @throws StartError when the address is not one of MongoDB's.
 */
export const mongoClient = (uri: string, poolSize: number): MongoClient => {
  try {
    return new MongoClient(uri, {
      appName: "bean-brew-relay",
      maxPoolSize: poolSize,
      serverSelectionTimeoutMS: SELECTION_MS,
      connectTimeoutMS: SELECTION_MS,
      waitQueueTimeoutMS: SELECTION_MS,
      heartbeatFrequencyMS: HEARTBEAT_MS,
      socketTimeoutMS: SILENCE_MS,
      // A server on its own has no retryable writes: `run` retries for every kind of server.
      retryWrites: false,
      retryReads: false,
      writeConcern: { w: "majority", journal: true, wtimeoutMS: SELECTION_MS },
      ignoreUndefined: true,
    });
  } catch {
    // The driver's message may repeat the address, and with it a password.
    throw new StartError(
      "MONGODB_URI is not a valid address: it looks like mongodb://user:password@host:27017/?options, with special characters in user and password percent-encoded.",
    );
  }
};

/** Operations in a database of a client's. */
export const mongoConnection = (
  client: MongoClient,
  databaseName: string,
  { prepare, seen }: MongoConnectionOptions,
): MongoConnection => {
  const database = client.db(databaseName);
  let prepared: Promise<void> | undefined;

  const open = async (): Promise<void> => {
    try {
      // In so many words: a client whose first connection failed does not try again by itself.
      await client.connect();
      await prepare(database);
    } catch (error) {
      prepared = undefined;
      // Before there is a connection, the network's own errors come through as well.
      throw error instanceof MongoNetworkError ? error : unavailable(error);
    }
  };
  const ready = (): Promise<void> => (prepared ??= open());

  /** Nothing begins past `by`: what was told to be unavailable is not done after all, when the database is back. */
  const twice = async <Result>(work: Work<Result>, by: number): Promise<Result> => {
    const attempt = async (isRetry: boolean): Promise<Result> => {
      await ready();
      if (performance.now() >= by) throw late();
      return work(database, isRetry);
    };
    try {
      return await attempt(false);
    } catch (error) {
      if (!isBroken(error)) throw error;
      return attempt(true);
    }
  };

  return {
    run: async (work) => {
      try {
        const result = await limited(twice(work, performance.now() + OPERATION_MS));
        seen(true);
        return result;
      } catch (error) {
        const known = error instanceof MongoError ? unavailable(error) : error;
        if (known instanceof StoreUnavailable) seen(false, known);
        throw known;
      }
    },
  };
};

/** Whether the connection broke. Of several writes in one, the driver tells it inside another error. */
const isBroken = (error: unknown): boolean =>
  error instanceof MongoNetworkError ||
  (error instanceof MongoBulkWriteError && (error.errorResponse as unknown) instanceof MongoNetworkError);

const late = (): StoreUnavailable => new StoreUnavailable("MongoDB did not answer in time.");

const limited = async <Result>(work: Promise<Result>): Promise<Result> => {
  let timer: NodeJS.Timeout | undefined;
  const isLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(late()), OPERATION_MS);
  });
  try {
    return await Promise.race([work, isLate]);
  } finally {
    clearTimeout(timer);
  }
};

const unavailable = (error: unknown): StoreUnavailable => {
  const why = error instanceof Error ? error.message : String(error);
  const known = new StoreUnavailable(`MongoDB could not do it: ${why}`);
  known.cause = error;
  return known;
};

/** The least string that is greater than all that begin with `prefix`, as MongoDB orders them: by code points. */
export const afterPrefix = (prefix: string): string => {
  const points = Array.from(prefix, (character) => character.codePointAt(0)!);
  while (points.length > 0) {
    const last = points.pop()!;
    if (last === 0x10ffff) continue;
    // Between these two are the surrogates, which stand for nothing by themselves.
    return String.fromCodePoint(...points, last === 0xd7ff ? 0xe000 : last + 1);
  }
  return "";
};
