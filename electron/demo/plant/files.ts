/** Files of the plant by their SHA-256: models that records name, and evidence that readers send. */
import { createHash, hash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export interface PlantFile {
  readonly name: string;
  readonly sha256: string;
  readonly bytes: Buffer;
}

/** Largest file that is taken in. */
export const FILE_BYTES = 256 * 1024 * 1024;

export const SHA256 = /^[0-9a-f]{64}$/;

export type Received = "stored" | "known" | "wrong-hash" | "too-large";

export interface PlantFiles {
  add(name: string, bytes: Buffer): PlantFile;
  get(sha256: string): Buffer | undefined;
  /** Takes a file whose name says what it must hash to. */
  receive(sha256: string, chunks: AsyncIterable<Buffer>): Promise<Received>;
}

/** `folder`: where what was sent outlives the process. */
export function createFiles(folder?: string): PlantFiles {
  const files = new Map<string, Buffer>();
  if (folder !== undefined) {
    mkdirSync(folder, { recursive: true });
    for (const name of readdirSync(folder))
      if (SHA256.test(name)) files.set(name, readFileSync(join(folder, name)));
  }
  return {
    add(name, bytes) {
      const sha256 = hash("sha256", bytes);
      files.set(sha256, bytes);
      return { name, sha256, bytes };
    },
    get: (sha256) => files.get(sha256),
    async receive(sha256, chunks) {
      const sum = createHash("sha256");
      const kept: Buffer[] = [];
      let size = 0;
      for await (const chunk of chunks) {
        size += chunk.length;
        if (size > FILE_BYTES) return "too-large";
        sum.update(chunk);
        kept.push(chunk);
      }
      if (sum.digest("hex") !== sha256) return "wrong-hash";
      if (files.has(sha256)) return "known";
      const bytes = Buffer.concat(kept);
      if (folder !== undefined) {
        // Renamed into place: half a file must not be found at the next start.
        writeFileSync(join(folder, `${sha256}.part`), bytes);
        renameSync(join(folder, `${sha256}.part`), join(folder, sha256));
      }
      files.set(sha256, bytes);
      return "stored";
    },
  };
}
