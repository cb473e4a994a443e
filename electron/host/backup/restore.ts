/** Makes a data folder of a backup, after every file of it was found whole. What is there is never overwritten. */
import { existsSync } from "node:fs";
import { copyFile, mkdir, readFile, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import * as v from "valibot";
import { hashFile } from "../hash-file.ts";
import { Failure } from "../../../shared/rpc/failure.ts";
import { cachePath, openCache, openUser, userPath } from "../store/stores.ts";
import { FORMAT, MANIFEST, manifestSchema, type Manifest } from "./manifest.ts";

export interface RestoreOptions {
  /** Folder of one backup. */
  readonly from: string;
  /** The data folder, which must hold nothing yet. */
  readonly folder: string;
  /** µs UTC. */
  readonly now: () => number;
}

/** Largest manifest that is read, bytes. */
const LARGEST_MANIFEST = 256 * 2 ** 20;

/**
 * Errors (Failure): `invalid` for a folder that is no backup or a data folder that is in use, `refused` for a
 * backup of a later version, `corrupt` with the first file that is missing or was changed. Then nothing is restored.
 */
export async function restore({ from, folder, now }: RestoreOptions): Promise<Manifest> {
  if ([cachePath(folder), userPath(folder), join(folder, "blobs")].some((path) => existsSync(path)))
    throw new Failure(
      "invalid",
      `${folder} holds data already: move it away first, or restore into another folder.`,
    );
  const manifest = await readManifest(from);
  for (const { path, bytes, sha256 } of manifest.files) {
    const file = join(from, path);
    if (!existsSync(file)) throw new Failure("corrupt", `The backup lacks ${path}. Nothing was restored.`);
    const found = await hashFile(file);
    if (found.bytes !== bytes || found.sha256 !== sha256)
      throw new Failure("corrupt", `${path} of the backup was changed or is damaged. Nothing was restored.`);
  }
  const isThere = existsSync(folder);
  const aside = `${folder}.restored`;
  try {
    for (const { path } of manifest.files) {
      await mkdir(dirname(join(aside, path)), { recursive: true });
      await copyFile(join(from, path), join(aside, path));
    }
    // Opens, checks whose they are, and brings an older one to this version.
    openCache(aside, now).close();
    openUser(aside, now).close();
    if (isThere) {
      for (const name of ["blobs", "cache.db", "user.db"])
        if (existsSync(join(aside, name))) await rename(join(aside, name), join(folder, name));
    } else await rename(aside, folder);
    return manifest;
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

async function readManifest(from: string): Promise<Manifest> {
  const path = join(from, MANIFEST);
  const noBackup = (): Failure =>
    new Failure("invalid", `${from} is no backup of Throughline: there is no sound ${MANIFEST} in it.`);
  if (!existsSync(path)) throw noBackup();
  const text = await readFile(path, "utf8");
  if (text.length > LARGEST_MANIFEST) throw noBackup();
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch (thrown) {
    if (thrown instanceof SyntaxError) throw noBackup();
    throw thrown;
  }
  const parsed = v.safeParse(manifestSchema, read);
  if (!parsed.success) throw noBackup();
  if (parsed.output.format > FORMAT)
    throw new Failure(
      "refused",
      `The backup was made by a later version (${parsed.output.version}): install that one to restore it.`,
    );
  return parsed.output;
}
