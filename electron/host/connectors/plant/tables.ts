/**
 * A snapshot segment from its tables (shared/contract/plant/segment-tables.ts). The file comes from
 * outside: it is opened read-only, has to hold exactly the tables of the protocol, and every value is
 * checked on its way into a file of our own, which is all that the store gets to see.
 */
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip, createZstdDecompress } from "node:zlib";
import { LINE_BYTES } from "../../../../shared/contract/plant/protocol.ts";
import {
  TABLES_APPLICATION_ID,
  TABLES_BYTES,
  TABLES_SCHEMA,
  TABLES_VERSION,
} from "../../../../shared/contract/plant/segment-tables.ts";
import type { FeedSegment, SegmentTables } from "../../../../shared/model/feed.ts";
import { Failure } from "../../../../shared/rpc/failure.ts";
import { attachForeign, openScratch, translateErrors, type Connection } from "../../store/open.ts";
import {
  createRestatements,
  partOf,
  referencesOf,
  type Delivery,
  type StagedEvents,
  type StagedReference,
} from "../../store/staged-events.ts";
import type { ChosenRecords } from "../chosen-records.ts";
import {
  broken,
  copyEvents,
  readChanges,
  readEquipment,
  readReferences,
  type Named,
  type NumberedChange,
  type Wanted,
} from "./table-rows.ts";

/** Rows handed on at a time: one transaction of the store each. */
const DELIVERY_ROWS = 25_000;

/** Rows looked through at a time for those that are chosen. */
const LOOKED_THROUGH = 50_000;

/** The rows of a segment behind row `from`, or those of them that are chosen. `corrupt` for tables that are not what they should be. */
export async function* readTables(
  path: string,
  segment: FeedSegment,
  from: number,
  scratch: () => string,
  signal: AbortSignal,
  chosen?: ChosenRecords,
): AsyncGenerator<Delivery> {
  const { tables } = segment;
  if (tables?.version !== TABLES_VERSION)
    throw broken(tables ?? segment, "they are of another version of the protocol");
  const file = scratch();
  try {
    await unpack(path, tables, file, signal);
    for (let start = from; start < segment.rows;) {
      if (signal.aborted) throw new Failure("cancelled", "cancelled");
      const end = Math.min(segment.rows, start + (chosen === undefined ? DELIVERY_ROWS : LOOKED_THROUGH));
      const delivery = take(file, segment, { start, end, chosen }, scratch());
      if (chosen === undefined || delivery.staged !== undefined || delivery.changes.length > 0)
        yield delivery;
      start = end;
    }
  } finally {
    await rm(file, { force: true });
  }
}

async function unpack(path: string, tables: SegmentTables, to: string, signal: AbortSignal): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
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
  if ((await stat(to)).size === 0) throw broken(tables, "they are empty");
}

/** Rows `start` + 1 … `end` as a delivery in the file `to`. */
function take(file: string, segment: FeedSegment, wanted: Wanted, to: string): Delivery {
  const { start, end, chosen } = wanted;
  const tables = segment.tables ?? segment;
  const connection = openScratch(to);
  try {
    return translateErrors(to, () => {
      attachForeign(connection, file, "segment");
      requireTables(connection, tables);
      const references = readReferences(connection, tables);
      const equipment = readEquipment(connection, tables);
      const copied = copyEvents(connection, tables, { ...wanted, references, equipment });
      // Behind the events: it may be a later word on one of them.
      const changes = readChanges(connection, tables, wanted);
      // What else is wrong is found when the segment's turn comes.
      if (chosen === undefined && copied.rows + changes.length !== end - start)
        throw broken(
          tables,
          `${wrongRow(connection, start, end)} of ${segment.rows} is missing or not as it should be`,
        );
      for (const { n, change } of changes)
        if ((copied.ids.get(change.id) ?? 0) > n)
          throw broken(tables, `row ${n} stands behind what replaces it`);
      const namings = readNamings(connection, start, references, changes);
      const { checksum, position, rows } = copied;
      const list = changes.map(({ change }) => change);
      if (rows === 0) return { changes: list, staged: undefined };
      return {
        changes: list,
        staged: {
          path: to,
          rows,
          checksum: checksum.toString(),
          position,
          references,
          equipment,
          ...namings,
        },
      };
    });
  } catch (thrown) {
    if (thrown instanceof Failure && (thrown.kind !== "corrupt" || thrown.message.includes(tables.path)))
      throw thrown;
    throw broken(tables, "the file is damaged");
  } finally {
    connection.close();
  }
}

function requireTables(connection: Connection, tables: Named): void {
  const found = connection.prepare("SELECT name, type, sql FROM segment.sqlite_schema").all() as {
    name: string;
    type: string;
    sql: string | null;
  }[];
  const expected = new Map<string, string>(Object.entries(TABLES_SCHEMA));
  const isSame =
    found.length === expected.size &&
    found.every(({ name, type, sql }) => type === "table" && sql !== null && expected.get(name) === sql);
  const application = Number(connection.pragma("segment.application_id", { simple: true }));
  const version = Number(connection.pragma("segment.user_version", { simple: true }));
  if (!isSame || application !== TABLES_APPLICATION_ID || version !== TABLES_VERSION)
    throw broken(tables, "they are other tables than the protocol says");
}

/** The first row that is neither among the changes nor among what was copied. */
function wrongRow(connection: Connection, start: number, end: number): string {
  const has = connection.prepare(
    `SELECT 1 FROM main.event WHERE n = @n - @start UNION ALL
     SELECT 1 FROM segment.change WHERE n = @n AND octet_length(line) <= ${LINE_BYTES}`,
  );
  for (let n = start + 1; n <= end; n += 1) if (has.get({ n, start }) === undefined) return `row ${n}`;
  return "a row";
}

/** What the rows name, in their order, and which parts in several revisions. */
function readNamings(
  connection: Connection,
  start: number,
  references: readonly StagedReference[],
  changes: readonly NumberedChange[],
): Pick<StagedEvents, "named" | "restated"> {
  const used = connection
    .prepare(
      `SELECT reference, min(n) + @start AS first, max(n) + @start AS last FROM main.event
       WHERE reference IS NOT NULL GROUP BY reference`,
    )
    .all({ start }) as { reference: number; first: number; last: number }[];
  const others = changes.flatMap(({ n, change }) =>
    change.op === "put"
      ? referencesOf(change.record).map((subject) => ({ n, naming: { by: change.id, subject }, subject }))
      : [],
  );
  const named = [...used.map(({ reference, first }) => ({ n: first, naming: reference })), ...others]
    .sort((a, b) => a.n - b.n)
    .map(({ naming }) => naming);
  const revisions = createRestatements();
  const last = used.flatMap(({ reference, last: n }) => {
    const subject = references[reference];
    return subject === undefined ? [] : [{ n, subject }];
  });
  for (const { subject } of [...last, ...others].sort((a, b) => a.n - b.n)) revisions.note(partOf(subject));
  return { named, restated: revisions.restated() };
}
