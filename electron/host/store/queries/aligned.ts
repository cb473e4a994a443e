/** Units laid over each other at the start of an operation: which there are, their runs, what they lack. */
import { naturalOrder } from "../../../../shared/text/natural-order.ts";
import {
  MOST_FAILURES,
  MOST_RUNS,
  type AlignedFailure,
  type AlignedRun,
  type AlignedUnit,
} from "../../../../shared/contract/aligned.ts";
import type { eventsService } from "../../../../shared/contract/events.ts";
import { EVENT_KINDS } from "../../../../shared/model/event.ts";
import type { ServiceImplementation } from "../../../../shared/rpc/service.ts";
import { alignUnits } from "../../../../shared/stats/align-units.ts";
import { newestUnits } from "../columns/newest-units.ts";
import type { SubjectColumns, SubjectColumnsOf } from "../columns/subject-columns.ts";
import type { Connection } from "../open.ts";
import { createPartRecords } from "./part-records.ts";
import { FAIL } from "./severity.ts";
import type { Subjects } from "./subject.ts";

type Served = Pick<typeof eventsService, "operations" | "aligned">;

/** Units that are looked at for one that has the operation, and for the operations that there are. */
const MOST_LOOKED = 500;
const LOOKED_FOR_OPERATIONS = 200;
const MOST_OPERATIONS = 200;
const MOST_LACKING = 24;

/** What may be the run of an operation: a change or a delivery that names one is none. */
const RUN_KINDS = ["production", "machine", "inspection"] as const;
/** A unit and its twins by a person's claim. */
const OF_UNIT = "e.unit_id IN (SELECT unit_id FROM unit WHERE unit_id = @unit OR same_as = @unit)";

/** Row ids of the part that is asked about and of the products that it is, as one value. */
const THESE = "(SELECT value FROM json_each(@part))";

interface UnitRow {
  readonly unitId: number;
  readonly serial: string | null;
  readonly lot: string | null;
  readonly label: string | null;
  readonly claimed: string | null;
}

interface Looked {
  readonly unit: UnitRow;
  readonly runs: readonly AlignedRun[];
  readonly isCut: boolean;
}

