import { naturalOrder } from "../../../../shared/text/natural-order.ts";
import type {
  UnitComponent,
  UnitDetails,
  UnitSummary,
  unitsService,
} from "../../../../shared/contract/units.ts";
import type { Fact } from "../../../../shared/contract/common.ts";
import type { SerialStatus, Verdict } from "../../../../shared/model/unit.ts";
import type { ServiceImplementation } from "../../../../shared/rpc/service.ts";
import type { Connection } from "../open.ts";
import type { NamedUnitsOf } from "../columns/named-units.ts";
import { FAIL } from "./severity.ts";
import { createPartRecords } from "./part-records.ts";
import { createSubjects } from "./subject.ts";

type Served = Pick<typeof unitsService, "list" | "details">;

interface UnitRow {
  readonly unitId: number;
  readonly partNumber: string;
  readonly revision: string | null;
  readonly serial: string | null;
  readonly serialStatus: SerialStatus;
  readonly lot: string | null;
  readonly position: number | null;
  readonly label: string | null;
  readonly sourceId: string | null;
  readonly laboratory: string | null;
  readonly eventCount: number;
  readonly failures: number;
  readonly inspections: number;
}

/** `event` conditions beyond the unit itself go in `where`. */
const rows = (where: string): string => `
  SELECT u.unit_id AS unitId, p.number AS partNumber, u.revision, coalesce(u.serial, u.claimed_serial) AS serial,
    coalesce(u.claimed_status, u.serial_status) AS serialStatus, u.lot, u.position, u.label, s.id AS sourceId,
    (SELECT group_concat(DISTINCT m.laboratory) FROM measurement m WHERE m.unit_id = u.unit_id) AS laboratory,
    count(e.position) AS eventCount,
    coalesce(sum(e.severity >= ${FAIL}), 0) + (SELECT count(*) FROM measurement m WHERE m.unit_id = u.unit_id AND m.verdict = 'fail') AS failures,
    (SELECT count(*) FROM measurement m WHERE m.unit_id = u.unit_id AND m.verdict <> 'none') AS inspections
  FROM unit u JOIN part p USING (part_id) LEFT JOIN source s ON s.source_id = u.source_id
    LEFT JOIN event e ON e.unit_id = u.unit_id AND e.superseded = 0
  WHERE ${where}
  GROUP BY u.unit_id`;

