/**
 * The only place that opens a SQLite database. Refuses what it must not touch with a message that
 * names the file and the way out; never overwrites anything.
 */
import { accessSync, constants, closeSync, existsSync, mkdirSync, openSync, readSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import Database from "better-sqlite3";
import { Failure } from "../../../shared/rpc/failure.ts";
import { migrate, type Migration, type MigrationStep } from "./migrate.ts";

export type Connection = Database.Database;

export interface OpenOptions {
  readonly readOnly?: boolean;
  /** FULL for what can't be fetched again (user.db), NORMAL for the cache. */
  readonly synchronous?: "NORMAL" | "FULL";
  readonly migrations: readonly Migration[];
  /** Marks whose database this is; another application's file is refused. */
  readonly applicationId: number;
  readonly now: () => number;
  /** Told before each step to a newer schema, which may take minutes where there is much. */
  readonly onStep?: (step: MigrationStep) => void;
}

/** For what can still be read of a damaged file: nothing is checked, nothing can be changed. */
export function openDamaged(path: string): Connection {
  return new Database(path, { readonly: true, fileMustExist: true });
}

/** Milliseconds to wait for another connection that writes; longer before a step to a newer schema. */
const PATIENCE = 5_000;
const MIGRATING_PATIENCE = 60_000;

/** "TLca" and "TLus" as 32-bit numbers: SQLite's application_id tells the two stores apart. */
export const CACHE_APPLICATION_ID = 0x544c6361;
export const USER_APPLICATION_ID = 0x544c7573;

/** SQLite file format 1.3.1: every database begins with this string. */
const HEADER = "SQLite format 3\0";

/**
 * Opens and migrates. Errors (Failure): `corrupt` for a file that is no database or is damaged,
 * `refused` for a folder or file without permission, for another application's database and for one
 * written by a newer version, `limit` for a full disk.
 */
export function openDatabase(path: string, options: OpenOptions): Connection {
  requireNapi();
  const readOnly = options.readOnly ?? false;
  prepareFolder(path, readOnly);
  return translateErrors(path, () => {
    const connection = new Database(path, { readonly: readOnly, fileMustExist: readOnly, timeout: PATIENCE });
    try {
      requireOwner(connection, path, options);
      if (!readOnly) {
        connection.pragma("journal_mode = WAL");
        // 32 MB: while much is taken in, pages that change again and again are copied back less often.
        connection.pragma("wal_autocheckpoint = 8000");
        connection.pragma(`synchronous = ${options.synchronous ?? "NORMAL"}`);
        // Before its first table: killed in between, it must be known as ours at the next start.
        if (connection.pragma("application_id", { simple: true }) !== options.applicationId)
          connection.pragma(`application_id = ${options.applicationId}`);
        // Whoever writes meanwhile (a copy of the folder, another tool) is waited for rather than failed on.
        connection.pragma(`busy_timeout = ${MIGRATING_PATIENCE}`);
        migrate(connection, options.migrations, options.now, options.onStep);
        connection.pragma(`busy_timeout = ${PATIENCE}`);
      }
      connection.pragma("foreign_keys = ON");
      connection.pragma("cache_size = -65536");
      connection.pragma("temp_store = MEMORY");
      return connection;
    } catch (thrown) {
      connection.close();
      throw thrown;
    }
  });
}

/** A connection that holds the whole file for itself until it is closed; undefined where another one does. */
export function openLock(path: string): Connection | undefined {
  requireNapi();
  prepareFolder(path, false);
  return translateErrors(path, () => {
    const connection = new Database(path, { timeout: 0 });
    try {
      // Not WAL: there an exclusive transaction keeps no reader out. Nothing is ever written.
      connection.exec("BEGIN EXCLUSIVE");
      return connection;
    } catch (thrown) {
      connection.close();
      if (thrown instanceof Database.SqliteError && thrown.code.startsWith("SQLITE_BUSY")) return undefined;
      throw thrown;
    }
  });
}

/** A file for rows on their way between threads: begun anew each time, and worth nothing after a crash. */
export function openScratch(path: string): Connection {
  requireNapi();
  prepareFolder(path, false);
  rmSync(path, { force: true });
  return translateErrors(path, () => {
    const connection = new Database(path);
    connection.pragma("journal_mode = OFF");
    connection.pragma("synchronous = OFF");
    return connection;
  });
}

/** A database that is nowhere but in memory, until its bytes are taken (`serialize`). */
export function openMemory(): Connection {
  requireNapi();
  return new Database(":memory:");
}

/**
 * Attaches a file that somebody else made to a scratch connection, as `name`, to be read. What it holds is
 * not to be trusted: nothing in its schema is run, its pages are checked as they are read, and no log
 * beside it is taken for its own. `corrupt` for what is no database.
 */
export function attachForeign(scratch: Connection, path: string, name: string): void {
  const head = Buffer.alloc(20);
  const file = openSync(path, "r");
  try {
    readSync(file, head, 0, head.length, 0);
  } finally {
    closeSync(file);
  }
  // SQLite file format 1.3: bytes 18 and 19 are 1, or 2 for a file with a write-ahead log.
  if (head.toString("latin1", 0, 16) !== HEADER || head[18] !== 1 || head[19] !== 1)
    throw new Failure("corrupt", `${path} is not a database`);
  scratch.pragma("trusted_schema = OFF");
  scratch.pragma("cell_size_check = ON");
  scratch.prepare(`ATTACH ? AS ${name}`).run(path);
}

const fullDisk = (path: string): Failure =>
  new Failure(
    "limit",
    `The disk is full: nothing more can be written to ${path}. Free some space and try again; what was stored before is intact.`,
  );
const notWritable = (path: string): Failure =>
  new Failure(
    "refused",
    `${path} can't be written: check the permissions of its folder or choose another data folder.`,
  );

const FULL: ReadonlySet<unknown> = new Set(["ENOSPC", "EDQUOT", "EFBIG"]);
const DENIED: ReadonlySet<unknown> = new Set(["EACCES", "EPERM", "EROFS", "ENOENT", "ENOTDIR"]);

/** As `translateErrors`, for a file that is written without SQLite. */
export function translateFileErrors<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (thrown) {
    const code = thrown instanceof Error && "syscall" in thrown && "code" in thrown ? thrown.code : undefined;
    if (FULL.has(code)) throw fullDisk(path);
    if (DENIED.has(code)) throw notWritable(path);
    throw thrown;
  }
}

