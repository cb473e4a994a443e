/**
 * Snapshot segments: what exists at one position, cut into files that never change. Prepared once per
 * epoch and scope; readers go on with the changes from the manifest's cursor.
 */
import { hash } from "node:crypto";
import { promisify } from "node:util";
import { constants, gzip, zstdCompress } from "node:zlib";
import type { Manifest } from "../../../../shared/contract/plant/protocol.ts";
import { TABLES_VERSION } from "../../../../shared/contract/plant/segment-tables.ts";
import { cursorAt } from "./page.ts";
import type { ScopeRange } from "./range.ts";
import { segmentTables } from "./segment-tables.ts";
import type { ScopeFeed } from "./scope-feed.ts";
import type { SystemFeed } from "./system-feed.ts";

export type SegmentEncoding = Manifest["segments"][number]["encoding"];

export interface SnapshotOptions {
  /** Changes of a segment. */
  readonly rows: number;
  /** Bytes of a segment before compression. */
  readonly bytes: number;
  readonly encoding: SegmentEncoding;
  /** Whether each segment is also there as tables. */
  readonly tables: boolean;
}

export const SNAPSHOT_DEFAULTS: SnapshotOptions = {
  rows: 50_000,
  bytes: 32 * 1024 * 1024,
  encoding: "zstd",
  tables: true,
};

export interface Segment {
  readonly bytes: Buffer;
  readonly sha256: string;
}

export interface Snapshot {
  readonly manifest: Manifest;
  readonly segments: ReadonlyMap<string, Segment>;
}

const zip = promisify(gzip);
const zstd = promisify(zstdCompress);
const COMPRESS: Readonly<Record<SegmentEncoding, (bytes: Buffer) => Promise<Buffer>>> = {
  identity: (bytes) => Promise.resolve(bytes),
  gzip: (bytes) => zip(bytes, { level: 6 }),
  zstd: (bytes) => zstd(bytes, { params: { [constants.ZSTD_c_compressionLevel]: 3 } }),
};
const ENDINGS: Readonly<Record<SegmentEncoding, string>> = {
  identity: "ndjson",
  gzip: "ndjson.gz",
  zstd: "ndjson.zst",
};

export async function createSnapshot(
  system: SystemFeed,
  scope: ScopeFeed,
  { rows: maximumRows, bytes: maximumBytes, encoding, tables: withTables }: SnapshotOptions,
  range?: ScopeRange,
): Promise<Snapshot> {
  const { log } = scope;
  // What comes while segments are pressed is read from the feed.
  const count = log.count;
  const cursor = cursorAt(system, scope, system.head, range);
  const segments = new Map<string, Segment>();
  const listed: Manifest["segments"] = [];
  for (let from = 0; from < count;) {
    const to = Math.min(count, log.pageEnd(from, maximumRows, maximumBytes));
    const { rows, content } = current(scope, from, to, range);
    from = to;
    if (rows === 0) continue;
    const file = await pressed(content, encoding, ENDINGS[encoding], segments);
    const tables = withTables
      ? await pressed(segmentTables(content), encoding, `tables.${encoding}`, segments)
      : undefined;
    listed.push({
      rows,
      encoding,
      ...file,
      ...(tables === undefined ? {} : { tables: { version: TABLES_VERSION, encoding, ...tables } }),
    });
  }
  return {
    manifest: { epoch: system.epoch, scope: scope.id, ...range?.span, cursor, segments: listed },
    segments,
  };
}

/** Compresses a file of a segment and puts it among the others. */
async function pressed(
  content: Buffer,
  encoding: SegmentEncoding,
  ending: string,
  segments: Map<string, Segment>,
): Promise<{ readonly path: string; readonly bytes: number; readonly sha256: string }> {
  const bytes = await COMPRESS[encoding](content);
  const sha256 = hash("sha256", bytes);
  // Named by its content: the same name never holds other bytes.
  const path = `${sha256.slice(0, 32)}.${ending}`;
  segments.set(path, { bytes, sha256 });
  return { path, bytes: bytes.length, sha256 };
}

function current(
  scope: ScopeFeed,
  from: number,
  to: number,
  range: ScopeRange | undefined,
): { readonly rows: number; readonly content: Buffer } {
  const { log, hasOutdated } = scope;
  if (!hasOutdated && range === undefined)
    return { rows: to - from, content: Buffer.concat(log.slices(from, to)) };
  const lines: Buffer[] = [];
  for (let at = from; at < to; at += 1)
    if (!scope.isOutdated(at) && range?.isLeftOut(at) !== true) lines.push(log.line(at));
  return { rows: lines.length, content: Buffer.concat(lines) };
}
