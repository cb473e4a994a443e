/**
 * Compares a cache with the plant's own lists: every id in its revision, every record in its row, and
 * nothing more. Read with plain SQL, past everything that wrote it.
 */
import { hash } from "node:crypto";
import { expect } from "vitest";
import type { Plant } from "../../electron/demo/plant/plant.ts";
import type { Connection } from "../../electron/host/store/open.ts";
import type { Change } from "../../shared/contract/plant/protocol.ts";

type Put = Extract<Change, { op: "put" }>;

export interface Compared {
  readonly records: number;
}

export function expectSameAsPlant(cache: Connection, plant: Plant, plantId: string): Compared {
  let records = 0;
  const feeds = cache
    .prepare("SELECT feed_id AS feedId, source_id AS sourceId, system, scope FROM feed WHERE plant_id = ?")
    .all(plantId) as { feedId: number; sourceId: number; system: string; scope: string }[];
  expect(feeds.length).toBeGreaterThan(0);
  const bySource = new Map<number, Map<string, Put>>();
  for (const { feedId, sourceId, system, scope } of feeds) {
    const there = recordsAt(plant, system, scope);
    records += there.size;
    const here = cache
      .prepare("SELECT id, revision FROM feed_record WHERE feed_id = ? AND kind <> -1 ORDER BY id")
      .raw()
      .all(feedId);
    const expected = [...there.values()].map(({ id, revision }) => [id, revision]).sort(byId);
    expect(here.sort(byId), `ids of ${system} ${scope}`).toEqual(expected);
    const all = bySource.get(sourceId) ?? new Map<string, Put>();
    for (const [id, put] of there) all.set(id, put);
    bySource.set(sourceId, all);
  }
  for (const [sourceId, puts] of bySource) expectRows(cache, sourceId, [...puts.values()]);
  expect(cache.pragma("foreign_key_check")).toEqual([]);
  return { records };
}

const byId = (a: unknown, b: unknown): number =>
  String((a as unknown[])[0]) < String((b as unknown[])[0]) ? -1 : 1;

/** What exists in a scope of the plant, read from its log. */
export function recordsAt(plant: Plant, system: string, scope: string): Map<string, Put> {
  const feed = plant.systems.get(system)?.scopes.get(scope);
  if (feed === undefined) throw new Error(`the plant has no ${system} ${scope}`);
  const found = new Map<string, Put>();
  for (let index = 0; index < feed.log.count; index += 1) {
    const change = JSON.parse(feed.log.line(index).toString()) as Change;
    if (feed.isErased(index) || change.op === "delete") found.delete(change.id);
    else found.set(change.id, change);
  }
  return found;
}

/** Rows of each kind by their key, as the plant has them. */
function expectRows(cache: Connection, sourceId: number, puts: readonly Put[]): void {
  const of = (kind: string): readonly Put[] => puts.filter(({ record }) => record.record === kind);
  const rows = (sql: string): unknown[][] => cache.prepare(sql).raw().all(sourceId) as unknown[][];
  const compare = (kind: string, sql: string, row: (put: Put) => readonly unknown[]): void =>
    expect(rows(sql).sort(byId), kind).toEqual(of(kind).map(row).sort(byId));
  const field = (put: Put, name: string): unknown =>
    (put.record as unknown as Record<string, unknown>)[name] ?? null;

  compare(
    "event",
    "SELECT source_key, title, sha256 FROM event WHERE source_id = ? AND superseded = 0",
    (put) => [put.id, field(put, "title"), hash("sha256", String(field(put, "payload")))],
  );
  compare(
    "measurement",
    "SELECT m.key, c.name, m.value, m.verdict FROM measurement m JOIN characteristic c USING (characteristic_id) WHERE m.source_id = ?",
    (put) => [put.id, field(put, "characteristic"), field(put, "value"), field(put, "verdict")],
  );
  compare("factor", "SELECT key, factor, value FROM factor WHERE source_id = ?", (put) => [
    put.id,
    field(put, "factor"),
    field(put, "value"),
  ]);
  compare("note", "SELECT key, text FROM note WHERE source_id = ?", (put) => [put.id, field(put, "text")]);
  compare(
    "unit-component",
    "SELECT key, position, installed_us, removed_us FROM unit_component WHERE source_id = ?",
    (put) => [put.id, field(put, "position"), field(put, "installedAt"), field(put, "removedAt")],
  );
  expectStructure(cache, sourceId, of("bom-line"));
}

function expectStructure(cache: Connection, sourceId: number, lines: readonly Put[]): void {
  const here = cache
    .prepare(
      "SELECT p.number || '/' || c.number, b.quantity FROM bom_line b JOIN part p ON p.part_id = parent_id JOIN part c ON c.part_id = child_id WHERE source_id = ?",
    )
    .raw()
    .all(sourceId);
  const there = lines.map(({ record }) =>
    record.record === "bom-line" ? [`${record.parent.name}/${record.child.name}`, record.quantity] : [],
  );
  expect(here.sort(byId), "bom-line").toEqual(there.sort(byId));
  // Each line is in the closure, and nothing hangs on a line that is gone.
  const direct = cache
    .prepare(
      "SELECT count(*) FROM bom_line b LEFT JOIN bom_closure c ON c.ancestor_id = b.parent_id AND c.descendant_id = b.child_id WHERE c.depth IS NULL",
    )
    .pluck()
    .get();
  expect(direct, "lines without closure").toBe(0);
}
