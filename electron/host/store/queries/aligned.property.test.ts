/** Aligned units against the long way round, on random histories of runs, failures, twins and corrections. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { MOST_FAILURES, type AlignAsked } from "../../../../shared/contract/aligned.ts";
import { EVENT_KINDS } from "../../../../shared/model/event.ts";
import { createEventColumns } from "../columns/event-columns.ts";
import { createSubjectColumns } from "../columns/subject-columns.ts";
import { openCache } from "../stores.ts";
import { createAlignedQueries } from "./aligned.ts";
import { createSubjects } from "./subject.ts";

const SEED = 20261126;
const UNITS = 9;
const folder = mkdtempSync(join(tmpdir(), "throughline-aligned-"));
const writing = openCache(folder, () => 0);
const reading = openCache(folder, () => 0, true);
afterAll(() => {
  reading.close();
  writing.close();
  rmSync(folder, { recursive: true, force: true });
});
writing.exec(`
  INSERT INTO source (source_id, id, name, format, mode, as_of_us) VALUES (1, 's', 's', 'csv', 'file', 0);
  INSERT INTO part (part_id, number, strength) VALUES (1, 'P', 'stated'), (2, 'Q', 'stated');
  INSERT INTO bom_closure VALUES (1, 1, 0), (2, 2, 0), (1, 2, 1);
  INSERT INTO equipment (equipment_id, name) VALUES (1, 'M-1');
`);
const subjects = createSubjects(reading);
const columnsOf = createSubjectColumns(reading, subjects, createEventColumns(reading));
const queries = createAlignedQueries(reading, columnsOf, subjects);
const context = { signal: new AbortController().signal };

interface Unit {
  /** Of part Q; else of P. */
  readonly other: boolean;
  readonly named: "serial" | "lot" | "nothing";
  readonly twinOf: number | undefined;
}
interface Event {
  readonly unit: number;
  readonly kind: number;
  readonly severity: number;
  readonly operation: string | undefined;
  readonly start: number | undefined;
  readonly end: number | undefined;
  readonly superseded: boolean;
}

const unitArbitrary: fc.Arbitrary<Unit> = fc.record({
  other: fc.integer({ min: 0, max: 5 }).map((n) => n === 0),
  named: fc.constantFrom("serial", "serial", "lot", "nothing"),
  twinOf: fc.option(fc.nat({ max: UNITS - 1 }), { nil: undefined, freq: 5 }),
});
const eventArbitrary: fc.Arbitrary<Event> = fc.record({
  unit: fc.nat({ max: UNITS - 1 }),
  kind: fc.nat({ max: EVENT_KINDS.length - 1 }),
  severity: fc.constantFrom(0, 0, 1, 2, 3, 4),
  operation: fc.option(fc.constantFrom("10", "20", "30", ""), { nil: undefined, freq: 6 }),
  start: fc.option(fc.nat({ max: 1_000 }), { nil: undefined, freq: 9 }),
  end: fc.option(fc.nat({ max: 1_200 }), { nil: undefined }),
  superseded: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
});
const askedArbitrary: fc.Arbitrary<AlignAsked> = fc.record({
  partNumber: fc.constant("P"),
  operation: fc.constantFrom("10", "20"),
  units: fc.uniqueArray(fc.constantFrom("S1", "S2", "L3", "S4", "#5", "S6", "nobody"), { maxLength: 4 }),
  fill: fc.nat({ max: 6 }),
});

const ascending = (a: number, b: number): number => a - b;

/** Row id, key, and what is read as one with it. */
interface Known {
  readonly id: number;
  readonly part: number;
  readonly key: string;
  readonly primary: number;
}

