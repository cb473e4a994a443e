import fc from "fast-check";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { EVENT_KINDS } from "../../../../shared/model/event.ts";
import type { Connection } from "../open.ts";
import { openCache } from "../stores.ts";
import { createRecordWriter } from "../writer/records.ts";
import { createEventColumns } from "../columns/event-columns.ts";
import { createSearchQueries } from "./search-queries.ts";
import { createTextIndex } from "./text-index.ts";

const SEED = 20261126;
const context = { signal: new AbortController().signal };
let folder = "";
let cache: Connection;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "throughline-search-"));
  cache = openCache(folder, () => 1);
});
afterEach(() => {
  cache.close();
  rmSync(folder, { recursive: true, force: true });
});

const WORDS = ["bore", "bored", "boring", "borer", "bo", "12", "123", "1234", "wo", "änderung"];
const words = (most: number) => fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: most });
const step = fc.record({
  key: fc.integer({ min: 1, max: 12 }),
  title: words(3),
  order: fc.option(words(2), { nil: undefined }),
  kind: fc.constantFrom("production", "inspection", "machine"),
  withdrawn: fc.nat({ max: 9 }).map((dice) => dice === 0),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** Word by word over all events that hold. */
function byHand(asked: readonly string[]): readonly number[] {
  const rows = cache
    .prepare(
      "SELECT position, title || ' ' || coalesce(order_number, '') AS text, kind FROM event WHERE superseded = 0",
    )
    .all() as { position: number; text: string }[];
  const last = asked.at(-1) ?? "";
  const fits = (text: string): boolean => {
    const own = text.split(/[ -]+/);
    const starts = (word: string): boolean => word === last || (last.length > 1 && word.startsWith(last));
    return asked.slice(0, -1).every((word) => own.includes(word)) && own.some(starts);
  };
  return rows.filter(({ text }) => fits(text)).map(({ position }) => position);
}

function write(steps: readonly Step[]): void {
  const records = createRecordWriter(cache);
  const texts = createTextIndex(cache);
  cache
    .prepare(
      "INSERT OR IGNORE INTO source (source_id, id, name, format, mode, as_of_us) VALUES (1, 'a', 'a', 'csv', 'file', 1)",
    )
    .run();
  const source = { sourceId: 1, exact: false, receivedAt: 1, format: "csv" } as never;
  const live = cache.prepare("SELECT position FROM event WHERE source_key = ? AND superseded = 0").pluck();
  for (const [index, { key, title, order, kind, withdrawn }] of steps.entries()) {
    const known = live.get(`k${key}`) as number | undefined;
    if (withdrawn) {
      if (known === undefined) continue;
      texts.removeEvent(known);
      cache.prepare("UPDATE event SET superseded = 1 WHERE position = ?").run(known);
      continue;
    }
    records.write(
      {
        record: "event",
        key: `k${key}`,
        kind,
        type: "t",
        title: title.join(" "),
        ...(order === undefined ? {} : { order: order.join("-") }),
        payload: `{"n":${index}}`,
      },
      source,
    );
  }
}

test("what is found is what a reader of every event finds, however they were corrected and withdrawn", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { maxLength: 60 }),
      words(2),
      fc.integer({ min: 1, max: 5 }),
      async (steps, asked, limit) => {
        cache.exec("DELETE FROM event");
        createTextIndex(cache).clear();
        write(steps);
        const search = createSearchQueries(cache, createEventColumns(cache).chunks);
        const expected = byHand(asked).toSorted((a, b) => a - b);
        const all = await search.query({ text: asked.join(" "), limit: 200, kind: "event" }, context);
        expect(all.hits.map(({ position }) => Number(position)).toSorted((a, b) => a - b)).toEqual(expected);
        expect(all.more).toEqual([]);
        const kindOf = cache.prepare("SELECT kind FROM event WHERE position = ?").pluck();
        const facets = await search.eventKinds({ text: asked.join(" ") }, context);
        const byKind = Map.groupBy(expected, (position) => EVENT_KINDS[kindOf.get(position) as number]);
        expect(new Map(facets.eventKinds.map(({ eventKind, count }) => [eventKind, count]))).toEqual(
          new Map([...byKind].map(([eventKind, its]) => [eventKind, its.length])),
        );
        expect(facets.among).toBeUndefined();
        const machines = await search.query(
          { text: asked.join(" "), limit: 200, kind: "event", eventKind: "machine" },
          context,
        );
        expect(machines.hits).toEqual(all.hits.filter(({ eventKind }) => eventKind === "machine"));
        expect(machines.hits.length).toBe(byKind.get("machine")?.length ?? 0);
        const some = await search.query({ text: asked.join(" "), limit, kind: "event" }, context);
        expect(some.hits).toEqual(all.hits.slice(0, limit));
        expect(some.more).toEqual(expected.length > limit ? ["event"] : []);
      },
    ),
    { seed: SEED, numRuns: 150 },
  );
});

test("of some ten thousand events every kind is counted, and one that is rare lists its own however old they are", async () => {
  const COUNT = 9_000;
  const rare = (n: number): boolean => n % 1_700 === 3;
  write(
    Array.from({ length: COUNT }, (_, n): Step => ({
      key: n,
      title: ["bored"],
      order: undefined,
      kind: rare(n) ? "machine" : n % 3 === 0 ? "inspection" : "production",
      withdrawn: false,
    })),
  );
  const search = createSearchQueries(cache, createEventColumns(cache).chunks);
  const machines = Array.from({ length: COUNT }, (_, n) => n).filter(rare).length;
  for (const text of ["bored", "bo", "bore"]) {
    const { eventKinds, among } = await search.eventKinds({ text }, context);
    const counts = new Map(eventKinds.map(({ eventKind, count }) => [eventKind, count]));
    expect(among).toBeUndefined();
    expect([...counts.values()].reduce((sum, n) => sum + n, 0)).toBe(COUNT);
    expect(counts.get("machine")).toBe(machines);
    const { hits, more } = await search.query(
      { text, limit: 50, kind: "event", eventKind: "machine" },
      context,
    );
    const positions = hits.map(({ position }) => Number(position));
    expect(positions).toHaveLength(machines);
    expect(positions).toEqual(positions.toSorted((a, b) => b - a));
    expect(more).toEqual([]);
    const some = await search.query({ text, limit: 2, kind: "event", eventKind: "machine" }, context);
    expect(some).toMatchObject({ hits: hits.slice(0, 2), more: ["event"] });
  }
}, 60_000);
