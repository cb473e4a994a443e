/**
 * A snapshot segment from its tables (shared/contract/plant/segment-tables.ts). The file comes from
 * outside: it is opened read-only, has to hold exactly the tables of the protocol, and every value is
 * checked on its way into a file of our own, which is all that the store gets to see.
 */
import { hash } from "node:crypto";
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
import {
  partReferenceSchema,
  unitReferenceSchema,
  wireRecordSchema,
} from "../../../../shared/contract/plant/wire-record.ts";
import { EVENT_KINDS, SEVERITIES } from "../../../../shared/model/event.ts";
import type { FeedChange, FeedSegment, SegmentTables } from "../../../../shared/model/feed.ts";
import { Failure } from "../../../../shared/rpc/failure.ts";
import { attachForeign, openScratch, translateErrors, type Connection } from "../../store/open.ts";
import {
  createRestatements,
  partOf,
  referencesOf,
  STAGED_SCHEMA,
  type Delivery,
  type StagedEvents,
  type StagedReference,
} from "../../store/staged-events.ts";
import { SetChecksum } from "../../store/writer/feeds/checksum.ts";
import { readChangeLine } from "./change-line.ts";
import { quickCheck } from "./quick-check.ts";

/** Rows handed on at a time: one transaction of the store each. */
const DELIVERY_ROWS = 25_000;

