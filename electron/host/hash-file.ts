/** The digest of a file of any size, a piece at a time. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";

export interface FileDigest {
  /** Lower-case hexadecimal. */
  readonly sha256: string;
  readonly bytes: number;
}

/** Rejects with the error of the file system, or with the signal's reason. */
export async function hashFile(path: string, signal?: AbortSignal): Promise<FileDigest> {
  const sum = createHash("sha256");
  let bytes = 0;
  for await (const chunk of createReadStream(path, { signal, highWaterMark: 1 << 20 })) {
    sum.update(chunk as Buffer);
    bytes += (chunk as Buffer).length;
  }
  return { sha256: sum.digest("hex"), bytes };
}
