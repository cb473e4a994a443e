/**
 * Tables of segments, unpacked: half of what it takes to look through one. A file that was opened for the sake of some
 * parts is kept for the next ones and for its turn, as long as all of them together are not too large.
 */
import { createReadStream, createWriteStream, rmSync } from "node:fs";
import { rm } from "node:fs/promises";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip, createZstdDecompress } from "node:zlib";
import { TABLES_BYTES } from "../../../../shared/contract/plant/segment-tables.ts";
import type { SegmentTables } from "../../../../shared/model/feed.ts";
import { Failure } from "../../../../shared/rpc/failure.ts";
import { broken } from "./table-rows.ts";

/** Bytes of all that are kept. */
const MOST_BYTES = 1024 ** 3;

export interface UnpackedTables {
  /** The unpacked file of the tables at `path`. `corrupt` for what can't be unpacked. Let go of it by `release`. */
  open(path: string, tables: SegmentTables, signal: AbortSignal): Promise<string>;
  /** `keep`: it is wanted again. */
  release(file: string, keep: boolean): Promise<void>;
  /** Removes all that are kept. */
  close(): void;
}

interface Unpacked {
  readonly opened: Promise<void>;
  bytes: number;
  /** Who reads it just now: a segment whose turn has come may be looked through for some parts as well. */
  users: number;
  isWanted: boolean;
}

export function createUnpackedTables(most = MOST_BYTES): UnpackedTables {
  /** By file, the one that was begun first before the others. */
  const files = new Map<string, Unpacked>();
  const total = (): number => [...files.values()].reduce((sum, { bytes }) => sum + bytes, 0);
  const begin = (path: string, tables: SegmentTables, file: string, signal: AbortSignal): Unpacked => {
    const begun: Unpacked = {
      opened: unpack(path, tables, file, signal).then((bytes) => {
        begun.bytes = bytes;
      }),
      bytes: 0,
      users: 0,
      isWanted: true,
    };
    begun.opened.catch(() => {
      if (files.get(file) === begun) files.delete(file);
    });
    files.set(file, begun);
    return begun;
  };
  return {
    async open(path, tables, signal) {
      // Beside the file that it is made of: what a crash leaves is removed with it.
      const file = `${path}.open`;
      for (;;) {
        const before = files.get(file);
        const unpacked = before ?? begin(path, tables, file, signal);
        unpacked.users += 1;
        try {
          await unpacked.opened;
          return file;
        } catch (thrown) {
          // It was begun by another who has given up.
          if (before === undefined || signal.aborted) throw thrown;
        }
      }
    },
    async release(file, keep) {
      const unpacked = files.get(file);
      if (unpacked === undefined) return;
      unpacked.users -= 1;
      unpacked.isWanted &&= keep;
      if (unpacked.users > 0 || (unpacked.isWanted && total() <= most)) return;
      files.delete(file);
      await rm(file, { force: true });
    },
    close() {
      for (const [file, { users }] of files) if (users === 0) rmSync(file, { force: true });
      files.clear();
    },
  };
}

/** Returns its bytes. */
async function unpack(path: string, tables: SegmentTables, to: string, signal: AbortSignal): Promise<number> {
  let bytes = 0;
  const bounded = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes > TABLES_BYTES) done(broken(tables, `they have more than ${TABLES_BYTES} bytes`));
      else done(undefined, chunk);
    },
  });
  const source = createReadStream(path, { highWaterMark: 256 * 1024 });
  const target = createWriteStream(to);
  try {
    if (tables.encoding === "identity") await pipeline(source, bounded, target, { signal });
    else {
      const decoder = tables.encoding === "gzip" ? createGunzip() : createZstdDecompress();
      await pipeline(source, decoder, bounded, target, { signal });
    }
  } catch (thrown) {
    if (signal.aborted) throw new Failure("cancelled", "cancelled");
    if (thrown instanceof Failure) throw thrown;
    const code = thrown instanceof Error && "code" in thrown ? String(thrown.code) : "";
    if (code === "ENOSPC" || code === "EDQUOT")
      throw new Failure(
        "limit",
        `The disk is full: ${to} could not be written. Free some space; it goes on from where it is.`,
      );
    throw broken(tables, "they can't be unpacked");
  }
  if (bytes === 0) throw broken(tables, "they are empty");
  return bytes;
}