test("every unit of the part is aligned, lacks the operation, or is counted; nothing is invented", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(unitArbitrary, { minLength: UNITS, maxLength: UNITS }),
      fc.array(eventArbitrary, { maxLength: 60 }),
      askedArbitrary,
      async (units, events, asked) => {
        const known = write(units, events);
        const answer = await queries.aligned(asked, context);
        const own = known.filter(({ part, id, primary }) => part === 1 && id === primary);
        const familyOf = (id: number) => known.filter(({ primary }) => primary === id).map((one) => one.id);
        const eventsOf = (id: number) => {
          const ids = familyOf(id);
          return events
            .map((event, at) => ({ ...event, position: at + 1, unitId: event.unit + 1 }))
            .filter((event) => ids.includes(event.unitId) && !event.superseded && event.start !== undefined);
        };
        const runsOf = (id: number) => {
          const named = eventsOf(id).filter(
            ({ kind, operation }) =>
              (operation ?? "") !== "" &&
              ["production", "machine", "inspection"].includes(EVENT_KINDS[kind] ?? ""),
          );
          const isEnded = ({ start, end }: Event) => end !== undefined && end >= (start ?? 0);
          return named.filter(
            (run) => isEnded(run) || !named.some((one) => one.operation === run.operation && isEnded(one)),
          );
        };
        const has = (id: number) => runsOf(id).some(({ operation }) => operation === asked.operation);

        // A twin's name is the unit's too; a number always names the unit that has it.
        const meant = (name: string) =>
          known.find(({ id, key, part }) => part === 1 && (key === name || `#${id}` === name))?.primary;
        const chosen = [...new Set(asked.units.flatMap((name) => meant(name) ?? []))];
        expect(answer.unknown).toEqual(asked.units.filter((name) => meant(name) === undefined));
        const shown = answer.units.map(({ unitId }) => unitId);
        for (const id of shown) expect(has(id)).toBe(true);
        expect(new Set(shown).size).toBe(shown.length);
        for (const id of chosen) expect(shown.includes(id)).toBe(has(id));
        // Those at work last fill up.
        const latest = (id: number) =>
          Math.max(
            ...events
              .filter(
                ({ unit, superseded, start }) =>
                  familyOf(id).includes(unit + 1) && !superseded && start !== undefined,
              )
              .map(({ start }) => start ?? 0),
          );
        const filled = shown.filter((id) => !chosen.includes(id));
        const asFound = shown.length - filled.length;
        const candidates = own.filter(({ id }) => has(id) && !chosen.includes(id));
        expect(filled).toHaveLength(Math.min(Math.max(0, asked.fill - asFound), candidates.length));
        for (const { id } of candidates)
          if (!filled.includes(id))
            for (const other of filled) expect(latest(other)).toBeGreaterThanOrEqual(latest(id));
        expect(answer.others + answer.lackingCount + shown.length).toBe(own.length);
        for (const { unitId, zero, operations, failures } of answer.units) {
          const runs = runsOf(unitId);
          expect(
            operations
              .flatMap(({ run, again }) => [run, ...again])
              .map(({ position }) => position)
              .sort(ascending),
          ).toEqual(runs.map(({ position }) => position).sort(ascending));
          expect(zero).toBe(
            Math.min(
              ...runs.filter(({ operation }) => operation === asked.operation).map(({ start }) => start ?? 0),
            ),
          );
          expect(failures.map(({ position }) => position).sort(ascending)).toEqual(
            eventsOf(unitId)
              .filter(
                ({ severity, position }) => severity >= 3 && !runs.some((run) => run.position === position),
              )
              .map(({ position }) => position)
              .sort(ascending),
          );
          for (const { operation, run, since, startBy } of operations) {
            const starts = runs.filter((one) => one.operation === operation).map(({ start }) => start ?? 0);
            expect(run.start).toBe(Math.min(...starts));
            expect(since).toBe(run.start - zero);
            const median = answer.medians.find((one) => one.operation === operation);
            if (startBy !== undefined) expect(startBy.by).toBe(since - (median?.since ?? NaN));
          }
        }
        const offered = await queries.operations({ partNumber: "P" }, context);
        expect(offered.operations.map(({ operation, units: n }) => [operation, n])).toEqual(
          ["10", "20", "30"].flatMap((operation) => {
            const n = own.filter(({ id }) => runsOf(id).some((run) => run.operation === operation)).length;
            return n === 0 ? [] : [[operation, n]];
          }),
        );
      },
    ),
    { seed: SEED, numRuns: 150 },
  );
});

