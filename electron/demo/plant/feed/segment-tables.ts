/** The lines of a segment as the SQLite file that shared/contract/plant/segment-tables.ts describes. */
import { hash } from "node:crypto";
import type { Change } from "../../../../shared/contract/plant/protocol.ts";
import {
  TABLES_APPLICATION_ID,
  TABLES_SCHEMA,
  TABLES_VERSION,
} from "../../../../shared/contract/plant/segment-tables.ts";
import { EVENT_KINDS, SEVERITIES } from "../../../../shared/model/event.ts";
import { openMemory } from "../../../host/store/open.ts";

const LINE_FEED = 10;
const RECORD = '"record":{';

/** `lines`: puts as they go out, each with its line feed. */
export function segmentTables(lines: Buffer): Buffer {
  const file = openMemory();
  try {
    file.exec(
      `PRAGMA application_id = ${TABLES_APPLICATION_ID}; PRAGMA user_version = ${TABLES_VERSION}; BEGIN`,
    );
    for (const statement of Object.values(TABLES_SCHEMA)) file.exec(statement);
    const insert = (table: string, columns: number) =>
      file.prepare(`INSERT INTO ${table} VALUES (${Array.from({ length: columns }, () => "?").join(", ")})`);
    const [event, change] = [insert("event", 20), insert("change", 2)];
    const reference = numbering(insert("reference", 2));
    const equipment = numbering(insert("equipment", 2));
    const ids = new Set<string>();
    let n = 0;
    for (const line of linesOf(lines)) {
      n += 1;
      const put = JSON.parse(line) as Extract<Change, { op: "put" }>;
      const { record, id } = put;
      if (record.record !== "event" || ids.has(id)) {
        change.run(n, line);
        ids.add(id);
        continue;
      }
      ids.add(id);
      const subject =
        record.unit === undefined ? record.part && { part: record.part } : { unit: record.unit };
      event.run(
        n,
        id,
        put.revision,
        put.position,
        Number.parseInt(hash("sha256", line.slice(line.indexOf(RECORD))).slice(0, 12), 16),
        EVENT_KINDS.indexOf(record.kind),
        record.type,
        SEVERITIES.indexOf(record.severity ?? "none"),
        record.startedAt ?? null,
        record.endedAt ?? null,
        record.offsetMinutes ?? null,
        subject === undefined ? null : reference(JSON.stringify(subject)),
        record.equipment === undefined ? null : equipment(record.equipment),
        record.title,
        record.order ?? null,
        record.operation ?? null,
        record.actor ?? null,
        record.characteristics === undefined ? null : JSON.stringify(record.characteristics),
        record.details === undefined ? null : JSON.stringify(record.details),
        record.payload,
      );
    }
    file.exec("COMMIT");
    return file.serialize();
  } finally {
    file.close();
  }
}

function* linesOf(bytes: Buffer): Generator<string> {
  for (let start = 0; start < bytes.length;) {
    const end = bytes.indexOf(LINE_FEED, start);
    yield bytes.toString("utf8", start, end);
    start = end + 1;
  }
}

/** Numbers values from 0 as they come, and writes each down once. */
function numbering(insert: { run(n: number, value: string): unknown }): (value: string) => number {
  const numbers = new Map<string, number>();
  return (value) => {
    const known = numbers.get(value);
    if (known !== undefined) return known;
    insert.run(numbers.size, value);
    numbers.set(value, numbers.size);
    return numbers.size - 1;
  };
}
