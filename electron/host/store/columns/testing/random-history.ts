/** A cache with a random history that is changed while somebody reads it, and its rows the long way round. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import type { Subject } from "../../../../../shared/contract/common.ts";
import { EVENT_KINDS } from "../../../../../shared/model/event.ts";
import type { Connection } from "../../open.ts";
import { createChangeCounts } from "../../change-counts.ts";
import { openCache } from "../../stores.ts";
import { CHUNK_SIZE, type EventRow } from "../event-chunk.ts";
import { createChunkMaker } from "../make-chunks.ts";
import { EVENT_COLUMNS } from "../read-rows.ts";

export const SEED = 20261125;
export const SPAN = 1_000_000;
/** Two whole chunks and some more. */
export const EVENTS = 2 * CHUNK_SIZE + 1_000;
/** The last one is rare: so few events are read through their index. */
const PARTS = 7;
export const UNITS = 40;
export const EQUIPMENT = 6;

/** What is built into what, over several levels and of any part; the last pairs go in a circle. */
const BUILT_IN: readonly (readonly [parent: number, child: number])[] = [
  [7, 8],
  [7, 15],
  [8, 23],
  [23, 24],
  [14, 8],
  [1, 30],
  [30, 31],
  [31, 1],
];

export interface RandomRow extends Omit<EventRow, "position"> {
  readonly order: string | null;
  readonly characteristics: readonly string[];
}

export const rowArbitrary: fc.Arbitrary<RandomRow> = fc.record({
  kind: fc.nat({ max: EVENT_KINDS.length - 1 }),
  severity: fc.nat({ max: 4 }),
  started: fc.option(fc.nat({ max: SPAN }), { freq: 20 }),
  ended: fc.option(fc.nat({ max: SPAN }), { freq: 2 }),
  part: fc.option(
    fc.oneof(
      { weight: 80, arbitrary: fc.integer({ min: 1, max: PARTS - 1 }) },
      { weight: 1, arbitrary: fc.constant(PARTS) },
    ),
    { freq: 8 },
  ),
  unit: fc.option(fc.integer({ min: 1, max: UNITS }), { freq: 2 }),
  equipment: fc.option(fc.integer({ min: 1, max: EQUIPMENT }), { freq: 3 }),
  source: fc.constantFrom(1, 2),
  order: fc.option(
    fc.nat({ max: 5 }).map((order) => `WO-${order}`),
    { freq: 2 },
  ),
  characteristics: fc.oneof(
    { weight: 9, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.uniqueArray(fc.constantFrom("bore", "flatness", "width"), { maxLength: 3 }) },
  ),
});

const at = fc.nat({ max: EVENTS });
export const change = fc.oneof(
  fc.record({ kind: fc.constant("add" as const), rows: fc.array(rowArbitrary, { maxLength: 60 }) }),
  fc.record({ kind: fc.constant("remove" as const), at, n: fc.nat({ max: 30 }) }),
  fc.record({ kind: fc.constant("supersede" as const), at, n: fc.nat({ max: 30 }) }),
  fc.record({ kind: fc.constant("retime" as const), at, to: fc.nat({ max: SPAN }) }),
  fc.record({ kind: fc.constant("reorder" as const), at, order: fc.nat({ max: 7 }) }),
  fc.record({ kind: fc.constant("make" as const) }),
);
export type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;

export const subjectArbitrary: fc.Arbitrary<Subject> = fc.oneof(
  fc.constant({ kind: "everything" } as const),
  fc.integer({ min: 1, max: PARTS }).map((part) => ({ kind: "part", partNumber: `P${part}` }) as const),
  fc
    .integer({ min: 1, max: PARTS })
    .map((part) => ({ kind: "part", partNumber: `P${part}`, structure: "built" }) as const),
  fc.integer({ min: 1, max: UNITS }).map((unitId) => ({ kind: "unit", unitId }) as const),
);

export const windowArbitrary = fc
  .tuple(
    fc.nat({ max: SPAN }),
    fc.oneof(fc.integer({ min: 1, max: 3_000 }), fc.integer({ min: 1, max: 2 * SPAN })),
  )
  .map(([from, width]) => ({ from, to: from + width }));

export interface RandomHistory {
  readonly writing: Connection;
  readonly reading: Connection;
  readonly apply: (changes: readonly Change[]) => void;
  /** Rows of a subject that count, by start, then position. */
  readonly rowsOf: (subject: Subject) => readonly EventRow[];
  readonly close: () => void;
}

