/** Filters of events against the rows themselves, in every question that takes them, while the history changes. */
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import type { Subject, TimeWindow } from "../../../../shared/contract/common.ts";
import {
  FILTER_DIMENSIONS,
  type EventFilter,
  type FilterDimension,
} from "../../../../shared/contract/event-filter.ts";
import { EVENT_KINDS, SEVERITIES } from "../../../../shared/model/event.ts";
import { context, createTablesOfHistory } from "../tables/testing/tables-of-history.ts";
import {
  change,
  eventsAbout,
  SEED,
  subjectArbitrary,
  unitsAbout,
  windowArbitrary,
} from "./testing/random-history.ts";

const { history, tablesOf, events, rates, numbers, units: unitQueries } = createTablesOfHistory();
const tables = tablesOf(200);
history.writing.exec(`
  INSERT INTO unit (unit_id, part_id, serial, serial_status) VALUES (43, 2, 'S43', 'proven'), (50, 2, 'S50', 'proven');
  INSERT INTO unit (unit_id, part_id, position, serial_status, claimed_serial, same_as) VALUES (52, 4, 1, 'missing', 'S3', 3);
  UPDATE unit SET same_as = 43 WHERE unit_id = 1;
  INSERT INTO characteristic (characteristic_id, source_id, part_id, name, kind)
    SELECT part_id * 2 + n, 1, part_id, CASE n WHEN 0 THEN 'bore' ELSE 'width' END, 'diameter'
    FROM part, (SELECT 0 AS n UNION ALL SELECT 1);
  INSERT INTO measurement (source_id, key, unit_id, characteristic_id, value, verdict, verdict_origin, sequence, taken_us)
    SELECT 1, unit_id || ' ' || n, unit_id, part_id * 2 + n, unit_id, CASE (unit_id + n) % 3 WHEN 0 THEN 'fail' ELSE 'pass' END, 'source', 1,
      CASE unit_id % 5 WHEN 0 THEN NULL ELSE unit_id * 20000 END
    FROM unit, (SELECT 0 AS n UNION ALL SELECT 1);
`);
afterAll(() => history.close());

/** The same unit by a claim: one has no events of its own, the other no serial. 50 has none and is itself. */
const TWINS = [
  [43, 1],
  [3, 52],
];
const twinsOf = (unit: number): readonly number[] => TWINS.find((group) => group.includes(unit)) ?? [unit];
const CHARACTERISTICS = ["bore", "width"];
const isOut = (unit: number, at: number): boolean => (unit + at) % 3 === 0;
const takenAt = (unit: number): number | undefined => (unit % 5 === 0 ? undefined : unit * 20_000);
const isTakenIn = (unit: number, window: TimeWindow | undefined): boolean => {
  const taken = takenAt(unit);
  return window === undefined || (taken !== undefined && taken >= window.from && taken < window.to);
};

interface Row {
  readonly position: number;
  readonly kind: number;
  readonly severity: number;
  readonly started: number | null;
  readonly end: number | null;
  readonly part: string | null;
  readonly unit: number | null;
  readonly unitPart: string | null;
  readonly equipment: string | null;
  readonly order: string | null;
  readonly source: string;
  readonly characteristics: string | null;
}

function rowsOf(subject: Subject): readonly Row[] {
  return history.writing
    .prepare(
      `SELECT e.position, e.kind, e.severity, e.started_us AS started,
         CASE WHEN e.ended_us >= e.started_us THEN e.ended_us ELSE e.started_us END AS end,
         p.number AS part, e.unit_id AS unit, up.number AS unitPart, q.name AS equipment, e.order_number AS "order", s.id AS source,
         (SELECT group_concat(name, char(10)) FROM event_subject x WHERE x.position = e.position AND x.kind = 'characteristic') AS characteristics
       FROM event e JOIN source s USING (source_id) LEFT JOIN part p ON p.part_id = e.part_id
         LEFT JOIN unit u ON u.unit_id = e.unit_id LEFT JOIN part up ON up.part_id = u.part_id
         LEFT JOIN equipment q ON q.equipment_id = e.equipment_id
       WHERE e.superseded = 0 AND ${eventsAbout(history.writing, subject, twinsOf)}`,
    )
    .all() as Row[];
}

