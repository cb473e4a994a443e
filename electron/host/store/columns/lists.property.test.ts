/** Lists, counts and rates from columns against plain SQL, on random histories that are changed while somebody reads. */
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { EVENT_KINDS } from "../../../../shared/model/event.ts";
import { createEventQueries } from "../queries/events.ts";
import { createFailRates } from "../queries/fail-rates.ts";
import { createPartRecords } from "../queries/part-records.ts";
import { createSourceQueries } from "../queries/sources.ts";
import type { EventRow } from "./event-chunk.ts";
import { createSubjects } from "../queries/subject.ts";
import { createEventColumns } from "./event-columns.ts";
import { createSubjectColumns } from "./subject-columns.ts";
import {
  change,
  createRandomHistory,
  SEED,
  subjectArbitrary,
  windowArbitrary,
} from "./testing/random-history.ts";

const history = createRandomHistory();
afterAll(history.close);
const columns = createEventColumns(history.reading);
const context = { signal: new AbortController().signal };
const changes = fc.array(change, { maxLength: 4 });

test("a page of the newest events, of any kinds and any window", async () => {
  const events = createEventQueries(
    history.reading,
    createSubjectColumns(history.reading, createSubjects(history.reading), columns),
  );
  const asked = fc.record(
    {
      window: windowArbitrary,
      kinds: fc.uniqueArray(fc.nat({ max: EVENT_KINDS.length - 1 }), { minLength: 1, maxLength: 3 }),
      undatedOnly: fc.boolean(),
      offset: fc.oneof(fc.nat({ max: 40 }), fc.nat({ max: 20_000 })),
      limit: fc.integer({ min: 1, max: 60 }),
    },
    { requiredKeys: ["limit"] },
  );
  await fc.assert(
    fc.asyncProperty(changes, subjectArbitrary, asked, async (steps, subject, { kinds, ...question }) => {
      history.apply(steps);
      const { window, undatedOnly, offset = 0, limit } = question;
      const start = ({ started }: EventRow): number => started ?? -Infinity;
      const matching = history
        .rowsOf(subject)
        .filter((row) => kinds === undefined || kinds.includes(row.kind))
        .filter(({ started }) => undatedOnly !== true || started === null)
        .filter(
          ({ started, ended }) =>
            window === undefined ||
            (started !== null && started < window.to && (ended ?? started) >= window.from),
        )
        .sort((a, b) => (start(a) === start(b) ? b.position - a.position : start(b) - start(a)));
      const page = await events.list(
        { subject, ...question, ...(kinds && { kinds: kinds.map((kind) => EVENT_KINDS[kind] ?? "gap") }) },
        context,
      );
      expect(page.total).toBe(matching.length);
      expect(page.events.map(({ position }) => position)).toEqual(
        matching.slice(offset, offset + limit).map(({ position }) => position),
      );
    }),
    { seed: SEED, numRuns: 60 },
  );
});

test("units seen and failed per part, over all and in any window, also where they change while they are counted", async () => {
  const { rates, ahead } = createFailRates(
    history.reading,
    columns,
    () => undefined,
    createPartRecords(history.reading),
  );
  const seen = (condition: string): unknown[] =>
    history.writing
      .prepare(
        `SELECT number AS partNumber, count(*) AS units, sum(failed) AS failed FROM (
           SELECT part_id, unit_id, max(severity >= 3) AS failed FROM event e
           WHERE unit_id IS NOT NULL AND superseded = 0 AND kind IN (1, 3, 6) ${condition} GROUP BY part_id, unit_id
         ) JOIN part USING (part_id) GROUP BY part_id ORDER BY part_id`,
      )
      .all();
  const meanwhile = fc.array(change, { maxLength: 2 });
  const windows = fc.option(windowArbitrary, { nil: undefined });
  await fc.assert(
    fc.asyncProperty(changes, meanwhile, windows, async (steps, later, window) => {
      history.apply(steps);
      const left = [...later];
      await ahead(async () => history.apply(left.splice(0, 1)));
      const inside =
        window === undefined
          ? ""
          : `AND started_us < ${window.to} AND max(coalesce(ended_us, started_us), started_us) >= ${window.from}`;
      expect(rates({ window }).parts).toEqual(seen(inside));
    }),
    { seed: SEED, numRuns: 60 },
  );
});

test("events and failed units per part, and events and times per source", async () => {
  const sources = createSourceQueries(history.reading, columns);
  await fc.assert(
    fc.asyncProperty(changes, async (steps) => {
      history.apply(steps);
      const counts = columns.counts();
      const expected = history.writing
        .prepare(
          `SELECT part_id AS part, (SELECT count(*) FROM event e WHERE e.part_id = p.part_id AND superseded = 0) AS events,
             (SELECT count(DISTINCT unit_id) FROM event e WHERE e.part_id = p.part_id AND severity >= 3 AND superseded = 0) AS failed
           FROM part p`,
        )
        .all() as { part: number; events: number; failed: number }[];
      for (const { part, events, failed } of expected)
        expect([counts.events(part), counts.failedUnits(part)]).toEqual([events, failed]);
      const spans = history.writing
        .prepare(
          `SELECT s.id AS sourceId, count(e.position) AS events, min(e.started_us) AS "from", max(e.started_us) AS "to"
           FROM source s LEFT JOIN event e ON e.source_id = s.source_id AND superseded = 0 GROUP BY s.source_id`,
        )
        .all();
      const list = await sources.list({}, context);
      expect(list.map(({ sourceId, events, from, to }) => ({ sourceId, events, from, to }))).toEqual(spans);
    }),
    { seed: SEED, numRuns: 40 },
  );
});