test("an operation is called what its events call it, without the unit", async () => {
  write(
    [{ other: false, named: "serial", twinOf: undefined }],
    [{ unit: 0, kind: 1, severity: 0, operation: "10", start: 5, end: 9, superseded: false }],
    () => "10 Bore 10 mm · S1",
  );
  expect((await queries.operations({ partNumber: "P" }, context)).operations).toEqual([
    { operation: "10", name: "Bore 10 mm", units: 1 },
  ]);
});

test("failures after many runs that failed are there, and more than are shown are said to be cut", async () => {
  const unit: Unit = { other: false, named: "serial", twinOf: undefined };
  const run = (at: number): Event => ({
    unit: 0,
    kind: EVENT_KINDS.indexOf("production"),
    severity: 3,
    operation: "10",
    start: at,
    end: at + 1,
    superseded: false,
  });
  const failure = (at: number): Event => ({ ...run(at), operation: undefined, end: undefined });
  const failuresOf = async (events: readonly Event[]): Promise<readonly [number | undefined, unknown]> => {
    write([unit], events);
    const asked = { partNumber: "P", operation: "10", units: ["S1"], fill: 0 };
    const [found] = (await queries.aligned(asked, context)).units;
    return [found?.failures.length, found?.isCut];
  };
  const times = (n: number, from: number, make: (at: number) => Event): readonly Event[] =>
    Array.from({ length: n }, (_, at) => make(from + at));
  const runs = times(MOST_FAILURES + 1, 0, run);
  expect(await failuresOf([...runs, ...times(5, 500, failure)])).toEqual([5, false]);
  expect(await failuresOf([...runs, ...times(MOST_FAILURES + 1, 500, failure)])).toEqual([
    MOST_FAILURES,
    true,
  ]);
});

function write(
  units: readonly Unit[],
  events: readonly Event[],
  title: (at: number) => string = () => "title",
): readonly Known[] {
  const known: Known[] = [];
  writing.transaction(() => {
    writing.exec("UPDATE unit SET same_as = NULL; DELETE FROM event; DELETE FROM unit");
    units.forEach(({ other, named, twinOf }, at) => {
      const id = at + 1;
      // A twin is of the same part, and the one it is a twin of is none itself.
      const target = twinOf === undefined ? undefined : known[twinOf];
      const part = other ? 2 : 1;
      const isTwin = target !== undefined && target.part === part && target.primary === target.id;
      writing
        .prepare(
          "INSERT INTO unit (unit_id, part_id, serial, lot, serial_status, same_as) VALUES (?, ?, ?, ?, 'proven', ?)",
        )
        .run(
          id,
          part,
          named === "serial" ? `S${id}` : null,
          named === "lot" ? `L${id}` : null,
          isTwin ? target.id : null,
        );
      known.push({
        id,
        part,
        key: named === "serial" ? `S${id}` : named === "lot" ? `L${id}` : `#${id}`,
        primary: isTwin ? target.id : id,
      });
    });
    const insert = writing.prepare(
      `INSERT INTO event (position, kind, type, severity, started_us, ended_us, part_id, unit_id, operation, title, source_id, source_key, source_revision, superseded, details, payload, sha256, received_us)
       VALUES (?, ?, 't', ?, ?, ?, ?, ?, ?, ?, 1, ?, 1, ?, '{}', '', '', 0)`,
    );
    events.forEach((event, at) => {
      const part = known[event.unit]?.part ?? 1;
      insert.run(
        at + 1,
        event.kind,
        event.severity,
        event.start ?? null,
        event.end ?? null,
        part,
        event.unit + 1,
        event.operation ?? null,
        title(at),
        String(at),
        event.superseded ? 1 : 0,
      );
    });
  })();
  return known;
}