/** The rows of a segment behind row `from`. `corrupt` for tables that are not what they should be. */
export async function* readTables(
  path: string,
  segment: FeedSegment,
  from: number,
  scratch: () => string,
  signal: AbortSignal,
): AsyncGenerator<Delivery> {
  const { tables } = segment;
  if (tables?.version !== TABLES_VERSION)
    throw broken(tables ?? segment, "they are of another version of the protocol");
  const file = scratch();
  try {
    await unpack(path, tables, file, signal);
    for (let start = from; start < segment.rows;) {
      if (signal.aborted) throw new Failure("cancelled", "cancelled");
      const end = Math.min(segment.rows, start + DELIVERY_ROWS);
      yield take(file, segment, start, end, scratch());
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
function take(file: string, segment: FeedSegment, start: number, end: number, to: string): Delivery {
  const tables = segment.tables ?? segment;
  const connection = openScratch(to);
  try {
    return translateErrors(to, () => {
      attachForeign(connection, file, "segment");
      requireTables(connection, tables);
      const references = readReferences(connection, tables);
      const equipment = readEquipment(connection, tables);
      const changes = readChanges(connection, tables, start, end);
      const copied = copyEvents(connection, tables, { start, end, references, equipment });
      if (copied.rows + changes.length !== end - start)
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

const isUnit = quickCheck(unitReferenceSchema);
const isPart = quickCheck(partReferenceSchema);

function readReferences(connection: Connection, tables: Named): readonly StagedReference[] {
  const rows = connection.prepare("SELECT n, reference FROM segment.reference ORDER BY n").all() as {
    n: number;
    reference: unknown;
  }[];
  return rows.map(({ n, reference }, index) => {
    const value = typeof reference === "string" ? json(reference) : undefined;
    const { unit, part } = (value ?? {}) as { unit?: unknown; part?: unknown };
    const isSound = n === index && (isUnit(unit) ? part === undefined : isPart(part) && unit === undefined);
    if (!isSound) throw broken(tables, `reference ${index} is not as it should be`);
    return value as StagedReference;
  });
}

function readEquipment(connection: Connection, tables: Named): readonly string[] {
  const rows = connection.prepare("SELECT n, name FROM segment.equipment ORDER BY n").all() as {
    n: number;
    name: unknown;
  }[];
  return rows.map(({ n, name }, index) => {
    if (n === index && typeof name === "string" && name.length >= 1 && name.length <= 300) return name;
    throw broken(tables, `equipment ${index} is not as it should be`);
  });
}

interface NumberedChange {
  readonly n: number;
  readonly change: FeedChange;
}

function readChanges(
  connection: Connection,
  tables: Named,
  start: number,
  end: number,
): readonly NumberedChange[] {
  const rows = connection
    .prepare(
      "SELECT n, line FROM segment.change WHERE n > ? AND n <= ? AND octet_length(line) <= ? ORDER BY n",
    )
    .all(start, end, LINE_BYTES) as { n: number; line: unknown }[];
  return rows.map(({ n, line }) => {
    if (typeof line !== "string") throw broken(tables, `row ${n} is no text`);
    try {
      return { n, change: readChangeLine(line) };
    } catch (thrown) {
      throw thrown instanceof Failure ? broken(tables, `row ${n}: ${thrown.message}`) : thrown;
    }
  });
}

const LARGEST = 2 ** 53;
const between = (column: string, from: number, to: number): string => `${column} BETWEEN ${from} AND ${to}`;
/** Characters, and bytes of UTF-8: a NUL ends the one and not the other. */
const text = (column: string, from: number, to: number): string =>
  `${between(`length(${column})`, from, to)} AND octet_length(${column}) <= ${4 * to}`;
const absentOr = (column: string, condition: string): string => `(${column} IS NULL OR ${condition})`;
const time = (column: string): string => absentOr(column, between(column, -LARGEST, LARGEST));

/** The bounds of the event record (wire-record.ts) in SQL; those of what is JSON are checked by its schema. */
const SOUND = [
  text("id", 1, 300),
  between("revision", 0, LARGEST),
  between("position", 0, LARGEST),
  between("digest", 0, 2 ** 48 - 1),
  between("kind", 0, EVENT_KINDS.length - 1),
  text("type", 1, 300),
  between("severity", 0, SEVERITIES.length - 1),
  time("started"),
  time("ended"),
  absentOr("offset_minutes", between("offset_minutes", -1_080, 1_080)),
  absentOr("reference", "reference BETWEEN 0 AND @references - 1"),
  absentOr("equipment", "equipment BETWEEN 0 AND @equipment - 1"),
  text("title", 0, 1_000),
  ...["order_number", "operation", "actor"].map((column) => absentOr(column, text(column, 1, 300))),
  text("payload", 0, 65_536),
].join(" AND ");

interface Copied {
  readonly rows: number;
  readonly checksum: SetChecksum;
  readonly position: number;
  /** Row of each id. */
  readonly ids: ReadonlyMap<string, number>;
}

function copyEvents(
  connection: Connection,
  tables: Named,
  parts: {
    readonly start: number;
    readonly end: number;
    readonly references: readonly unknown[];
    readonly equipment: readonly unknown[];
  },
): Copied {
  const checksum = new SetChecksum();
  const ids = new Map<string, number>();
  let position = 0;
  const options = { deterministic: false, directOnly: true } as const;
  connection.function(
    "noted",
    options,
    (n: number, id: string, revision: number, at: number, payload: string) => {
      if (ids.has(id))
        throw broken(tables, `${id.slice(0, 120)} stands in row ${ids.get(id)} and again in row ${n}`);
      ids.set(id, n);
      checksum.add(id, revision);
      position = Math.max(position, at);
      return hash("sha256", payload);
    },
  );
  // As it would be kept had it come as a line.
  const settled = (isSound: (value: unknown) => boolean) => (n: number, value: string) => {
    const parsed = json(value);
    if (parsed === undefined || !isSound(parsed))
      throw broken(tables, `row ${n} has details that are not as they should be`);
    return JSON.stringify(parsed);
  };
  connection.function("details", options, settled(areDetails));
  connection.function("characteristics", options, settled(areCharacteristics));
  connection.exec(STAGED_SCHEMA);
  const { changes } = connection
    .prepare(
      `INSERT INTO main.event SELECT n - @start, id, revision, position, digest, kind, type, severity, started, ended,
         offset_minutes, reference, equipment, title, order_number, operation, actor,
         CASE WHEN characteristics IS NOT NULL THEN characteristics(n, characteristics) END,
         CASE WHEN details IS NULL THEN '{}' ELSE details(n, details) END,
         payload, noted(n, id, revision, position, payload)
       FROM segment.event WHERE n > @start AND n <= @end AND ${SOUND} ORDER BY n`,
    )
    .run({
      start: parts.start,
      end: parts.end,
      references: parts.references.length,
      equipment: parts.equipment.length,
    });
  return { rows: changes, checksum, position, ids };
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

const eventFields = (() => {
  const event = wireRecordSchema.options.find(({ entries }) => entries.record.literal === "event");
  if (event === undefined || !("details" in event.entries)) throw new Error("no schema of events");
  return event.entries;
})();
const areDetails = quickCheck(eventFields.details.wrapped);
const areCharacteristics = quickCheck(eventFields.characteristics.wrapped);

function json(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}

interface Named {
  readonly path: string;
}

const broken = ({ path }: Named, why: string): Failure =>
  new Failure(
    "corrupt",
    `The tables ${path} of a snapshot segment can't be used: ${why}. Its lines are read instead.`,
  );
