/** Numbered migrations, in tens. A shipped one is never edited; each has a before/after test. */
import type Database from "better-sqlite3";

export interface Migration {
  /** 10, 20, 30 …: `user_version` of the database after it. */
  readonly version: number;
  readonly name: string;
  up(connection: Database.Database): void;
}

/** A step that a database which holds something already is about to take. */
export interface MigrationStep {
  /** Of the steps that it lacks, from 1. */
  readonly step: number;
  readonly of: number;
  readonly name: string;
}

/**
 * Brings the schema to the newest version, each step in a transaction of its own: killed in the middle of one, it
 * stands as before that step and goes on from there.
 * @param onStep told before each, but not for a new database
 */
export function migrate(
  connection: Database.Database,
  migrations: readonly Migration[],
  now: () => number,
  onStep: (step: MigrationStep) => void = () => undefined,
): void {
  const current = Number(connection.pragma("user_version", { simple: true }));
  const lacking = migrations.filter(({ version }) => version > current);
  for (const [at, migration] of lacking.entries()) {
    if (current > 0) onStep({ step: at + 1, of: lacking.length, name: migration.name });
    const take = connection.transaction(() => {
      migration.up(connection);
      connection.exec(
        "CREATE TABLE IF NOT EXISTS migration (version INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_us INTEGER NOT NULL) STRICT",
      );
      connection
        .prepare("INSERT INTO migration (version, name, applied_us) VALUES (?, ?, ?)")
        .run(migration.version, migration.name, now());
      connection.pragma(`user_version = ${migration.version}`);
    });
    // The right to write first: whoever reads before it is not made to wait for another that writes, but refused.
    take.immediate();
  }
}
