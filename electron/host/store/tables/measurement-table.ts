/** Measured values as a table, read for the question. */
import type { Subject, TimeWindow } from "../../../../shared/contract/common.ts";
import type { TableRow } from "../../../../shared/contract/tables.ts";
import { TABLE_COLUMNS } from "../../../../shared/model/table-columns.ts";
import { Failure } from "../../../../shared/rpc/failure.ts";
import type { Connection } from "../open.ts";
import type { Subjects } from "../queries/subject.ts";
import {
  cellAt,
  createWords,
  growingNumbers,
  heldBy,
  numbersOf,
  placesOf,
  tableOf,
  type Stretch,
} from "./array-table.ts";
import { numbersInSlices, type Slices } from "./slices.ts";
import type { Column, Table } from "./table.ts";

/** Values read at a time, and in all: some hundred bytes each while they are asked about. */
const AT_ONCE = 5_000;
const UNITS_AT_ONCE = 500;
const MOST = 1_000_000;
const COLUMNS = TABLE_COLUMNS.measurements.map(({ id }) => id);
const WORDS = [
  "serial",
  "characteristic",
  "feature",
  "uom",
  "verdict",
  "laboratory",
  "device",
  "part",
  "source",
] as const;
const CHARACTERISTIC = WORDS.indexOf("characteristic");
const NUMBERS = ["value", "nominal", "lower", "upper", "taken"] as const;

const SELECT = `SELECT m.measurement_id, m.unit_id, coalesce(u.serial, u.claimed_serial), c.name, m.feature, c.uom,
    m.verdict, coalesce(m.laboratory, s.name), m.device, p.number, s.name, m.value, c.nominal, c.lower_limit, c.upper_limit, m.taken_us
  FROM measurement m JOIN characteristic c USING (characteristic_id) JOIN unit u ON u.unit_id = m.unit_id
    JOIN part p ON p.part_id = c.part_id JOIN source s ON s.source_id = m.source_id`;
type Read = [number, number, ...(string | number | null)[]];

export type MeasurementTableOf = (
  subject: Subject,
  window: TimeWindow | undefined,
  measured: Measured,
  slices: Slices,
) => Promise<Table<Stretch>>;

/** Which values count; undefined: all. */
export interface Measured {
  /** 1 per row id. */
  readonly units: Uint8Array | undefined;
  /** Their names. */
  readonly characteristics: ReadonlySet<string> | undefined;
}

export function createMeasurementTable(connection: Connection, subjects: Subjects): MeasurementTableOf {
  const any = connection
    .prepare(`${SELECT} WHERE m.measurement_id > ? ORDER BY m.measurement_id LIMIT ${AT_ONCE}`)
    .raw();
  const ofUnit = connection.prepare(`${SELECT} WHERE m.unit_id = ?`).raw();
  const characteristics = connection
    .prepare("SELECT characteristic_id FROM characteristic WHERE part_id IN (SELECT value FROM json_each(?))")
    .pluck();
  const ofCharacteristic = connection
    .prepare(
      `${SELECT} WHERE m.characteristic_id = ? AND (m.unit_id, m.measurement_id) > (?, ?)
       ORDER BY m.unit_id, m.measurement_id LIMIT ${AT_ONCE}`,
    )
    .raw();

  function* rowsOf(subject: Subject): Generator<readonly Read[]> {
    if (subject.kind === "unit" || (subject.kind === "part" && subject.structure === "built")) {
      const units =
        subject.kind === "unit"
          ? subjects.family(subject.unitId)
          : subjects.built(subjects.partId(subject.partNumber)).units;
      for (let at = 0; at < units.length; at += UNITS_AT_ONCE)
        yield units.slice(at, at + UNITS_AT_ONCE).flatMap((unit) => ofUnit.all(unit) as Read[]);
    } else if (subject.kind === "everything") {
      for (let last = 0; ;) {
        const read = any.all(last) as Read[];
        yield read;
        if (read.length < AT_ONCE) return;
        last = read.at(-1)?.[0] ?? 0;
      }
    } else {
      const parts = subjects.subtree(subjects.partId(subject.partNumber));
      for (const id of characteristics.all(JSON.stringify(parts)) as number[])
        for (let last: readonly [number, number] = [0, 0]; ;) {
          const read = ofCharacteristic.all(id, ...last) as Read[];
          yield read;
          if (read.length < AT_ONCE) break;
          const [measurement, unit] = read.at(-1) ?? [0, 0];
          last = [unit, measurement];
        }
    }
  }

  return async (subject, window, measured, slices) => {
    const ids = growingNumbers();
    const units = growingNumbers();
    const words = WORDS.map(() => createWords());
    const numbers = NUMBERS.map(() => growingNumbers());
    for (const read of rowsOf(subject)) {
      for (const [id, unit, ...values] of read) {
        const taken = values[WORDS.length + NUMBERS.indexOf("taken")];
        if (window !== undefined && !(typeof taken === "number" && taken >= window.from && taken < window.to))
          continue;
        if (measured.units !== undefined && measured.units[unit] !== 1) continue;
        if (measured.characteristics?.has(String(values[CHARACTERISTIC])) === false) continue;
        ids.push(id);
        units.push(unit);
        words.forEach((each, at) => {
          const word = values[at];
          each.add(typeof word === "string" ? word : null);
        });
        numbers.forEach((each, at) => {
          const value = values[WORDS.length + at];
          each.push(typeof value === "number" ? value : NaN);
        });
      }
      if (ids.all().length > MOST)
        throw new Failure(
          "limit",
          `There are more than ${MOST.toLocaleString("en")} measurements. Select a part or unit, or brush a span.`,
        );
      await slices.breathe();
    }
    const all = ids.all();
    const number = (name: (typeof NUMBERS)[number]): Float64Array =>
      numbers[NUMBERS.indexOf(name)]?.all() ?? new Float64Array();
    const [value, nominal] = [number("value"), number("nominal")];
    const columns: Record<string, Column<Stretch>> = {
      ...Object.fromEntries(WORDS.map((name, at) => [name, words[at]?.column() ?? {}])),
      ...Object.fromEntries(
        NUMBERS.map((name) => [name, { numbers: numbersOf(number(name), name === "taken") }]),
      ),
      deviation: {
        numbers: numbersOf(
          await numbersInSlices(value.length, (row) => (value[row] ?? NaN) - (nominal[row] ?? NaN), slices),
          false,
        ),
      },
    };
    const places = await placesOf(all, slices);
    const [ofParts, unitOf] = [words[WORDS.indexOf("part")], units.all()];
    return tableOf({
      rows: all.length,
      ids: all,
      columns,
      held: [...places.held, ...heldBy(unitOf)],
      rowsOf: (asked) =>
        asked.map((id): TableRow => {
          const row = places.of(id);
          return {
            id,
            cells: COLUMNS.map((column) => cellAt(columns[column] ?? {}, row)),
            partNumber: ofParts?.at(row),
            unitId: unitOf[row],
          };
        }),
    });
  };
}
