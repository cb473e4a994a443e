/** Numbers per part from columns against plain rows, on random histories that are changed while somebody reads. */
import fc from "fast-check";
import { afterAll, expect, test, vi } from "vitest";
import type { PartNumbers, PartQuantity } from "../../../../shared/contract/colouring.ts";
import { EVENT_KINDS } from "../../../../shared/model/event.ts";
import { createPartNumbers } from "../queries/part-numbers.ts";
import { createPartRecords } from "../queries/part-records.ts";
import { FAIL } from "../queries/severity.ts";
import { createSubjects } from "../queries/subject.ts";
import type { EventRow } from "./event-chunk.ts";
import { createEventColumns } from "./event-columns.ts";
import { createSubjectColumns } from "./subject-columns.ts";
import {
  change,
  createRandomHistory,
  SEED,
  SPAN,
  UNITS,
  windowArbitrary,
  unitsAbout,
} from "./testing/random-history.ts";

const NOW = 3_000_000;
const DAY = 86_400_000_000;
const history = createRandomHistory();
// Some units were measured out of limits: their own failures are not counted twice.
history.writing.exec(`
  INSERT INTO characteristic (characteristic_id, part_id, source_id, name, kind) VALUES (1, 1, 1, 'D', 'diameter');
  INSERT INTO measurement (source_id, key, unit_id, characteristic_id, value, verdict, verdict_origin, sequence)
    SELECT 1, 'm' || unit_id, unit_id, 1, 1, iif(unit_id % 3 = 0, 'fail', 'pass'), 'source', unit_id FROM unit WHERE unit_id % 2 = 0`);
afterAll(history.close);
const subjects = createSubjects(history.reading);
const asker = (): ReturnType<typeof createPartNumbers>["parts"] =>
  createPartNumbers(
    history.reading,
    createSubjectColumns(history.reading, subjects, createEventColumns(history.reading)),
    () => undefined,
    subjects,
    createPartRecords(history.reading),
    () => NOW,
  ).parts;
const ask = asker();

const question = fc.record({
  quantity: fc.constantFrom(...(["units", "events", "age", "unit-age", "defects"] as const)),
  kind: fc.option(fc.constantFrom(...EVENT_KINDS), { nil: undefined }),
  window: fc.option(windowArbitrary, { nil: undefined }),
  unitId: fc.option(fc.integer({ min: 1, max: UNITS }), { nil: undefined, freq: 3 }),
});
type Question = typeof question extends fc.Arbitrary<infer T> ? T : never;

test("every number is the one that its rows give, after any changes, with chunks made or missing", () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 3 }), question, (steps, asked) => {
      history.apply(steps);
      expect(shown(ask(asked))).toEqual(expected(asked));
    }),
    { seed: SEED, numRuns: 60 },
  );
});

test("defects in a span are the same once the parts of units are remembered, as long as nothing changes", async () => {
  history.writing.exec(
    `UPDATE measurement SET taken_us = unit_id * ${SPAN / UNITS}; UPDATE event SET superseded = superseded`,
  );
  const windows = fc.sample(windowArbitrary, { seed: SEED, numRuns: 40 });
  const answer = (of: typeof ask, window: (typeof windows)[number]): unknown => {
    const { parts, leftOut } = of({ quantity: "defects", window });
    return [parts, leftOut];
  };
  // One that was never asked looks up the part of every unit.
  const looked = windows.map((window) => answer(asker(), window));
  const prepare = vi.spyOn(history.reading, "prepare");
  const isJoined = (): boolean => {
    prepare.mockClear();
    answer(ask, { from: 0, to: SPAN });
    return prepare.mock.calls.some(([sql]) => sql.includes("JOIN unit"));
  };
  expect(isJoined()).toBe(true);
  await expect.poll(isJoined).toBe(false);
  prepare.mockRestore();
  expect(windows.map((window) => answer(ask, window))).toEqual(looked);
});

const shown = ({ parts }: PartNumbers): Record<string, number> =>
  Object.fromEntries(parts.map(({ partNumber, value }) => [partNumber, Number(value.toFixed(12))]));

function expected({ quantity, kind, window, unitId }: Question): Record<string, number> {
  const isInside = ({ started, ended }: EventRow): boolean =>
    window === undefined || (started !== null && started < window.to && (ended ?? started) >= window.from);
  // The unit with what is built into it.
  const asked = unitId === undefined ? undefined : unitsAbout(history.writing, { kind: "unit", unitId });
  const isAsked = (unit: number): boolean => asked?.includes(unit) !== false;
  const rows = history
    .rowsOf({ kind: "everything" })
    .filter(({ unit }) => unitId === undefined || (unit !== null && isAsked(unit)));
  const ofKind = rows.filter(
    (row) => row.part !== null && (kind === undefined || EVENT_KINDS[row.kind] === kind),
  );
  const counts: Record<string, number> = {};
  const add = (part: number | null, by: number): void => {
    if (part !== null) counts[`P${part}`] = (counts[`P${part}`] ?? 0) + by;
  };
  const partOf = (unit: number): number => 1 + (unit % 7);
  const numbers: Record<Exclude<PartQuantity, "cost">, () => void> = {
    units: () => {
      const seen = new Set(rows.filter(isInside).map(({ unit }) => unit));
      for (let unit = 1; unit <= UNITS; unit += 1)
        if (isAsked(unit) && (window === undefined || seen.has(unit))) add(partOf(unit), 1);
    },
    events: () => ofKind.filter(isInside).forEach(({ part }) => add(part, 1)),
    age: () => {
      const before = window?.to ?? NOW;
      for (const { part, started } of ofKind) {
        if (started === null || started >= before) continue;
        const days = Number(((before - started) / DAY).toFixed(12));
        counts[`P${part}`] = Math.min(counts[`P${part}`] ?? Infinity, days);
      }
    },
    "unit-age": () => {
      const before = window?.to ?? NOW;
      const seen = new Set(rows.filter(isInside).map(({ unit }) => unit));
      const ages = new Map<number, number[]>();
      for (let unit = 1; unit <= UNITS; unit += 1) {
        if (!isAsked(unit) || (window !== undefined && unitId === undefined && !seen.has(unit))) continue;
        const starts = rows.flatMap((row) =>
          row.unit === unit && row.started !== null ? [row.started] : [],
        );
        const first = Math.min(...starts);
        if (first < before)
          ages.set(partOf(unit), [...(ages.get(partOf(unit)) ?? []), (before - first) / DAY]);
      }
      for (const [part, each] of ages)
        counts[`P${part}`] = Number((each.reduce((sum, age) => sum + age, 0) / each.length).toFixed(12));
    },
    defects: () => {
      for (const row of rows.filter(isInside)) {
        if (row.unit === null || row.part === null) continue;
        if (!["production", "inspection", "field"].includes(EVENT_KINDS[row.kind] ?? "")) continue;
        const isMeasured = row.unit % 6 === 0 && row.source === 1;
        add(row.part, row.severity >= FAIL && !isMeasured ? 1 : 0);
      }
      // The measurements carry no time: in a window they are left out.
      if (window !== undefined) return;
      for (let unit = 2; unit <= UNITS; unit += 2)
        if (isAsked(unit)) add(partOf(unit), unit % 3 === 0 ? 1 : 0);
    },
  };
  numbers[quantity]();
  return counts;
}
