import { createRequire } from "node:module";
import type { DatabaseSync } from "@photostructure/sqlite";

export type { DatabaseSync } from "@photostructure/sqlite";

interface SqliteModule {
  readonly DatabaseSync: new (path: string) => InstanceType<typeof DatabaseSync>;
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
