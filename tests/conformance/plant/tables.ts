/** Whether the tables of a segment say what its lines say (shared/contract/plant/segment-tables.ts). */
import { hash } from "node:crypto";
import { DatabaseSync } from "node:sqlite";
import {
  TABLES_APPLICATION_ID,
  TABLES_SCHEMA,
  TABLES_VERSION,
} from "../../../shared/contract/plant/segment-tables.ts";
import { EVENT_KINDS, SEVERITIES } from "../../../shared/model/event.ts";

type Row = Readonly<Record<string, unknown>>;

/** The first thing that is wrong with them, in words. */
export function faultOfTables(bytes: Buffer, lines: readonly string[]): string | undefined {
  const file = new DatabaseSync(":memory:");
  try {
    file.deserialize(bytes);
    return faultOfSchema(file) ?? faultOfRows(file, lines);
  } catch (thrown) {
    return `SQLite says ${String(thrown)}`;
  } finally {
    file.close();
  }
}

function faultOfSchema(file: DatabaseSync): string | undefined {
  const found = file.prepare("SELECT name, sql FROM sqlite_schema ORDER BY name").all() as Row[];
  const expected = Object.entries(TABLES_SCHEMA).sort(([a], [b]) => (a < b ? -1 : 1));
  if (JSON.stringify(found.map(({ name, sql }) => [name, sql])) !== JSON.stringify(expected))
    return "they are other tables than the protocol says";
  for (const [pragma, value] of [
    ["application_id", TABLES_APPLICATION_ID],
    ["user_version", TABLES_VERSION],
  ] as const)
    if (file.prepare(`PRAGMA ${pragma}`).get()?.[pragma] !== value) return `${pragma} is not ${value}`;
  return undefined;
}

function faultOfRows(file: DatabaseSync, lines: readonly string[]): string | undefined {
  const events = new Map(
    (
      file
        .prepare(
          `SELECT e.*, r.reference AS subject, q.name AS machine FROM event e LEFT JOIN reference r ON r.n = e.reference
           LEFT JOIN equipment q ON q.n = e.equipment`,
        )
        .all() as Row[]
    ).map((row) => [row["n"], row]),
  );
  const others = new Map(
    (file.prepare("SELECT n, line FROM change").all() as Row[]).map((row) => [row["n"], row]),
  );
  if (events.size + others.size !== lines.length)
    return `they hold ${events.size + others.size} rows for ${lines.length} lines`;
  for (const [index, line] of lines.entries()) {
    const n = index + 1;
    const other = others.get(n);
    if (other !== undefined && other["line"] !== line) return `row ${n} is another than line ${n}`;
    if (other !== undefined) continue;
    const row = events.get(n);
    if (row === undefined) return `line ${n} has no row`;
    const [here, there] = [JSON.stringify(rowAsLine(row)), JSON.stringify(normal(line))];
    if (here !== there) return `row ${n} is ${here}, line ${n} says ${there}`;
  }
  return undefined;
}

const parsed = (text: unknown): unknown => (typeof text === "string" ? (JSON.parse(text) as unknown) : text);

/** Both in the same form: `rowAsLine` from the columns, `normal` from the line. */
const rowAsLine = (row: Row): unknown => [
  row["id"],
  row["revision"],
  row["position"],
  row["digest"],
  EVENT_KINDS[Number(row["kind"])],
  row["type"],
  SEVERITIES[Number(row["severity"])],
  row["started"],
  row["ended"],
  row["offset_minutes"],
  parsed(row["subject"]),
  row["machine"],
  row["title"],
  row["order_number"],
  row["operation"],
  row["actor"],
  parsed(row["characteristics"]),
  parsed(row["details"]),
  row["payload"],
];

function normal(line: string): unknown {
  const change = JSON.parse(line) as Row & { readonly record: Row };
  const { record } = change;
  const part = record["part"] === undefined ? null : { part: record["part"] };
  const digest = hash("sha256", line.slice(line.indexOf('"record":{'))).slice(0, 12);
  return [
    change["id"],
    change["revision"],
    change["position"],
    Number.parseInt(digest, 16),
    record["record"] === "event" ? record["kind"] : "no event",
    record["type"],
    record["severity"] ?? "none",
    record["startedAt"] ?? null,
    record["endedAt"] ?? null,
    record["offsetMinutes"] ?? null,
    record["unit"] === undefined ? part : { unit: record["unit"] },
    record["equipment"] ?? null,
    record["title"],
    record["order"] ?? null,
    record["operation"] ?? null,
    record["actor"] ?? null,
    record["characteristics"] ?? null,
    record["details"] ?? null,
    record["payload"],
  ];
}
