/**
 * Mends a data folder that no program has open. What can be made anew from the rows is; a cache that is damaged
 * itself is set aside and begun anew from its sources. `user.db` holds what only this person has: never touched.
 */
import { existsSync, renameSync, rmSync } from "node:fs";
import { Failure } from "../../../shared/rpc/failure.ts";
import { createBlobs } from "../blobs.ts";
import { lockFolder } from "../store/lock.ts";
import { openDamaged, type Connection } from "../store/open.ts";
import { cachePath, openCache } from "../store/stores.ts";
import { hashFile } from "../hash-file.ts";
import { examineDerived } from "./derived.ts";
import { holdFile, readThrough } from "./read-through.ts";
import { finish } from "./share.ts";

export interface Mended {
  /** What was done, one line each. */
  readonly done: readonly string[];
  /** Files to be imported again, as far as they are still where they were. */
  readonly files: readonly string[];
  /** Files that were imported and are not there any more: only a person knows where they are. */
  readonly missing: readonly string[];
}

/** Errors (Failure): `refused` while another program has the folder open; those of `openDatabase`. */
export async function mend(folder: string, now: () => number): Promise<Mended> {
  const lock = lockFolder(folder);
  if (lock === undefined) throw new Failure("refused", `Another program has ${folder} open: close it first.`);
  try {
    const done: string[] = [];
    let files: readonly string[] = [];
    if (existsSync(cachePath(folder)) && isDamaged(folder, now)) {
      const kept = setAside(folder, now());
      files = importedBy(kept, done);
      done.unshift(`cache.db is damaged: set aside as ${kept}, and begun anew`);
      openCache(folder, now).close();
    } else {
      const cache = openCache(folder, now);
      try {
        for (const [{ check, rebuild }, found] of examineDerived(cache)) {
          if (found.length === 0) continue;
          cache.transaction(() => rebuild(cache))();
          done.push(`${check}: made anew (${found.slice(0, 3).join("; ")})`);
        }
        files = await forgetModels(cache, folder, done);
      } finally {
        cache.close();
      }
    }
    return {
      done,
      files: files.filter((path) => existsSync(path)),
      missing: files.filter((path) => !existsSync(path)),
    };
  } finally {
    lock.release();
  }
}

/** A database of another application or of a later version is not damaged: `openCache` says so. */
function isDamaged(folder: string, now: () => number): boolean {
  try {
    const cache = openCache(folder, now);
    try {
      // What the disk can't read is damaged as well, and the rest is then in memory.
      if (finish(readThrough(cachePath(folder), holdFile(cachePath(folder)))).length > 0) return true;
      return cache.pragma("quick_check(1)", { simple: true }) !== "ok";
    } finally {
      cache.close();
    }
  } catch (thrown) {
    if (isCorruption(thrown)) return true;
    throw thrown;
  }
}

const isCorruption = (thrown: unknown): boolean =>
  (thrown instanceof Failure && thrown.kind === "corrupt") ||
  (thrown instanceof Error && "code" in thrown && /^SQLITE_(CORRUPT|NOTADB)/.test(String(thrown.code)));

function setAside(folder: string, at: number): string {
  const stamp = new Date(at / 1_000).toISOString().replaceAll(":", "").slice(0, 17);
  const kept = `${cachePath(folder)}.damaged-${stamp}Z`;
  for (const end of ["", "-wal", "-shm"])
    if (existsSync(cachePath(folder) + end)) renameSync(cachePath(folder) + end, kept + end);
  return kept;
}

/** Files that were imported into a damaged cache, as far as it can still be read. */
function importedBy(path: string, done: string[]): readonly string[] {
  try {
    const damaged = openDamaged(path);
    try {
      return damaged
        .prepare("SELECT DISTINCT path FROM import_file WHERE status = 'done' ORDER BY import_file_id")
        .pluck()
        .all() as string[];
    } finally {
      damaged.close();
    }
  } catch (thrown) {
    if (!isCorruption(thrown)) throw thrown;
    done.push("what was imported into it can't be read any more: import your files again");
    return [];
  }
}

/** Models whose drawing is missing or damaged are read anew with the next import of their file. */
async function forgetModels(cache: Connection, folder: string, done: string[]): Promise<readonly string[]> {
  const blobs = createBlobs(folder);
  const models = cache
    .prepare(
      `SELECT DISTINCT m.sha256, m.mesh_sha256 AS mesh, f.path FROM model m
       LEFT JOIN import_file f ON f.sha256 = m.sha256 AND f.status = 'done'`,
    )
    .all() as { sha256: string; mesh: string; path: string | null }[];
  const forget = cache.prepare("UPDATE import_file SET replaced = 1 WHERE sha256 = ?");
  const files: string[] = [];
  for (const { sha256, mesh, path } of models) {
    const stored = blobs.path(mesh);
    if (stored !== undefined && (await hashFile(stored)).sha256 === mesh) continue;
    if (stored !== undefined) rmSync(stored);
    forget.run(sha256);
    if (path !== null) files.push(path);
    done.push(`the drawing of a model is ${stored === undefined ? "missing" : "damaged"}: ${path ?? mesh}`);
  }
  return files;
}
