import { createRequire } from "node:module";
import type { DatabaseSync } from "@photostructure/sqlite";

export type Database = InstanceType<typeof DatabaseSync>;

interface SqliteModule {
  readonly DatabaseSync: new (path: string) => Database;
}

/**
 * SQLite by the `DatabaseSync` API: Node's own where this Node has one (22.13 and up), else the package that has
 * the same API.
 */
export function loadSqlite(): SqliteModule {
  const builtIn: object | undefined = process.getBuiltinModule("node:sqlite" as string);
  if (builtIn !== undefined) return builtIn as SqliteModule;
  return createRequire(import.meta.url)("@photostructure/sqlite") as SqliteModule;
}

/** What a transaction came to, and whether what it wrote stays. */
interface Ending<Result> {
  readonly keep: boolean;
  readonly result: Result;
}

/** Runs functions as transactions. Each takes the write lock at once: what it reads stays true until it is over. */
export function transactionsOf(database: Database): <Result>(run: () => Ending<Result>) => Result {
  const rollBack = (): void => {
    try {
      database.exec("ROLLBACK");
    } catch {
      // SQLite has rolled back by itself, or never began.
    }
  };
  return (run) => {
    database.exec("BEGIN IMMEDIATE");
    try {
      const { keep, result } = run();
      if (keep) database.exec("COMMIT");
      else rollBack();
      return result;
    } catch (error) {
      rollBack();
      throw error;
    }
  };
}