/** Keys of an event in a dimension; [""]: it names none. */
function keysOf(row: Row, by: FilterDimension): readonly string[] {
  switch (by) {
    case "kind":
      return [EVENT_KINDS[row.kind] ?? ""];
    case "severity":
      return [SEVERITIES[row.severity] ?? ""];
    case "unit":
      return row.unit === null ? [""] : twinsOf(row.unit).map((unit) => `${row.unitPart}/S${unit}`);
    case "characteristic":
      return row.characteristics?.split("\n") ?? [""];
    default:
      return [row[by] ?? ""];
  }
}

const passes = (row: Row, only: readonly EventFilter[]): boolean =>
  only.every(({ by, keys }) => keysOf(row, by).some((key) => keys.includes(key)));
const isIn = ({ started, end }: Row, { from, to }: TimeWindow): boolean =>
  started !== null && end !== null && started < to && end >= from;

const KEYS: Readonly<Record<FilterDimension, readonly string[]>> = {
  kind: [...EVENT_KINDS, "no kind"],
  severity: [...SEVERITIES],
  equipment: ["", "M-1", "M-2", "M-6", "M-9"],
  source: ["s", "t", "u"],
  order: ["", "WO-0", "WO-1", "WO-7", "no order"],
  unit: ["", ...[1, 2, 3, 8, 40, 41, 43, 50].map((unit) => `P${1 + (unit % 7)}/S${unit}`)],
  characteristic: ["", "bore", "width", "no such"],
  part: ["", "P1", "P2", "P7", "P8"],
};
const onlyArbitrary: fc.Arbitrary<EventFilter[]> = fc
  .uniqueArray(fc.constantFrom(...FILTER_DIMENSIONS), { maxLength: 3 })
  .chain((dimensions) =>
    fc.tuple(
      ...dimensions.map((by) =>
        fc
          .uniqueArray(fc.constantFrom(...KEYS[by]), { minLength: 1, maxLength: 3 })
          .map((keys): EventFilter => ({ by, keys })),
      ),
    ),
  );
const ofUnits = (only: readonly EventFilter[]): EventFilter[] =>
  only.filter(({ by }) => by !== "characteristic");
/** Units that an event which passes names, in the span, and their twins; by units alone, those, whatever is of them. */
function unitsNamed(only: readonly EventFilter[], window: TimeWindow | undefined): (unit: number) => boolean {
  const others = ofUnits(only);
  if (others.length === 0 && window === undefined) return () => true;
  if (window === undefined && others.every(({ by }) => by === "unit"))
    return (unit) =>
      twinsOf(unit).some((twin) => others[0]?.keys.includes(`P${1 + (twin % 7)}/S${twin}`) === true);
  const named = new Set(
    rowsOf({ kind: "everything" })
      .filter((row) => passes(row, others) && (window === undefined || isIn(row, window)))
      .flatMap(({ unit }) => (unit === null ? [] : twinsOf(unit))),
  );
  return (unit) => named.has(unit);
}
const sum = (values: Iterable<number>): number => [...values].reduce((all, one) => all + one, 0);

