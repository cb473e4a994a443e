/**
 * A snapshot segment from its tables (shared/contract/plant/segment-tables.ts). The file comes from
 * outside: it is opened read-only, has to hold exactly the tables of the protocol, and every value is
 * checked on its way into a file of our own, which is all that the store gets to see.
 */
import { LINE_BYTES } from "../../../../shared/contract/plant/protocol.ts";
import {
  TABLES_APPLICATION_ID,
  TABLES_SCHEMA,
  TABLES_VERSION,
} from "../../../../shared/contract/plant/segment-tables.ts";
import type { FeedSegment } from "../../../../shared/model/feed.ts";
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
import type { SegmentNames } from "../segment-names.ts";
import {
  broken,
  copyEvents,
  noteNames,
  readChanges,
  readEquipment,
  readReferences,
  type Named,
  type NumberedChange,
  type Wanted,
} from "./table-rows.ts";
import type { UnpackedTables } from "./unpacked-tables.ts";

/** Rows handed on at a time: one transaction of the store each. */
const DELIVERY_ROWS = 25_000;

/** Rows looked through at a time for those that are chosen. */
const LOOKED_THROUGH = 50_000;

/** The rows of a segment behind row `from`, or those of them that are chosen. `corrupt` for tables that are not what they should be. */
export async function* readTables(
  unpacked: UnpackedTables,
  path: string,
  segment: FeedSegment,
  from: number,
  scratch: () => string,
  signal: AbortSignal,
  chosen?: ChosenRecords,
  names?: SegmentNames,
): AsyncGenerator<Delivery> {
  const { tables } = segment;
  if (tables?.version !== TABLES_VERSION)
    throw broken(tables ?? segment, "they are of another version of the protocol");
  const file = await unpacked.open(path, tables, signal);
  let isSound = true;
  try {
    for (let start = from; start < segment.rows;) {
      if (signal.aborted) throw new Failure("cancelled", "cancelled");
      const end = Math.min(segment.rows, start + (chosen === undefined ? DELIVERY_ROWS : LOOKED_THROUGH));
      const delivery = take(file, segment, { start, end, chosen, names }, scratch());
      if (chosen === undefined || delivery.staged !== undefined || delivery.changes.length > 0)
        yield delivery;
      start = end;
    }
    names?.end();
  } catch (thrown) {
    isSound = false;
    throw thrown;
  } finally {
    // After its turn nobody asks for it.
    await unpacked.release(file, isSound && chosen !== undefined);
  }
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
      if (wanted.names !== undefined) noteNames(connection, wanted, references, wanted.names);
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
