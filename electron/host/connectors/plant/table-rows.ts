/** Rows of a segment's tables, each value checked on its way into a file of our own. */
import { hash } from "node:crypto";
import { LINE_BYTES } from "../../../../shared/contract/plant/protocol.ts";
import {
  partReferenceSchema,
  unitReferenceSchema,
  wireRecordSchema,
} from "../../../../shared/contract/plant/wire-record.ts";
import { EVENT_KINDS, SEVERITIES } from "../../../../shared/model/event.ts";
import type { FeedChange } from "../../../../shared/model/feed.ts";
import { Failure } from "../../../../shared/rpc/failure.ts";
import type { Connection } from "../../store/open.ts";
import { partOf, STAGED_SCHEMA, type StagedReference } from "../../store/staged-events.ts";
import { SetChecksum } from "../../store/writer/feeds/checksum.ts";
import type { ChosenRecords } from "../chosen-records.ts";
import type { SegmentNames } from "../segment-names.ts";
import { readChangeLine } from "./change-line.ts";
import { quickCheck } from "./quick-check.ts";

/** Rows `start` + 1 … `end`, or those of them that are chosen. */
export interface Wanted {
  readonly start: number;
  readonly end: number;
  readonly chosen: ChosenRecords | undefined;
  /** Where what the rows name is noted. */
  readonly names: SegmentNames | undefined;
}

/** What a message names: the file. */
export interface Named {
  readonly path: string;
}

export const broken = ({ path }: Named, why: string): Failure =>
  new Failure(
    "corrupt",
    `The tables ${path} of a snapshot segment can't be used: ${why}. Its lines are read instead.`,
  );

const isUnit = quickCheck(unitReferenceSchema);
const isPart = quickCheck(partReferenceSchema);

export function readReferences(connection: Connection, tables: Named): readonly StagedReference[] {
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

export function readEquipment(connection: Connection, tables: Named): readonly string[] {
  const rows = connection.prepare("SELECT n, name FROM segment.equipment ORDER BY n").all() as {
    n: number;
    name: unknown;
  }[];
  return rows.map(({ n, name }, index) => {
    if (n === index && typeof name === "string" && name.length >= 1 && name.length <= 300) return name;
    throw broken(tables, `equipment ${index} is not as it should be`);
  });
}

export interface NumberedChange {
  readonly n: number;
  readonly change: FeedChange;
}

export function readChanges(
  connection: Connection,
  tables: Named,
  { start, end, chosen, names }: Wanted,
): readonly NumberedChange[] {
  const rows = connection
    .prepare(
      "SELECT n, line FROM segment.change WHERE n > ? AND n <= ? AND octet_length(line) <= ? ORDER BY n",
    )
    .all(start, end, LINE_BYTES) as { n: number; line: unknown }[];
  return rows.flatMap(({ n, line }) => {
    if (typeof line !== "string") throw broken(tables, `row ${n} is no text`);
    names?.addLine(line);
    if (chosen?.mayHave(line) === false) return [];
    try {
      const change = readChangeLine(line);
      if (chosen?.has(change) === false) return [];
      chosen?.take(change.id, change.revision);
      return [{ n, change }];
    } catch (thrown) {
      throw thrown instanceof Failure ? broken(tables, `row ${n}: ${thrown.message}`) : thrown;
    }
  });
}

/** Parts of the references, and which events are a later word; those of the changes are noted as they are read. */
export function noteNames(
  connection: Connection,
  { start, end }: Wanted,
  references: readonly StagedReference[],
  names: SegmentNames,
): void {
  for (const reference of references) names.addPart(partOf(reference).name);
  const again = connection
    .prepare("SELECT id, revision FROM segment.event WHERE n > ? AND n <= ? AND revision > 1")
    .raw();
  for (const [id, revision] of again.iterate(start, end) as Iterable<[unknown, number]>)
    names.addRevision(String(id), revision);
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

export function copyEvents(
  connection: Connection,
  tables: Named,
  parts: Wanted & {
    readonly references: readonly StagedReference[];
    readonly equipment: readonly unknown[];
  },
): Copied {
  const { chosen } = parts;
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
      chosen?.take(id, revision);
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
  if (chosen !== undefined) markChosen(connection, parts.references, chosen);
  const { changes } = connection
    .prepare(
      `INSERT INTO main.event SELECT n - @start, id, revision, position, digest, kind, type, severity, started, ended,
         offset_minutes, reference, equipment, title, order_number, operation, actor,
         CASE WHEN characteristics IS NOT NULL THEN characteristics(n, characteristics) END,
         CASE WHEN details IS NULL THEN '{}' ELSE details(n, details) END,
         payload, noted(n, id, revision, position, payload)
       FROM segment.event WHERE n > @start AND n <= @end
         ${chosen === undefined ? "" : IS_CHOSEN} AND ${SOUND} ORDER BY n`,
    )
    .run({
      start: parts.start,
      end: parts.end,
      references: parts.references.length,
      equipment: parts.equipment.length,
      ...(chosen === undefined ? {} : { least: Math.min(chosen.leastRevision, LARGEST) }),
    });
  return { rows: changes, checksum, position, ids };
}

/** About one of the parts, or a later word on an event that was taken. */
const IS_CHOSEN =
  "AND (reference IN (SELECT n FROM temp.chosen) OR (revision >= @least AND typeof(id) = 'text' AND is_taken(id)))";

function markChosen(
  connection: Connection,
  references: readonly StagedReference[],
  chosen: ChosenRecords,
): void {
  connection.exec("CREATE TEMP TABLE chosen (n INTEGER PRIMARY KEY) STRICT");
  const mark = connection.prepare("INSERT INTO temp.chosen VALUES (?)");
  for (const [n, reference] of references.entries())
    if (chosen.parts.has(partOf(reference).name)) mark.run(n);
  connection.function("is_taken", { deterministic: false, directOnly: true }, (id: string) =>
    Number(chosen.isTaken(id)),
  );
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
