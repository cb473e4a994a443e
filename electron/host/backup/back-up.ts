/**
 * Copies a data folder while it is in use. Each database is copied as it was at one moment, whatever is written
 * meanwhile (SQLite's backup API within a read transaction of WAL mode: sqlite.org/backup.html). What opens
 * doors is left out: tokens, passwords and the private key for OPC UA.
 */
import { existsSync } from "node:fs";
import { copyFile, mkdir, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { isAbsolute, join, relative, resolve } from "node:path";
import { hashFile } from "../hash-file.ts";
import { Failure } from "../../../shared/rpc/failure.ts";
import { translateErrors, type Connection } from "../store/open.ts";
import { cachePath, openCache, openUser, SCHEMA_VERSION, userPath } from "../store/stores.ts";
import { FORMAT, MANIFEST, type Manifest } from "./manifest.ts";

export interface BackupOptions {
  /** The data folder. */
  readonly folder: string;
  /** Where a folder of its own is made for it. */
  readonly to: string;
  readonly version: string;
  /** µs UTC. */
  readonly now: () => number;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: BackupProgress) => void;
}

export interface BackupProgress {
  readonly done: number;
  /** Bytes, as far as known. */
  readonly total: number;
}

export interface MadeBackup {
  readonly path: string;
  readonly bytes: number;
}

/** Pages copied at a time: between two such steps the thread answers others. */
const PAGES = 500;

/**
 * Errors (Failure): `invalid` for a target that can't be (not absolute, inside the data folder, there already),
 * `refused` without permission, `limit` for a full disk, `cancelled`. Nothing is left of a copy that did not end.
 */
export async function backUp(options: BackupOptions): Promise<MadeBackup> {
  const { folder, to, version, now, signal, onProgress } = options;
  const madeAt = now();
  const stamp = new Date(madeAt / 1_000).toISOString().replaceAll(":", "").slice(0, 17);
  const target = join(to, `throughline-${stamp}Z`);
  requireTarget(folder, to, target);
  const aside = `${target}.part`;
  const blobs = await blobsOf(folder);
  const databases = [
    { name: "cache.db", path: cachePath(folder), open: () => openCache(folder, now, true) },
    { name: "user.db", path: userPath(folder), open: () => openUser(folder, now, true) },
  ].filter(({ path }) => existsSync(path));
  if (databases.length === 0)
    throw new Failure("invalid", `There is nothing in ${folder} that could be backed up.`);
  let total = 0;
  for (const { path } of databases) total += (await stat(path)).size;
  for (const { bytes } of blobs) total += bytes;
  let done = 0;
  const tell = (more: number): void => onProgress({ done: done + more, total: Math.max(total, done + more) });
  try {
    await mkdir(join(aside, "blobs", "made-of"), { recursive: true });
    const files: Manifest["files"] = [];
    const add = async (path: string): Promise<void> => {
      const { bytes, sha256 } = await hashFile(join(aside, path), signal);
      files.push({ path, bytes, sha256 });
      done += bytes;
      tell(0);
    };
    for (const { name, open } of databases) {
      await copyDatabase(open(), join(aside, name), signal, tell);
      await add(name);
    }
    for (const { path } of blobs) {
      signal.throwIfAborted();
      await copyFile(join(folder, path), join(aside, path));
      await add(path);
    }
    const manifest: Manifest = {
      product: "throughline",
      format: FORMAT,
      version,
      schema: SCHEMA_VERSION,
      madeAt,
      files,
    };
    await writeFile(join(aside, MANIFEST), JSON.stringify(manifest, undefined, 1));
    await rename(aside, target);
    return { path: target, bytes: done };
  } catch (thrown) {
    await rm(aside, { recursive: true, force: true });
    throw signal.aborted ? new Failure("cancelled", "The backup was cancelled.") : explained(thrown, to);
  }
}

function requireTarget(folder: string, to: string, target: string): void {
  if (!isAbsolute(to)) throw new Failure("invalid", "Name the folder for the backup by its whole path.");
  const inside = relative(resolve(folder), resolve(to));
  if (inside === "" || (!inside.startsWith("..") && !isAbsolute(inside)))
    throw new Failure(
      "invalid",
      `A backup can't lie in the data folder itself (${folder}): name another one.`,
    );
  if (existsSync(target) || existsSync(`${target}.part`))
    throw new Failure("invalid", `${target} is there already: wait a second, or name another folder.`);
}

/** Blobs never change once they are there: what comes later is not in the copied databases either. */
async function blobsOf(
  folder: string,
): Promise<readonly { readonly path: string; readonly bytes: number }[]> {
  const found: { path: string; bytes: number }[] = [];
  for (const inside of ["blobs", "blobs/made-of"]) {
    if (!existsSync(join(folder, inside))) continue;
    for (const entry of await readdir(join(folder, inside), { withFileTypes: true }))
      if (entry.isFile() && !entry.name.startsWith("."))
        found.push({
          path: `${inside}/${entry.name}`,
          bytes: (await stat(join(folder, inside, entry.name))).size,
        });
  }
  return found;
}

async function copyDatabase(
  connection: Connection,
  to: string,
  signal: AbortSignal,
  tell: (bytes: number) => void,
): Promise<void> {
  try {
    const page = connection.pragma("page_size", { simple: true }) as number;
    // Held over all steps: without it each commit of the writer would begin the copy anew.
    connection.exec("BEGIN");
    connection.prepare("SELECT count(*) FROM sqlite_schema").get();
    await connection.backup(to, {
      progress: ({ totalPages, remainingPages }) => {
        signal.throwIfAborted();
        tell((totalPages - remainingPages) * page);
        return PAGES;
      },
    });
  } finally {
    connection.close();
  }
}

function explained(thrown: unknown, to: string): unknown {
  try {
    return translateErrors(to, () => {
      throw thrown;
    });
  } catch (translated) {
    if (translated instanceof Failure) return translated;
  }
  const code = thrown instanceof Error && "code" in thrown ? thrown.code : undefined;
  if (code === "ENOSPC")
    return new Failure("limit", `The disk of ${to} is full: nothing was kept of the backup.`);
  if (code === "EACCES" || code === "EPERM" || code === "EROFS")
    return new Failure("refused", `${to} can't be written: name another folder.`);
  return thrown;
}