export function createAlignedQueries(
  connection: Connection,
  columnsOf: SubjectColumnsOf,
  subjects: Subjects,
): ServiceImplementation<Served> {
  const records = createPartRecords(connection);
  const kinds = RUN_KINDS.map((kind) => EVENT_KINDS.indexOf(kind)).join(",");
  const runs = connection.prepare(`
    SELECT e.position, e.operation, e.title, e.kind, e.severity, q.name AS equipment, e.started_us AS start, e.ended_us AS "end"
    FROM event e LEFT JOIN equipment q USING (equipment_id)
    WHERE ${OF_UNIT} AND e.operation <> '' AND e.kind IN (${kinds}) AND e.started_us IS NOT NULL AND e.superseded = 0
    ORDER BY e.started_us, e.position LIMIT ${MOST_RUNS + 1}`);
  const failures = connection.prepare(`
    SELECT e.position, e.title, e.kind, e.severity, e.started_us AS start FROM event e
    WHERE ${OF_UNIT} AND e.severity >= ${FAIL} AND e.started_us IS NOT NULL AND e.superseded = 0
      AND e.position NOT IN (SELECT value FROM json_each(@runs))
    ORDER BY e.started_us, e.position LIMIT ${MOST_FAILURES + 1}`);
  const UNIT = "unit_id AS unitId, serial, lot, label, claimed_serial AS claimed FROM unit";
  const unitAt = connection.prepare(
    `SELECT ${UNIT} WHERE unit_id = (SELECT coalesce(same_as, unit_id) FROM unit WHERE unit_id = @unit AND part_id IN ${THESE})`,
  );
  // One index each: serials, lots, and the few that have neither but a person's claim.
  const unitNamed = connection
    .prepare(
      `SELECT coalesce(
         (SELECT unit_id FROM unit WHERE part_id IN ${THESE} AND serial = @name),
         (SELECT unit_id FROM unit WHERE part_id IN ${THESE} AND serial IS NULL AND lot = @name),
         (SELECT unit_id FROM unit WHERE part_id IN ${THESE} AND serial IS NULL AND lot IS NULL AND claimed_serial = @name LIMIT 1))`,
    )
    .pluck();
  const unitsOfPart = connection
    .prepare(
      "SELECT count(*) FROM unit WHERE part_id IN (SELECT value FROM json_each(?)) AND same_as IS NULL",
    )
    .pluck();

  const look = (unit: UnitRow): Looked => {
    const found = (runs.all({ unit: unit.unitId }) as RunRow[]).map(
      ({ kind, end, equipment, ...run }): AlignedRun => ({
        ...run,
        kind: EVENT_KINDS[kind] ?? "production",
        equipment: equipment ?? undefined,
        // An end before the start is none.
        end: end === null || end < run.start ? undefined : end,
      }),
    );
    return { unit, runs: ofOperations(found.slice(0, MOST_RUNS)), isCut: found.length > MOST_RUNS };
  };
  /** Of one set of columns: they change with every commit. */
  const newest = new WeakMap<SubjectColumns, readonly number[]>();
  /** Units at work last, twins as one. */
  function* latestUnits(partNumber: string, part: readonly number[]): Generator<UnitRow> {
    const columns = columnsOf({ kind: "part", partNumber });
    const ids = newest.get(columns) ?? newestUnits(columns.chosen, part, MOST_LOOKED);
    newest.set(columns, ids);
    const seen = new Set<number>();
    for (const id of ids) {
      const unit = unitAt.get({ unit: id, part: JSON.stringify(part) }) as UnitRow | undefined;
      if (unit === undefined || seen.has(unit.unitId)) continue;
      seen.add(unit.unitId);
      yield unit;
    }
  }
  const named = (name: string, these: readonly number[]): UnitRow | undefined => {
    const part = JSON.stringify(these);
    const number = /^#(\d{1,15})$/.exec(name)?.[1];
    const known = unitNamed.get({ name, part }) as number | null;
    const unit = known ?? (number === undefined ? undefined : Number(number));
    return unit === undefined ? undefined : (unitAt.get({ unit, part }) as UnitRow | undefined);
  };

  return {
    operations: ({ partNumber }) => {
      const part = records.of(subjects.partId(partNumber));
      const units = new Map<string, number>();
      const names = countNames();
      let looked = 0;
      for (const unit of latestUnits(partNumber, part)) {
        if (looked === LOOKED_FOR_OPERATIONS) break;
        looked += 1;
        const found = look(unit).runs;
        for (const run of found) names.add(run, unit);
        for (const operation of new Set(found.map((run) => run.operation)))
          units.set(operation, (units.get(operation) ?? 0) + 1);
      }
      return {
        operations: [...units]
          .map(([operation, count]) => ({ operation, name: names.of(operation), units: count }))
          .sort((a, b) => naturalOrder(a.operation, b.operation))
          .slice(0, MOST_OPERATIONS),
        looked,
      };
    },
    aligned: ({ partNumber, operation, units: asked, fill }) => {
      const part = records.of(subjects.partId(partNumber));
      const looked = new Map<number, Looked>();
      const lacking = new Map<number, Looked>();
      const unknown: string[] = [];
      const add = (unit: UnitRow): void => {
        if (looked.has(unit.unitId) || lacking.has(unit.unitId)) return;
        const found = look(unit);
        const has = found.runs.some((run) => run.operation === operation);
        (has ? looked : lacking).set(unit.unitId, found);
      };
      for (const name of new Set(asked)) {
        const unit = named(name, part);
        if (unit === undefined) unknown.push(name);
        else add(unit);
      }
      if (looked.size < fill)
        for (const unit of latestUnits(partNumber, part)) {
          if (looked.size >= fill) break;
          add(unit);
        }
      const shown = [...looked.values()];
      const names = countNames();
      for (const one of shown) for (const run of one.runs) names.add(run, one.unit);
      const { units, medians } = alignUnits(
        shown.map((one) => one.runs),
        operation,
      );
      return {
        name: names.of(operation),
        units: shown.flatMap(({ unit, runs: own, isCut }, at): readonly AlignedUnit[] => {
          const operations = units[at];
          const zero = operations?.find((one) => one.operation === operation)?.run.start;
          if (operations === undefined || zero === undefined) return [];
          const failed = failures.all({
            unit: unit.unitId,
            runs: JSON.stringify(own.map(({ position }) => position)),
          }) as FailureRow[];
          return [
            {
              unitId: unit.unitId,
              key: keyOf(unit),
              name: nameOf(unit),
              zero,
              operations: operations.map(({ start, duration, ...rest }) => ({
                ...rest,
                startBy: start,
                durationBy: duration,
              })),
              failures: failed
                .slice(0, MOST_FAILURES)
                .map((row): AlignedFailure => ({ ...row, kind: EVENT_KINDS[row.kind] ?? "inspection" })),
              isCut: isCut || failed.length > MOST_FAILURES,
            },
          ];
        }),
        medians: medians.map((median) => ({ ...median, name: names.of(median.operation) })),
        lacking: [...lacking.values()].slice(0, MOST_LACKING).map(({ unit }) => nameOf(unit)),
        lackingCount: lacking.size,
        unknown,
        others: Math.max(0, Number(unitsOfPart.get(JSON.stringify(part))) - shown.length - lacking.size),
      };
    },
  };
}