test("the timeline, its overview, lists and tables have the events that pass, and no others", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(change, { maxLength: 2 }),
      fc.oneof(
        { weight: 5, arbitrary: subjectArbitrary },
        {
          weight: 1,
          arbitrary: fc.constantFrom(43, 50, 52).map((unitId): Subject => ({ kind: "unit", unitId })),
        },
      ),
      onlyArbitrary,
      fc.option(windowArbitrary, { nil: undefined }),
      async (changes, subject, only, window) => {
        history.apply(changes);
        const all = rowsOf(subject).filter((row) => passes(row, only));
        const rows = all.filter((row) => window === undefined || isIn(row, window));
        const dated = rows.filter(({ started }) => started !== null);
        const span = window === undefined ? {} : { window };

        const timeline = events.timeline({ subject, only, buckets: 16, ...span }, context) as Awaited<
          ReturnType<typeof events.timeline>
        >;
        expect(timeline.total).toBe(dated.length);
        expect(timeline.undated).toBe(all.filter(({ started }) => started === null).length);
        expect(timeline.lanes.map(({ kind, total }) => [kind, total])).toEqual(
          EVENT_KINDS.map((kind, at) => [kind, dated.filter((row) => row.kind === at).length, at] as const)
            .filter(([, , at]) => all.some((row) => row.kind === at))
            .map(([kind, total]) => [kind, total]),
        );
        const usual = EVENT_KINDS.map((_, at) => {
          const its = rowsOf(subject).filter(({ kind, started }) => kind === at && started !== null);
          return its.filter(({ severity }) => severity >= 3).length / Math.max(1, its.length);
        });
        for (const { kind, history: its } of timeline.lanes) {
          const at = EVENT_KINDS.indexOf(kind ?? "gap");
          const own = all.filter((row) => row.kind === at && row.started !== null);
          expect([its.events, its.failed]).toEqual([
            own.length,
            own.filter(({ severity }) => severity >= 3).length,
          ]);
          expect(its.expected).toBeCloseTo(own.length * (usual[at] ?? 0), 6);
        }
        const machines = await events.timeline(
          { subject, only, buckets: 16, lanes: { by: "equipment", limit: 1_000 } },
          context,
        );
        for (const { key, history: its } of machines.lanes) {
          const own = all.filter((row) => (row.equipment ?? "") === key && row.started !== null);
          expect(its.events).toBe(own.length);
          expect(its.expected).toBeCloseTo(sum(own.map((row) => usual[row.kind] ?? 0)), 6);
        }
        const overview = await events.overview({ subject, only, buckets: 16 }, context);
        expect(sum(overview.counts)).toBe(all.filter(({ started }) => started !== null).length);

        const newest = rows.toSorted(
          (a, b) => (b.started ?? -Infinity) - (a.started ?? -Infinity) || b.position - a.position,
        );
        const positions = newest.slice(0, 100).map(({ position }) => position);
        const list = await events.list({ subject, only, limit: 100, ...span }, context);
        expect(list.total).toBe(rows.length);
        expect(list.events.map(({ position }) => position)).toEqual(positions);

        const query = { subject, only, filters: [], offset: 0, limit: 100, ...span };
        const page = await tables.page({ table: "events", ...query }, context);
        expect([page.total, page.rows.map(({ id }) => id)]).toEqual([rows.length, positions]);
        const orders = await tables.page({ table: "orders", ...query }, context);
        expect(orders.total).toBe(new Set(rows.flatMap((row) => row.order ?? [])).size);
        expect(sum(orders.rows.map(({ cells }) => Number(cells[2])))).toBe(
          rows.filter((row) => row.order !== null).length,
        );

        // Of whatever subject: an event that names a unit need not name its part.
        const everywhere = rowsOf({ kind: "everything" }).filter((row) => passes(row, only));
        const units = await tables.page({ table: "units", ...query }, context);
        const counts = Map.groupBy(
          everywhere.filter((row) => row.unit !== null && (window === undefined || isIn(row, window))),
          ({ unit }) => unit ?? 0,
        );
        const isSeen = unitsNamed(only, window);
        const own = unitsOf(subject).filter(isSeen);
        expect(new Map(units.rows.map(({ id, cells }) => [id, cells[5]]))).toEqual(
          new Map(own.map((unit) => [unit, counts.get(unit)?.length ?? 0])),
        );

        const isNamed = unitsNamed(only, undefined);
        coloured(only, window, isSeen);
        defects(only, window, isNamed);
        const listed = await unitQueries.list({ partNumber: "P2", only, ...span }, context);
        expect(listed.map(({ unitId }) => unitId).toSorted((a, b) => a - b)).toEqual(
          unitsOf({ kind: "everything" }).filter((unit) => 1 + (unit % 7) === 2 && isSeen(unit)),
        );

        const measured = await tables.page({ table: "measurements", ...query, limit: 500 }, context);
        const wanted = unitsOf(subject)
          .filter(isNamed)
          .filter((unit) => isTakenIn(unit, window))
          .flatMap((unit) => CHARACTERISTICS.filter(isAsked(only)).map((name) => `${unit} ${name}`));
        expect(measured.rows.map(({ unitId, cells }) => `${unitId} ${cells[1]}`).toSorted()).toEqual(
          wanted.toSorted(),
        );
      },
    ),
    {
      seed: SEED,
      numRuns: 30,
      examples: [
        // A twin without events; a unit without any; a characteristic alone; seen in the span, but not by such events.
        [[], { kind: "everything" }, [{ by: "equipment", keys: ["M-1"] }], undefined],
        [[], { kind: "everything" }, [{ by: "unit", keys: ["P2/S50"] }], undefined],
        [[], { kind: "everything" }, [{ by: "characteristic", keys: ["bore"] }], undefined],
        [[], { kind: "everything" }, [{ by: "equipment", keys: ["M-1"] }], { from: 500_000, to: 502_000 }],
      ],
    },
  );
});

