/** The demo's history: the same seed gives the same records, byte for byte. Each batch is of one source. */
import type { UnitRecord, UnitReference } from "../../../shared/model/record.ts";
import { buildYear, type YearOptions } from "./build-year.ts";
import { createRandom } from "./random.ts";
import { CMMS } from "./sources/cmms.ts";
import { FIELD } from "./sources/field.ts";
import { LOGISTICS } from "./sources/logistics.ts";
import { MACHINES } from "./sources/machines.ts";
import { MES } from "./sources/mes.ts";
import { PLM } from "./sources/plm.ts";
import { QMS } from "./sources/qms.ts";
import type { DemoSource, HistoryRecord } from "./sources/source.ts";

export interface HistoryOptions extends YearOptions {
  readonly seed: number;
}

export const DEMO_OPTIONS: HistoryOptions = { seed: 168 };

export interface HistoryBatch {
  readonly sourceId: string;
  readonly sourceName: string;
  readonly records: readonly HistoryRecord[];
}

/** The most telling first. */
const SOURCES: readonly DemoSource[] = [PLM, MES, QMS, FIELD, CMMS, MACHINES, LOGISTICS];

/** Records of a batch: a writer is never held for long. */
const BATCH = 1500;

export function* generateHistory({ seed, ...options }: HistoryOptions): Generator<HistoryBatch> {
  const random = createRandom(seed);
  const year = buildYear(random, options);
  const introduce = introductions(year.units);
  for (const source of SOURCES) {
    const entries = source.entries(year, random.fork(source.id)).toSorted((a, b) => a.at - b.at);
    const introduced = entries.flatMap(({ record }) => introduce(record));
    for (let start = 0; start < introduced.length; start += BATCH) {
      const batch = introduced.slice(start, start + BATCH);
      yield { sourceId: source.id, sourceName: source.name, records: batch };
    }
  }
}

/**
 * Puts a unit's own record, with its revision and lot, before the first record that names it: whatever
 * order the sources come in, no unit is founded without them.
 */
function introductions(
  units: readonly { readonly reference: UnitReference; readonly introduction: UnitRecord }[],
): (record: HistoryRecord) => readonly HistoryRecord[] {
  const waiting = new Map(units.map(({ reference, introduction }) => [reference, introduction]));
  return (record) => {
    const result: HistoryRecord[] = [];
    for (const reference of unitsOf(record)) {
      const introduction = waiting.get(reference);
      if (introduction === undefined) continue;
      waiting.delete(reference);
      result.push(introduction);
    }
    result.push(record);
    return result;
  };
}

function unitsOf(record: HistoryRecord): readonly UnitReference[] {
  switch (record.record) {
    case "unit-component":
      return [record.parent, record.child];
    case "measurement":
    case "factor":
      return [record.unit];
    case "event":
    case "samples":
      return record.unit === undefined ? [] : [record.unit];
    case "note":
      return record.units ?? [];
    default:
      return [];
  }
}
