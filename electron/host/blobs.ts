/** Files by content hash in `<data folder>/blobs`. A blob is whole or not there: written aside, then renamed. */
import { hash, randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";

export interface Blobs {
  /**
   * Stores bytes and returns their SHA-256 in lower-case hexadecimal.
   * @param isPassing shown for a moment, and made again after a loss of power: the disk is not waited for
   */
  put(bytes: Uint8Array, isPassing?: boolean): Promise<string>;
  /** Path of a stored blob; undefined for a malformed hash or a blob that is not there. */
  path(sha256: string): string | undefined;
  /** Nothing names the blob any more, but a screen may just be fetching it: it goes with a later `sweep`. */
  giveUp(sha256: string): Promise<void>;
  /** Removes what was given up so many ms ago or earlier, by this process or one before. */
  sweep(age: number): Promise<void>;
  /** Remembers a blob by what it was made of, for `recall`: such a blob can be made again at any time. */
  remember(source: string, sha256: string): Promise<void>;
  /** Hash of the blob that was made of `source`; undefined where none is remembered, or it is gone. */
  recall(source: string): Promise<string | undefined>;
}

export function createBlobs(dataFolder: string): Blobs {
  const folder = join(dataFolder, "blobs");
  const sources = join(folder, "made-of");
  const givenUp = join(folder, "given-up");
  const path = (sha256: string): string | undefined => {
    // Only a hash may become a file name.
    if (!/^[0-9a-f]{64}$/.test(sha256)) return undefined;
    const path = join(folder, sha256);
    return existsSync(path) ? path : undefined;
  };
  return {
    async put(bytes, isPassing = false) {
      const sha256 = hash("sha256", bytes);
      const path = join(folder, sha256);
      // What is stored again is wanted again.
      await rm(join(givenUp, sha256), { force: true });
      if (existsSync(path)) return sha256;
      await mkdir(folder, { recursive: true });
      const aside = join(folder, `.${randomUUID()}.part`);
      try {
        const file = await open(aside, "wx");
        try {
          await file.writeFile(bytes);
          if (!isPassing) await file.sync();
        } finally {
          await file.close();
        }
        await rename(aside, path);
      } catch (thrown) {
        await rm(aside, { force: true });
        throw thrown;
      }
      return sha256;
    },
    path,
    async giveUp(sha256) {
      if (path(sha256) === undefined) return;
      await mkdir(givenUp, { recursive: true });
      await writeFile(join(givenUp, sha256), "");
    },
    async sweep(age) {
      if (!existsSync(givenUp)) return;
      for (const sha256 of await readdir(givenUp)) {
        const mark = join(givenUp, sha256);
        if (Date.now() - (await stat(mark)).mtimeMs < age) continue;
        const own = path(sha256);
        if (own !== undefined) await rm(own, { force: true });
        await rm(mark, { force: true });
      }
    },
    async remember(source, sha256) {
      await mkdir(sources, { recursive: true });
      // A torn write leaves no hash, and so nothing remembered: it needs no more care.
      await writeFile(join(sources, hash("sha256", source)), sha256);
    },
    async recall(source) {
      const place = join(sources, hash("sha256", source));
      if (!existsSync(place)) return undefined;
      const sha256 = await readFile(place, "utf8");
      return path(sha256) === undefined ? undefined : sha256;
    },
  };
}