const isAsked =
  (only: readonly EventFilter[]) =>
  (name: string): boolean =>
    only.every(({ by, keys }) => by !== "characteristic" || keys.includes(name));

/** Values out of limits of the units that are named, and failures told by events alone; of the characteristics asked. */
function defects(
  only: EventFilter[],
  window: TimeWindow | undefined,
  isNamed: (unit: number) => boolean,
): void {
  const found = new Map<string, [value: number, basis: number]>();
  const count = (part: string, failed: boolean): void => {
    const [value, basis] = found.get(part) ?? [0, 0];
    found.set(part, [value + (failed ? 1 : 0), basis + 1]);
  };
  let undated = 0;
  for (const unit of unitsOf({ kind: "everything" }).filter(isNamed))
    CHARACTERISTICS.forEach((name, at) => {
      if (!isAsked(only)(name)) return;
      if (isTakenIn(unit, window)) count(`P${1 + (unit % 7)}`, isOut(unit, at));
      else if (takenAt(unit) === undefined && isOut(unit, at)) undated += 1;
    });
  const named = only.filter(({ by }) => by === "characteristic");
  for (const row of rowsOf({ kind: "everything" })) {
    if (row.part === null || row.unit === null || !isNamed(row.unit) || !passes(row, named)) continue;
    if (!tells(row) || (window !== undefined && !isIn(row, window))) continue;
    const isMeasured = row.source === "s" && (isOut(row.unit, 0) || isOut(row.unit, 1));
    count(row.part, row.severity >= 3 && !isMeasured);
  }
  const answer = numbers({ quantity: "defects", only, ...(window === undefined ? {} : { window }) });
  expect(new Map(answer.parts.map(({ partNumber, value, basis }) => [partNumber, [value, basis]]))).toEqual(
    found,
  );
  expect(answer.leftOut).toBe(undated);
}

const tells = ({ kind }: Row): boolean =>
  ["production", "inspection", "field"].includes(EVENT_KINDS[kind] ?? "");

/** What the model is coloured by: outcomes of the units that are seen, events that pass. */
function coloured(
  only: EventFilter[],
  window: TimeWindow | undefined,
  isSeen: (unit: number) => boolean,
): void {
  const span = window === undefined ? {} : { window };
  const all = rowsOf({ kind: "everything" });
  const inSpan = all.filter((row) => window === undefined || isIn(row, window));
  const outcomes = new Map<string, Map<number, boolean>>();
  const see = (part: string | null, unit: number, failed: boolean): void => {
    if (part === null) return;
    const known = outcomes.get(part) ?? new Map<number, boolean>();
    outcomes.set(part, known.set(unit, (known.get(unit) ?? false) || failed));
  };
  for (const row of inSpan)
    if (row.unit !== null && isSeen(row.unit) && tells(row)) see(row.part, row.unit, row.severity >= 3);
  // A measured unit is seen at any time, never in a span.
  if (window === undefined)
    for (const unit of unitsOf({ kind: "everything" }))
      if (isSeen(unit)) see(`P${1 + (unit % 7)}`, unit, isOut(unit, 0) || isOut(unit, 1));
  expect(
    new Map(
      rates({ only, ...span }).parts.map(({ partNumber, units, failed }) => [partNumber, [units, failed]]),
    ),
  ).toEqual(
    new Map(
      [...outcomes].map(([part, its]) => [
        part,
        [its.size, [...its.values()].filter((failed) => failed).length],
      ]),
    ),
  );

  const passing = inSpan.filter((row) => passes(row, only));
  const byPart = Map.groupBy(
    passing.filter(({ part }) => part !== null),
    ({ part }) => part ?? "",
  );
  expect(
    new Map(
      numbers({ quantity: "events", only, ...span }).parts.map(({ partNumber, value }) => [
        partNumber,
        value,
      ]),
    ),
  ).toEqual(new Map([...byPart].map(([part, its]) => [part, its.length])));
  const counted = unitsOf({ kind: "everything" }).filter((unit) => isSeen(unit) && twinsOf(unit)[0] === unit);
  expect(
    new Map(
      numbers({ quantity: "units", only, ...span }).parts.map(({ partNumber, value }) => [partNumber, value]),
    ),
  ).toEqual(
    new Map(
      [...Map.groupBy(counted, (unit) => `P${1 + (unit % 7)}`)].map(([part, its]) => [part, its.length]),
    ),
  );
}

const unitsOf = (subject: Subject): readonly number[] => unitsAbout(history.writing, subject, twinsOf);
