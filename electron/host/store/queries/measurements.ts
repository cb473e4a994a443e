import {
  CELL_STATES,
  type CharacteristicColumn,
  type MeasurementBlock,
  type MeasurementRow,
  type measurementsService,
} from "../../../../shared/contract/measurements.ts";
import type { Subject, TimeWindow } from "../../../../shared/contract/common.ts";
import type { SerialStatus, Verdict } from "../../../../shared/model/unit.ts";
import type { ServiceImplementation } from "../../../../shared/rpc/service.ts";
import type { Connection } from "../open.ts";
import { characteristicsOf, type NamedUnitsOf } from "../columns/named-units.ts";
import { placeInColumns } from "./measurement-columns.ts";
import { createPartRecords } from "./part-records.ts";
import { createSubjects } from "./subject.ts";
import { bySerial } from "./units.ts";

interface CharacteristicRow {
  readonly id: number;
  readonly name: string;
  readonly kind: string;
  readonly nominal: number | null;
  readonly lowerLimit: number | null;
  readonly upperLimit: number | null;
  readonly uom: string | null;
  readonly remark: string | null;
}

interface ValueRow {
  readonly characteristicId: number;
  readonly unitId: number;
  readonly serial: string | null;
  readonly serialStatus: SerialStatus;
  readonly position: number | null;
  readonly label: string | null;
  readonly sequence: number;
  readonly takenAt: number | null;
  readonly value: number | null;
  readonly verdict: Verdict;
  readonly laboratory: string | null;
  readonly feature: string | null;
}

interface Block {
  readonly sourceRow: number;
  readonly sourceId: string;
  readonly sourceName: string;
  readonly partId: number;
  readonly partNumber: string;
}

export function createMeasurementQueries(
  connection: Connection,
  namedUnits: NamedUnitsOf,
): Omit<ServiceImplementation<typeof measurementsService>, "failRates"> {
  const subjects = createSubjects(connection);
  const records = createPartRecords(connection);
  const columnsOf = connection.prepare(`
    SELECT characteristic_id AS id, name, kind, nominal, lower_limit AS lowerLimit, upper_limit AS upperLimit, uom, remark
    FROM characteristic WHERE part_id = ? AND source_id = ? ORDER BY characteristic_id`);
  const VALUES = `
    SELECT m.characteristic_id AS characteristicId, m.unit_id AS unitId, coalesce(u.serial, u.claimed_serial) AS serial,
      coalesce(u.claimed_status, u.serial_status) AS serialStatus, u.position, u.label, m.sequence, m.taken_us AS takenAt,
      m.value, m.verdict, m.laboratory, m.feature
    FROM measurement m JOIN unit u USING (unit_id) JOIN characteristic c USING (characteristic_id)
    WHERE c.part_id = ? AND m.source_id = ?`;

  const blocksOf = (subject: Subject): readonly (Block & { units: readonly number[] | undefined })[] => {
    const units = subject.kind === "unit" ? subjects.family(subject.unitId) : undefined;
    const condition =
      subject.kind === "part"
        ? `c.part_id IN (${records.of(subjects.partId(subject.partNumber)).join(",")})`
        : units !== undefined
          ? `c.characteristic_id IN (SELECT characteristic_id FROM measurement WHERE unit_id IN (${units.join(",")}))`
          : "1";
    // What a CAD file demands is no table of measurements: its details show it.
    const rows = connection
      .prepare(
        `SELECT DISTINCT c.source_id AS sourceRow, s.id AS sourceId, s.name AS sourceName, p.part_id AS partId, p.number AS partNumber
         FROM characteristic c JOIN source s USING (source_id) JOIN part p USING (part_id)
         WHERE s.format <> 'step' AND ${condition} ORDER BY p.number, s.source_id`,
      )
      .all() as Block[];
    // Under the number of the part that was asked for, as its features are (measured-features.ts).
    const told = subject.kind === "part" ? { partNumber: subject.partNumber } : {};
    return rows.map((row) => ({ ...row, ...told, units }));
  };

  return {
    table: ({ subject, window, only }) => {
      const named = namedUnits(only);
      const characteristics = characteristicsOf(only);
      return blocksOf(subject).flatMap((block) => {
        const unitCondition = block.units === undefined ? "" : ` AND m.unit_id IN (${block.units.join(",")})`;
        const rows = connection
          .prepare(`${VALUES}${unitCondition} ORDER BY m.sequence`)
          .all(block.partId, block.sourceRow) as ValueRow[];
        const values = rows.filter(({ unitId }) => named === undefined || named[unitId] === 1);
        const all = columnsOf.all(block.partId, block.sourceRow) as CharacteristicRow[];
        const asked = all.filter(({ name }) => characteristics?.has(name) !== false);
        // What the filters leave nothing of is no table.
        if ((rows.length > 0 && values.length === 0) || (all.length > 0 && asked.length === 0)) return [];
        const ids = new Set(asked.map(({ id }) => id));
        return [
          buildBlock(
            block,
            asked,
            values.filter(({ characteristicId }) => ids.has(characteristicId)),
            window,
          ),
        ];
      });
    },
  };
}