type RunRow = Omit<AlignedRun, "kind" | "end" | "equipment"> & {
  readonly kind: number;
  readonly end: number | null;
  readonly equipment: string | null;
};
type FailureRow = Omit<AlignedFailure, "kind"> & { readonly kind: number };

const keyOf = ({ unitId, serial, lot }: UnitRow): string => serial ?? lot ?? `#${unitId}`;
const nameOf = ({ unitId, serial, lot, label, claimed }: UnitRow): string =>
  claimed ?? serial ?? lot ?? label ?? `#${unitId}`;

/** Where an operation has runs with an end, what only names it without one is a word about it and no run. */
function ofOperations(runs: readonly AlignedRun[]): readonly AlignedRun[] {
  const ended = new Set(runs.flatMap(({ operation, end }) => (end === undefined ? [] : [operation])));
  return runs.filter(({ operation, end }) => end !== undefined || !ended.has(operation));
}

/** What most events of an operation call it, without the unit that their titles name too. */
function countNames(): {
  readonly add: (run: AlignedRun, unit: UnitRow) => void;
  readonly of: (operation: string) => string;
} {
  const counts = new Map<string, Map<string, number>>();
  return {
    add: ({ operation, title }, { serial, lot, label }) => {
      const words = [serial, lot, label, operation].reduce(withoutWord, title);
      const name = words.replaceAll(/^[\s·:,;–-]+|[\s·:,;–-]+$/g, "");
      const known = counts.get(operation) ?? new Map<string, number>();
      counts.set(operation, known);
      known.set(name, (known.get(name) ?? 0) + 1);
    },
    of: (operation) => [...(counts.get(operation) ?? [])].sort((a, b) => b[1] - a[1])[0]?.[0] ?? "",
  };
}

/** Only as a word by itself: serial 1 is not in "Bore 10". */
function withoutWord(text: string, word: string | null): string {
  if (word === null || word === "") return text;
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const end = at + word.length;
    const isWord = (letter: string | undefined): boolean =>
      letter !== undefined && /[\p{L}\p{N}]/u.test(letter);
    if (!isWord(text[at - 1]) && !isWord(text[end])) return text.slice(0, at) + text.slice(end);
  }
  return text;
}