/** Turns SQLite's errors into failures that a screen can act on; anything else passes. */
export function translateErrors<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (thrown) {
    const code = thrown instanceof Database.SqliteError ? thrown.code : "";
    if (code.startsWith("SQLITE_FULL") || code.startsWith("SQLITE_IOERR_WRITE")) throw fullDisk(path);
    if (code.startsWith("SQLITE_CORRUPT") || code.startsWith("SQLITE_NOTADB")) {
      throw new Failure(
        "corrupt",
        `${path} is damaged. Move it away and import again; drafts and settings are kept in another file.`,
      );
    }
    if (
      code.startsWith("SQLITE_READONLY") ||
      code.startsWith("SQLITE_CANTOPEN") ||
      code.startsWith("SQLITE_PERM")
    )
      throw notWritable(path);
    if (code.startsWith("SQLITE_BUSY")) {
      throw new Failure("conflict", `${path} is in use by another program.`);
    }
    throw thrown;
  }
}

function requireNapi(): void {
  const napi = Number(process.versions["napi"] ?? 0);
  // better-sqlite3 13 needs Node-API 10; below it the process dies without a message.
  if (napi < 10)
    throw new Failure(
      "refused",
      `Node.js ${process.versions.node} is too old for the store: run through npm, which brings Node 24.`,
    );
}

function prepareFolder(path: string, readOnly: boolean): void {
  const folder = dirname(path);
  try {
    if (!readOnly) {
      mkdirSync(folder, { recursive: true });
      accessSync(folder, constants.W_OK);
    } else accessSync(folder, constants.R_OK);
  } catch {
    throw new Failure(
      "refused",
      `The data folder ${folder} can't be ${readOnly ? "read" : "written"}: check its permissions or choose another with --data.`,
    );
  }
  if (readOnly && !existsSync(path)) {
    throw new Failure("invalid", `There is no cache in ${folder} yet: import something first.`);
  }
}

/**
 * The first look into the file. SQLite itself says whether it is a database: to read its header as a file and close it
 * would give up the locks that other connections of this process hold on it (fcntl(2), "Advisory record locking";
 * sqlite.org/howtocorrupt.html, 2.2), and another program would then take the log away from under them.
 */
function applicationIdOf(connection: Connection, path: string): number {
  try {
    return Number(connection.pragma("application_id", { simple: true }));
  } catch (thrown) {
    if (!(thrown instanceof Database.SqliteError) || thrown.code !== "SQLITE_NOTADB") throw thrown;
    throw new Failure(
      "corrupt",
      `${path} is not a database and was left as it is. Move it away or choose another data folder.`,
    );
  }
}

function requireOwner(connection: Connection, path: string, options: OpenOptions): void {
  const applicationId = applicationIdOf(connection, path);
  const tables = connection.prepare("SELECT count(*) AS n FROM sqlite_schema").get() as { n: number };
  if (applicationId !== options.applicationId && (applicationId !== 0 || tables.n > 0)) {
    throw new Failure(
      "refused",
      `${path} is another application's database and was left as it is. Choose another data folder.`,
    );
  }
  const version = Number(connection.pragma("user_version", { simple: true }));
  const newest = options.migrations.at(-1)?.version ?? 0;
  if (version > newest) {
    throw new Failure(
      "refused",
      `${path} was written by a newer version of Throughline (schema ${version}, this one knows ${newest}). Update Throughline, or choose another data folder.`,
    );
  }
  if (options.readOnly === true && version < newest) {
    throw new Failure(
      "refused",
      `${path} was written by an older version of Throughline: open it once in the app, which brings it up to date.`,
    );
  }
}