/** Rows × columns of one source; a row's window test is its own time, and rows without time are counted, not hidden. */
function buildBlock(
  block: Block,
  characteristics: readonly CharacteristicRow[],
  values: readonly ValueRow[],
  window: TimeWindow | undefined,
): MeasurementBlock {
  const byRow = Map.groupBy(values, (value) => value.sequence);
  let undatedRows = 0;
  const kept: { row: MeasurementRow & { sourceId: undefined }; cells: readonly ValueRow[] }[] = [];
  for (const cells of byRow.values()) {
    const first = cells[0];
    if (first === undefined) continue;
    const takenAt = cells.find((cell) => cell.takenAt !== null)?.takenAt ?? undefined;
    if (window !== undefined) {
      if (takenAt === undefined) {
        undatedRows += 1;
        continue;
      }
      if (takenAt < window.from || takenAt >= window.to) continue;
    }
    const failed = cells.filter((cell) => cell.verdict === "fail").length;
    const verdict: Verdict =
      failed > 0 ? "fail" : cells.some((cell) => cell.verdict === "pass") ? "pass" : "none";
    const row = {
      unitId: first.unitId,
      serial: first.serial ?? undefined,
      serialStatus: first.serialStatus,
      position: first.position ?? first.sequence,
      label: first.label ?? undefined,
      takenAt,
      verdict,
      failed,
      sourceId: undefined,
    };
    kept.push({ row, cells });
  }
  kept.sort((a, b) => bySerial(a.row, b.row));

  const places = placeInColumns(characteristics, values);
  const width = places.columns.length;
  const grid = new Float64Array(kept.length * width).fill(NaN);
  const states = new Uint8Array(kept.length * width);
  const measured = new Uint32Array(width);
  const failed = new Uint32Array(width);
  kept.forEach(({ cells }, rowIndex) => {
    for (const cell of cells) {
      const column = places.columnOf(cell);
      if (column === undefined) continue;
      const at = rowIndex * width + column;
      if (cell.value !== null) grid[at] = cell.value;
      states[at] = CELL_STATES.indexOf(cell.verdict);
      measured[column] = (measured[column] ?? 0) + 1;
      if (cell.verdict === "fail") failed[column] = (failed[column] ?? 0) + 1;
    }
  });
  const columns = places.columns.map(({ row, feature, measuredOn }, index): CharacteristicColumn => ({
    name: row.name,
    feature,
    measuredOn,
    kind: row.kind,
    nominal: row.nominal ?? undefined,
    lowerLimit: row.lowerLimit ?? undefined,
    upperLimit: row.upperLimit ?? undefined,
    uom: row.uom ?? undefined,
    remark: row.remark ?? undefined,
    measured: measured[index] ?? 0,
    failed: failed[index] ?? 0,
  }));
  return {
    sourceId: block.sourceId,
    sourceName: block.sourceName,
    partNumber: block.partNumber,
    laboratory: values.find((value) => value.laboratory !== null)?.laboratory ?? undefined,
    columns,
    rows: kept.map(({ row: { sourceId: _unused, ...row } }) => row),
    values: grid,
    states,
    undatedRows,
  };
}
