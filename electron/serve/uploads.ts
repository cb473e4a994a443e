/**
 * Files dropped on the page. A browser gives bytes, not paths: they are laid into a folder of this
 * import below `<data folder>/inbox`, from where the import reads them like any other folder.
 */
import { createWriteStream } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import { dirname, join, sep } from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { isSafeName } from "./upload-name.ts";

/** One file, bytes. CAD files of a gigabyte exist; beyond this something is wrong. */
const MAXIMUM_FILE_BYTES = 4 * 1024 ** 3;

export interface Uploads {
  /** Stores the request's body and returns its path; throws `UploadRefused` for a bad name or size. */
  put(batch: string, relativePath: string, request: IncomingMessage): Promise<string>;
  /** Folder of a batch. */
  folder(batch: string): string;
  /** Removes what earlier runs were handed: no plan of theirs is left that could read it. */
  clear(): Promise<void>;
}

export class UploadRefused extends Error {
  override readonly name = "UploadRefused";
  /** HTTP status that fits: 400, or 413 for a file too large. */
  readonly status: number;
  constructor(message: string, status = 400) {
    super(message);
    this.status = status;
  }
}

export function createUploads(dataFolder: string): Uploads {
  const inbox = join(dataFolder, "inbox");
  const folder = (batch: string): string => {
    if (!/^[A-Za-z0-9_-]{1,64}$/.test(batch)) throw new UploadRefused("bad batch");
    return join(inbox, batch);
  };
  return {
    folder,
    clear: () => rm(inbox, { recursive: true, force: true }),
    async put(batch, relativePath, request) {
      const segments = relativePath.split("/");
      if (relativePath.length > 1000 || segments.some((segment) => !isSafeName(segment)))
        throw new UploadRefused("bad file name");
      const root = folder(batch);
      const path = join(root, ...segments);
      if (!path.startsWith(root + sep)) throw new UploadRefused("bad file name");
      await mkdir(dirname(path), { recursive: true });
      let received = 0;
      const bounded = new Transform({
        transform(chunk: Buffer, _encoding, done) {
          received += chunk.length;
          done(received > MAXIMUM_FILE_BYTES ? new UploadRefused("file too large", 413) : null, chunk);
        },
      });
      try {
        await pipeline(request, bounded, createWriteStream(path));
      } catch (thrown) {
        await rm(path, { force: true });
        throw thrown;
      }
      return path;
    },
  };
}