export function createRandomHistory(): RandomHistory {
  const folder = mkdtempSync(join(tmpdir(), "throughline-columns-"));
  const writing = openCache(folder, () => 0);
  const reading = openCache(folder, () => 0, true);
  writing.exec(`
    INSERT INTO source (source_id, id, name, format, mode, as_of_us) VALUES (1, 's', 's', 'csv', 'file', 0), (2, 't', 't', 'csv', 'file', 0);
    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${PARTS})
      INSERT INTO part (part_id, number, strength) SELECT i, 'P' || i, 'stated' FROM n;
    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${UNITS})
      INSERT INTO unit (unit_id, part_id, serial, serial_status) SELECT i, 1 + i % ${PARTS}, 'S' || i, 'proven' FROM n;
    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${EQUIPMENT})
      INSERT INTO equipment (equipment_id, name) SELECT i, 'M-' || i FROM n;
    INSERT INTO bom_closure SELECT part_id, part_id, 0 FROM part;
    INSERT INTO bom_closure VALUES (1, 2, 1), (1, 3, 2), (2, 3, 1), (4, 5, 1);
    INSERT INTO unit_component (source_id, key, parent_id, child_id) SELECT 1, n, value ->> 0, value ->> 1
      FROM (SELECT key AS n, value FROM json_each('${JSON.stringify(BUILT_IN)}'));
  `);
  const insert = writing.prepare(
    `INSERT INTO event (kind, type, severity, started_us, ended_us, part_id, unit_id, equipment_id, order_number, title, source_id, source_key, source_revision, details, payload, sha256, received_us)
     VALUES (?, 't', ?, ?, ?, ?, ?, ?, ?, 'title', ?, ?, 1, '{}', '', '', 0)`,
  );
  const insertSubject = writing.prepare(
    "INSERT INTO event_subject VALUES (?, 'characteristic', ?, 'source')",
  );
  let key = 0;
  const add = writing.transaction((rows: readonly RandomRow[]): void => {
    for (const row of rows) {
      const { kind, severity, started, ended, part, unit, equipment, order, source } = row;
      key += 1;
      const about = [part, unit, equipment, order] as const;
      const { lastInsertRowid } = insert.run(kind, severity, started, ended, ...about, source, String(key));
      for (const name of row.characteristics) insertSubject.run(lastInsertRowid, name);
    }
  });
  add(fc.sample(rowArbitrary, { seed: SEED, numRuns: EVENTS }));
  const maker = createChunkMaker(writing, () => 0);
  const counts = createChangeCounts(writing);
  const changeRows = (sql: string, ...values: readonly number[]): void =>
    void writing.prepare(sql).run(...values);
  return {
    writing,
    reading,
    apply: (changes) => {
      for (const step of changes) {
        if (step.kind === "add") add(step.rows);
        else if (step.kind === "remove") {
          changeRows("DELETE FROM event_subject WHERE position BETWEEN ? AND ?", step.at, step.at + step.n);
          changeRows("DELETE FROM event WHERE position BETWEEN ? AND ?", step.at, step.at + step.n);
        } else if (step.kind === "supersede")
          changeRows(
            "UPDATE event SET superseded = 1 WHERE position BETWEEN ? AND ?",
            step.at,
            step.at + step.n,
          );
        else if (step.kind === "retime")
          changeRows("UPDATE event SET started_us = ? WHERE position = ?", step.to, step.at);
        else if (step.kind === "reorder") {
          writing
            .prepare("UPDATE event SET order_number = ? WHERE position = ?")
            .run(`WO-${step.order}`, step.at);
          // Names are not among the columns: a change of them alone is known by being counted, as the writer does.
          counts.count({ kinds: ["events"] });
        } else maker.make();
      }
    },
    rowsOf: (subject) => {
      const rows = writing
        .prepare(
          `SELECT ${EVENT_COLUMNS} FROM event e WHERE superseded = 0 AND ${eventsAbout(writing, subject)} ORDER BY started_us, position`,
        )
        .all() as EventRow[];
      // An end before the start is none.
      return rows.map((row) => ({ ...row, ended: (row.ended ?? 0) < (row.started ?? 0) ? null : row.ended }));
    },
    close: () => {
      maker.stop();
      reading.close();
      writing.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Step by step, from the pairs themselves. */
function builtInto(units: readonly number[]): ReadonlySet<number> {
  const found = new Set(units);
  for (let before = 0; before !== found.size;) {
    before = found.size;
    for (const [parent, child] of BUILT_IN) if (found.has(parent)) found.add(child);
  }
  return found;
}

const below = (partNumber: string): string =>
  `SELECT descendant_id FROM bom_closure JOIN part ON part_id = ancestor_id WHERE number = '${partNumber}'`;

/** Row ids of a subject's units. @param twinsOf what is the same unit by a claim, itself among it */
export function unitsAbout(
  connection: Connection,
  subject: Subject,
  twinsOf: (unit: number) => readonly number[] = (unit) => [unit],
): readonly number[] {
  const units = (condition: string): readonly number[] =>
    connection
      .prepare(`SELECT unit_id FROM unit WHERE ${condition} ORDER BY unit_id`)
      .pluck()
      .all() as number[];
  if (subject.kind === "everything") return units("1");
  if (subject.kind === "part" && subject.structure === undefined)
    return units(`part_id IN (${below(subject.partNumber)})`);
  const own =
    subject.kind === "unit"
      ? [subject.unitId]
      : units(`part_id = (SELECT part_id FROM part WHERE number = '${subject.partNumber}')`);
  return [...builtInto(own.flatMap(twinsOf))].toSorted((a, b) => a - b);
}

/** A condition that the events of a subject fulfil. */
export function eventsAbout(
  connection: Connection,
  subject: Subject,
  twinsOf?: (unit: number) => readonly number[],
): string {
  if (subject.kind === "everything") return "1";
  if (subject.kind === "part" && subject.structure === undefined)
    return `e.part_id IN (${below(subject.partNumber)})`;
  const ofUnits = `e.unit_id IN (${unitsAbout(connection, subject, twinsOf).join(",")})`;
  return subject.kind === "unit"
    ? ofUnits
    : `(${ofUnits} OR e.part_id = (SELECT part_id FROM part WHERE number = '${subject.partNumber}'))`;
}
