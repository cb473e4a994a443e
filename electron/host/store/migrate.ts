/** Numbered migrations, in tens. A shipped one is never edited; each has a before/after test. */
import type Database from "better-sqlite3";

export interface Migration {
  /** 10, 20, 30 …: `user_version` of the database after it. */
  readonly version: number;
  readonly name: string;
  up(connection: Database.Database): void;
}

/** Brings the schema to the newest version, each step in a transaction of its own. */
export function migrate(
  connection: Database.Database,
  migrations: readonly Migration[],
  now: () => number,
): void {
  const current = Number(connection.pragma("user_version", { simple: true }));
  for (const migration of migrations) {
    if (migration.version <= current) continue;
    connection.transaction(() => {
      migration.up(connection);
      connection.exec(
        "CREATE TABLE IF NOT EXISTS migration (version INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_us INTEGER NOT NULL) STRICT",
      );
      connection
        .prepare("INSERT INTO migration (version, name, applied_us) VALUES (?, ?, ?)")
        .run(migration.version, migration.name, now());
      connection.pragma(`user_version = ${migration.version}`);
    })();
  }
}