export function createUnitQueries(
  connection: Connection,
  namedUnits: NamedUnitsOf,
): ServiceImplementation<Served> {
  const subjects = createSubjects(connection);
  const records = createPartRecords(connection);
  const ofParts = connection.prepare(rows("u.part_id IN (SELECT value FROM json_each(?))"));
  const idsOfParts = connection
    .prepare("SELECT unit_id FROM unit WHERE part_id IN (SELECT value FROM json_each(?))")
    .pluck();
  const some = connection.prepare(rows("u.unit_id IN (SELECT value FROM json_each(?))"));
  const one = connection.prepare(rows("u.unit_id = ?"));
  const factors = connection.prepare(
    "SELECT factor, value, s.id AS sourceId, place FROM factor JOIN source s USING (source_id) WHERE unit_id = ? ORDER BY s.source_id, key",
  );
  const notes = connection.prepare(`
    SELECT n.text, n.place, s.id AS sourceId, s.name AS sourceName FROM note_unit j JOIN note n USING (note_id)
      JOIN source s USING (source_id) WHERE j.unit_id = ? ORDER BY n.note_id`);
  const component = (mine: string, other: string): string => `
    SELECT u.unit_id AS unitId, p.number AS partNumber, coalesce(u.serial, u.claimed_serial) AS serial,
      coalesce(u.claimed_status, u.serial_status) AS serialStatus, u.lot, c.position,
      c.installed_us AS installedAt, c.removed_us AS removedAt
    FROM unit_component c JOIN unit u ON u.unit_id = c.${other} JOIN part p ON p.part_id = u.part_id
    WHERE c.${mine} = ? ORDER BY p.number, c.position, c.installed_us`;
  const components = connection.prepare(component("parent_id", "child_id"));
  const parents = connection.prepare(component("child_id", "parent_id"));
  const machines = connection.prepare(`
    SELECT q.name, count(*) AS n FROM event e JOIN equipment q USING (equipment_id)
    WHERE e.unit_id = ? AND e.superseded = 0 GROUP BY 1 ORDER BY n DESC, 1 LIMIT 10`);
  const orders = connection
    .prepare(
      "SELECT DISTINCT order_number FROM event WHERE unit_id = ? AND order_number IS NOT NULL AND superseded = 0 LIMIT 10",
    )
    .pluck();
  const span = connection.prepare(
    "SELECT min(started_us) AS first, max(started_us) AS last FROM event WHERE unit_id = ? AND superseded = 0",
  );

  return {
    list: ({ partNumber, window, only }) => {
      const named = namedUnits(only, window);
      const these = JSON.stringify(records.of(subjects.partId(partNumber)));
      const found =
        named === undefined
          ? ofParts.all(these)
          : some.all(JSON.stringify((idsOfParts.all(these) as number[]).filter((id) => named[id] === 1)));
      return (found as UnitRow[]).map(summary).sort(bySerial);
    },
    details: ({ unitId }): UnitDetails => {
      subjects.family(unitId);
      const row = one.get(unitId) as UnitRow;
      const facts: Fact[] = [];
      const made = machines.all(unitId) as { name: string }[];
      if (made.length > 0) facts.push({ key: "made-on", value: made.map(({ name }) => name).join(", ") });
      const orderNumbers = orders.all(unitId) as string[];
      if (orderNumbers.length > 0) facts.push({ key: "orders", value: orderNumbers.join(", ") });
      if (row.lot !== null) facts.push({ key: "lot", value: row.lot });
      const { first, last } = span.get(unitId) as { first: number | null; last: number | null };
      if (first !== null) facts.push({ key: "first-event", value: String(first) });
      if (last !== null) facts.push({ key: "last-event", value: String(last) });
      return {
        ...summary(row),
        facts,
        factors: (
          factors.all(unitId) as { factor: string; value: string; sourceId: string; place: string | null }[]
        ).map((factor) => ({ ...factor, place: factor.place ?? undefined })),
        notes: (
          notes.all(unitId) as { text: string; place: string | null; sourceId: string; sourceName: string }[]
        ).map((note) => ({ ...note, place: note.place ?? undefined })),
        components: (components.all(unitId) as ComponentRow[]).map(unitComponent),
        parents: (parents.all(unitId) as ComponentRow[]).map(unitComponent),
      };
    },
  };
}

function summary(row: UnitRow): UnitSummary {
  const verdict: Verdict = row.failures > 0 ? "fail" : row.inspections > 0 ? "pass" : "none";
  return {
    unitId: row.unitId,
    partNumber: row.partNumber,
    revision: row.revision ?? undefined,
    serial: row.serial ?? undefined,
    serialStatus: row.serialStatus,
    lot: row.lot ?? undefined,
    position: row.position ?? undefined,
    label: row.label ?? undefined,
    sourceId: row.sourceId ?? undefined,
    laboratory: row.laboratory ?? undefined,
    eventCount: row.eventCount,
    verdict,
  };
}

type Nullable<T> = {
  readonly [K in keyof T]: undefined extends T[K] ? Exclude<T[K], undefined> | null : T[K];
};
type ComponentRow = Nullable<UnitComponent>;

function unitComponent(row: ComponentRow): UnitComponent {
  return {
    unitId: row.unitId,
    partNumber: row.partNumber,
    serial: row.serial ?? undefined,
    serialStatus: row.serialStatus,
    lot: row.lot ?? undefined,
    position: row.position ?? undefined,
    installedAt: row.installedAt ?? undefined,
    removedAt: row.removedAt ?? undefined,
  };
}

/** Proven serials first, in numeric order; then claimed ones; units without a serial last, by their place. */
export function bySerial(
  a: Pick<UnitSummary, "serial" | "position" | "sourceId" | "unitId">,
  b: Pick<UnitSummary, "serial" | "position" | "sourceId" | "unitId">,
): number {
  if ((a.serial === undefined) !== (b.serial === undefined)) return a.serial === undefined ? 1 : -1;
  if (a.serial !== undefined && b.serial !== undefined) {
    const order = naturalOrder(a.serial, b.serial);
    if (order !== 0) return order;
  }
  const source = naturalOrder(a.sourceId ?? "", b.sourceId ?? "");
  return source !== 0 ? source : (a.position ?? 0) - (b.position ?? 0) || a.unitId - b.unitId;
}
