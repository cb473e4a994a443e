import { hash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { FeedChange, FeedPage, FeedRecord } from "../../../../../shared/model/feed.ts";
import type { Connection } from "../../open.ts";
import { cachePath, openCache, openUser } from "../../stores.ts";
import { createSettling } from "../settling.ts";
import { createSharedRecords } from "../shared-records.ts";
import { SetChecksum } from "./checksum.ts";
import type { FeedPlace } from "./feed-contract.ts";
import { createFeeds } from "./feeds.ts";

const PART = { name: "LA-200", strength: "stated" } as const;
const PLACE: FeedPlace = { plantId: "p1", system: "mes", scope: "LA-200" };
const context = { signal: new AbortController().signal };

let folder: string;
let cache: Connection;
let user: Connection;
let feeds: ReturnType<typeof createFeeds>["service"];
let flush: () => void;
let changes: boolean[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "throughline-feeds-"));
  open();
});
afterEach(() => {
  close();
  rmSync(folder, { recursive: true, force: true });
});

function open(): void {
  cache = openCache(folder, () => 1);
  user = openUser(folder, () => 1);
  changes = [];
  ({ service: feeds, flush } = createFeeds({
    cache,
    folder,
    records: createSharedRecords(cache),
    now: () => 5,
    ...createSettling(cache, user),
    onChanged: (level) => changes.push(level),
    onStillLevel: () => undefined,
  }));
}
function close(): void {
  flush();
  cache.close();
  user.close();
}

const event = (key: string, text = key): FeedRecord => ({
  record: "event",
  key,
  kind: "production",
  type: "operation",
  title: text,
  startedAt: 1_000,
  unit: { part: PART, serial: "7", serialStatus: "proven" },
  payload: text,
});
const factor = (key: string, value: string): FeedRecord => ({
  record: "factor",
  key,
  unit: { part: PART, serial: "7", serialStatus: "proven" },
  factor: "Feed",
  value,
});
const line = (child: string, quantity = 1): FeedRecord => ({
  record: "bom-line",
  parent: PART,
  child: { name: child, strength: "stated" },
  quantity,
});
let nextPosition = 1;
const put = (id: string, revision: number, record: FeedRecord, position = nextPosition++): FeedChange => ({
  op: "put",
  id,
  revision,
  position,
  digest: digestOf(JSON.stringify(record)),
  record,
});
const remove = (id: string, revision: number, position = nextPosition++): FeedChange => ({
  op: "delete",
  id,
  revision,
  position,
});
const digestOf = (text: string): number => Number.parseInt(hash("sha256", text).slice(0, 12), 16);

const page = (list: readonly FeedChange[], cursor: string, more = false, epoch = "e1"): FeedPage => ({
  epoch,
  changes: list,
  cursor,
  more,
  head: Math.max(0, ...list.map(({ position }) => position)),
  bytes: 100,
});

async function followed(place = PLACE, epoch = "e1"): Promise<void> {
  await feeds.follow({ ...place, sourceName: "MES" }, context);
  await feeds.beginPages({ ...place, epoch }, context);
}
async function take(
  list: readonly FeedChange[],
  after: string | undefined,
  cursor: string,
  { place = PLACE, epoch = "e1", beside = false, more = false } = {},
) {
  const input = { ...place, beside, epoch, after, page: page(list, cursor, more, epoch), asOf: 77 };
  return feeds.applyPage(input, context);
}
const titles = (): unknown[] =>
  cache.prepare("SELECT title FROM event WHERE superseded = 0 ORDER BY title").pluck().all();
const factors = (): unknown[] => cache.prepare("SELECT key, value FROM factor ORDER BY key").raw().all();
const reading = async (place = PLACE) => (await feeds.state(place, context))?.shown;

describe("pages", () => {
  test("a revision that comes after a newer one takes its place in the event's history, once", async () => {
    await followed();
    const revisions = (): unknown[] =>
      cache
        .prepare(
          `SELECT e.source_revision, e.title, e.superseded, c.source_revision FROM event e LEFT JOIN event c ON c.position = e.corrects
           WHERE e.source_key = 'a' ORDER BY e.source_revision`,
        )
        .raw()
        .all();
    await take([put("a", 4, event("a", "fourth"))], undefined, "c1");
    await take([put("a", 1, event("a", "first"))], "c1", "c2");
    await take([put("a", 3, event("a", "third")), put("a", 1, event("a", "first"))], "c2", "c3");
    expect(revisions()).toEqual([
      [1, "first", 1, null],
      [3, "third", 1, 1],
      [4, "fourth", 0, 3],
    ]);
    expect(titles()).toEqual(["fourth"]);
    expect(await reading()).toMatchObject({ records: 1 });
    // What came late is taken away with the rest.
    while ((await feeds.unfollow(PLACE, context)).more);
    expect(cache.prepare("SELECT count(*) FROM event").pluck().get()).toBe(0);
  });

  test("records and cursor land together, and the checksum is that of the ids", async () => {
    await followed();
    const { taken } = await take(
      [put("a", 1, event("a")), put("b", 3, factor("b", "high"))],
      undefined,
      "c1",
    );
    expect(taken).toBe(2);
    const sum = new SetChecksum();
    sum.add("a", 1);
    sum.add("b", 3);
    expect(await reading()).toMatchObject({
      cursor: "c1",
      records: 2,
      checksum: sum.toString(),
      complete: true,
    });
    expect(await feeds.state(PLACE, context)).toMatchObject({ asOf: 77, sourceId: "plant:p1/mes" });
    expect(cache.prepare("SELECT mode, as_of_us FROM source").raw().all()).toEqual([["live", 77]]);
    expect(changes).toEqual([true]);
  });

  test("a page that does not follow the cursor changes nothing", async () => {
    await followed();
    await take([put("a", 1, event("a"))], undefined, "c1");
    await expect(async () => take([put("b", 1, event("b"))], undefined, "c2")).rejects.toMatchObject({
      kind: "conflict",
    });
    await expect(async () =>
      take([put("b", 1, event("b"))], "c1", "c2", { epoch: "e2" }),
    ).rejects.toMatchObject({ kind: "conflict" });
    expect(titles()).toEqual(["a"]);
    expect((await reading())?.cursor).toBe("c1");
  });

  test("a failure in the middle leaves neither records nor cursor", async () => {
    await followed();
    const bad = put("b", 1, { ...event("b"), payload: undefined } as never);
    await expect(async () => take([put("a", 1, event("a")), bad], undefined, "c1")).rejects.toThrow(
      "argument",
    );
    expect(titles()).toEqual([]);
    expect(await reading()).toMatchObject({ cursor: undefined, records: 0 });
    // What was remembered of the part and unit must not live on either.
    await take([put("a", 1, event("a"))], undefined, "c1");
    expect(cache.prepare("SELECT count(*) FROM unit").pluck().get()).toBe(1);
    expect(cache.pragma("foreign_key_check")).toEqual([]);
  });

  test("changes again, late and out of order change nothing", async () => {
    await followed();
    const [first, second, third] = [
      put("a", 1, event("a", "one")),
      put("a", 2, event("a", "two")),
      remove("b", 2),
    ];
    const late = put("b", 1, factor("b", "never"));
    await take([second, first, third, late, second], undefined, "c1");
    await take([first, second, third], "c1", "c2");
    expect(titles()).toEqual(["two"]);
    expect(factors()).toEqual([]);
    expect(await reading()).toMatchObject({ records: 1 });
  });

  test("a further revision corrects an event and replaces a record whole", async () => {
    await followed();
    await take([put("a", 1, event("a", "one")), put("f", 1, factor("f", "low"))], undefined, "c1");
    await take([put("a", 4, event("a", "two")), put("f", 2, factor("f", "high"))], "c1", "c2");
    expect(
      cache.prepare("SELECT title, source_revision, superseded, corrects FROM event").raw().all(),
    ).toEqual([
      ["one", 1, 1, null],
      ["two", 4, 0, 1],
    ]);
    expect(factors()).toEqual([["f", "high"]]);
  });

  test("a tombstone removes; the same id later is there again", async () => {
    await followed();
    await take([put("a", 1, event("a")), put("f", 1, factor("f", "low"))], undefined, "c1");
    await take([remove("a", 2), remove("f", 1)], "c1", "c2");
    expect([titles(), factors()]).toEqual([[], []]);
    expect(await reading()).toMatchObject({ records: 0, checksum: "0".repeat(16) });
    // Left the scope in revision 1 and entered it again: later in commit order, so it is news.
    await take([put("f", 1, factor("f", "low")), put("a", 3, event("a", "again"))], "c2", "c3");
    expect([titles(), factors()]).toEqual([["again"], [["f", "low"]]]);
  });

  test("a BOM line that changes its child leaves no line behind, and the tree follows", async () => {
    await followed();
    await take([put("l", 1, line("PART-A", 2)), put("m", 1, line("PART-B"))], undefined, "c1", {
      more: true,
    });
    await take([], "c1", "c2");
    const below = () =>
      cache
        .prepare(
          "SELECT c.number FROM bom_closure JOIN part p ON p.part_id = ancestor_id JOIN part c ON c.part_id = descendant_id WHERE p.number = 'LA-200' AND depth = 1 ORDER BY 1",
        )
        .pluck()
        .all();
    expect(below()).toEqual(["PART-A", "PART-B"]);
    await take([put("l", 2, line("PART-C")), remove("m", 2)], "c2", "c3");
    expect(below()).toEqual(["PART-C"]);
  });

  test("a part that its source deletes goes where nothing else names it", async () => {
    await followed();
    const part = (name: string): FeedRecord => ({
      record: "part",
      part: { name, strength: "stated" },
      title: name,
    });
    await take(
      [put("p1", 1, part("LA-200")), put("p2", 1, part("OLD-1")), put("a", 1, event("a"))],
      undefined,
      "c1",
    );
    await take([remove("p1", 2), remove("p2", 2)], "c1", "c2");
    expect(cache.prepare("SELECT number FROM part").pluck().all()).toEqual(["LA-200"]);
    await take([put("p2", 3, part("OLD-1"))], "c2", "c3");
    expect(cache.prepare("SELECT number FROM part ORDER BY 1").pluck().all()).toEqual(["LA-200", "OLD-1"]);
    expect(cache.pragma("foreign_key_check")).toEqual([]);
  });

  test("what is of an unknown kind is parked, counted, and read after an update", async () => {
    await followed();
    const parked: FeedChange = {
      op: "park",
      id: "x",
      revision: 2,
      position: 900,
      cause: "unknown",
      reason: "unknown",
      line: "{}",
    };
    await take([parked, put("a", 1, event("a"))], undefined, "c1");
    expect(await reading()).toMatchObject({ records: 2, parked: 1 });
    expect(await feeds.parked(PLACE, context)).toEqual([{ id: "x", line: "{}" }]);
    const replayed = await feeds.replay({ ...PLACE, changes: [put("x", 2, event("x"), 900)] }, context);
    expect(replayed).toMatchObject({ taken: 1, state: { shown: { records: 2, parked: 0 } } });
    expect(titles()).toEqual(["a", "x"]);
  });
});

describe("segments", () => {
  const SNAPSHOT = {
    epoch: "e1",
    cursor: "after",
    segments: [
      { path: "0", encoding: "gzip", rows: 3, bytes: 10, sha256: "a".repeat(64) },
      { path: "1", encoding: "gzip", rows: 1, bytes: 10, sha256: "b".repeat(64) },
    ],
  } as const;

  test("go on at the row where they stopped, and end at the snapshot's cursor", async () => {
    await feeds.follow({ ...PLACE, sourceName: "MES" }, context);
    await feeds.begin({ ...PLACE, snapshot: SNAPSHOT }, context);
    const rows = ["a", "b", "c", "d"].map((id) => put(id, 1, event(id)));
    const at = { ...PLACE, beside: false, epoch: "e1" };
    await feeds.applySegment({ ...at, ordinal: 0, from: 0, changes: rows.slice(0, 2) }, context);
    close();
    open();
    expect(await reading()).toMatchObject({
      cursor: undefined,
      snapshot: { rows: 4, taken: 2 },
      segments: [
        { ordinal: 0, taken: 2 },
        { ordinal: 1, taken: 0 },
      ],
    });
    await expect(async () =>
      feeds.applySegment({ ...at, ordinal: 0, from: 0, changes: rows.slice(0, 2) }, context),
    ).rejects.toMatchObject({ kind: "conflict" });
    await feeds.applySegment({ ...at, ordinal: 0, from: 2, changes: rows.slice(2, 3) }, context);
    await feeds.applySegment({ ...at, ordinal: 1, from: 0, changes: rows.slice(3) }, context);
    expect(await reading()).toMatchObject({ cursor: "after", complete: false, segments: [] });
    await take([], "after", "c1");
    expect(titles()).toEqual(["a", "b", "c", "d"]);
    expect(await reading()).toMatchObject({ complete: true, records: 4 });
  });

  test("a snapshot without segments is at its cursor at once", async () => {
    await feeds.follow({ ...PLACE, sourceName: "MES" }, context);
    await feeds.begin({ ...PLACE, snapshot: { ...SNAPSHOT, segments: [] } }, context);
    expect(await reading()).toMatchObject({ cursor: "after", segments: [] });
  });
});

describe("another epoch", () => {
  test("is read beside: the old reading stays whole until the new one takes its place", async () => {
    await followed();
    const same = put("same", 5, event("same"));
    await take(
      [
        same,
        put("changed", 9, event("changed", "old")),
        put("gone", 1, event("gone")),
        put("f", 2, factor("f", "x")),
      ],
      undefined,
      "c1",
    );
    const before = cache.prepare("SELECT position FROM event WHERE source_key = 'same'").pluck().get();
    await feeds.beginPages({ ...PLACE, epoch: "e2" }, context);
    const beside = { beside: true, epoch: "e2" };
    nextPosition = 1;
    await take([{ ...same, revision: 1, position: 1 }, put("new", 1, event("new"))], undefined, "d1", {
      ...beside,
      more: true,
    });
    expect(titles()).toEqual(["changed", "gone", "same"].map((id) => (id === "changed" ? "old" : id)).sort());
    await expect(async () => feeds.swap(PLACE, context)).rejects.toMatchObject({ kind: "conflict" });
    await take([put("changed", 2, event("changed", "new text"))], "d1", "d2", beside);
    expect(titles()).toEqual(["gone", "old", "same"]);
    const state = await feeds.swap(PLACE, context);
    expect(titles()).toEqual(["new", "new text", "same"]);
    expect(factors()).toEqual([]);
    const sum = new SetChecksum();
    for (const [id, revision] of [
      ["same", 1],
      ["new", 1],
      ["changed", 2],
    ] as const)
      sum.add(id, revision);
    expect(state.shown).toMatchObject({ epoch: "e2", cursor: "d2", records: 3, checksum: sum.toString() });
    expect(state.beside).toBeUndefined();
    // What did not change was not written: evidence that names its row still finds it.
    expect(cache.prepare("SELECT position FROM event WHERE source_key = 'same'").pluck().get()).toBe(before);
    expect(cache.prepare("SELECT count(*) FROM feed_staged").pluck().get()).toBe(0);
    // In the new epoch revisions count on from where they are.
    await take([put("changed", 3, event("changed", "newer"), 50)], "d2", "d3", { epoch: "e2" });
    expect(titles()).toEqual(["new", "newer", "same"]);
  });

  test("a third epoch discards what was under way beside", async () => {
    await followed();
    await take([put("a", 1, event("a"))], undefined, "c1");
    await feeds.beginPages({ ...PLACE, epoch: "e2" }, context);
    await take([put("b", 1, event("b"))], undefined, "d1", { beside: true, epoch: "e2", more: true });
    await feeds.beginPages({ ...PLACE, epoch: "e3" }, context);
    await take([put("c", 1, event("c"))], undefined, "f1", { beside: true, epoch: "e3" });
    await feeds.swap(PLACE, context);
    expect(titles()).toEqual(["c"]);
  });

  test("samples survive being staged", async () => {
    await followed();
    await take([], undefined, "c1");
    await feeds.beginPages({ ...PLACE, epoch: "e2" }, context);
    const samples: FeedRecord = {
      record: "samples",
      equipment: "VMC-1",
      signal: "load",
      times: Float64Array.of(1, 2, 3),
      values: Float64Array.of(5, NaN, 7),
    };
    await take([put("s", 1, samples)], undefined, "d1", { beside: true, epoch: "e2" });
    await feeds.swap(PLACE, context);
    const chunk = cache.prepare("SELECT count, minimum, maximum, sample_values FROM sample_chunk").get() as {
      sample_values: Buffer;
    };
    expect(chunk).toMatchObject({ count: 3, minimum: 5, maximum: 7 });
    expect([...new Float64Array(Uint8Array.from(chunk.sample_values).buffer)]).toEqual([5, NaN, 7]);
  });
});

describe("ids that are compared", () => {
  const ids = async (list: readonly (readonly [string, number])[]) => {
    await feeds.collectIds({ ...PLACE, first: true, ids: list }, context);
  };
  test("what the source no longer has is removed; what is newer than the list stays", async () => {
    await followed();
    nextPosition = 1;
    await take([put("a", 1, event("a")), put("b", 1, event("b")), put("c", 1, event("c"))], undefined, "c1");
    await ids([["a", 1]]);
    const result = await feeds.reconcile({ ...PLACE, head: 2, at: 9, remove: true }, context);
    expect(result).toMatchObject({
      gone: 1,
      missing: 0,
      state: { reconciledAt: 9, shown: { records: 2 } },
    });
    expect(titles()).toEqual(["a", "c"]);
  });

  test("what should be here and is not is counted", async () => {
    await followed();
    await take([put("a", 1, event("a")), put("b", 2, event("b"))], undefined, "c1");
    await ids([
      ["a", 2],
      ["b", 1],
      ["x", 1],
    ]);
    const result = await feeds.reconcile({ ...PLACE, head: 2, at: 9, remove: false }, context);
    expect(result).toMatchObject({ gone: 0, missing: 2 });
  });
});

describe("two scopes of one system", () => {
  const OTHER = { ...PLACE, scope: "LA-300" };
  test("share a record that is in both, and each may leave it", async () => {
    await followed();
    await followed(OTHER);
    const shared = put("s", 1, factor("s", "one"));
    await take([shared], undefined, "c1");
    await take([shared], undefined, "c1", { place: OTHER });
    expect(factors()).toEqual([["s", "one"]]);
    const newer = put("s", 2, factor("s", "two"));
    await take([newer], "c1", "c2");
    await take([newer], "c1", "c2", { place: OTHER });
    expect(factors()).toEqual([["s", "two"]]);
    await take([remove("s", 2)], "c2", "c3");
    expect(factors()).toEqual([["s", "two"]]);
    await take([remove("s", 2)], "c2", "c3", { place: OTHER });
    expect(factors()).toEqual([]);
  });

  test("one that lags behind does not bring an old revision back", async () => {
    await followed();
    await followed(OTHER);
    await take([put("s", 2, event("s", "two"), 20)], undefined, "c1");
    await take([put("s", 1, event("s", "one"), 10)], undefined, "c1", { place: OTHER, more: true });
    expect(titles()).toEqual(["two"]);
    await take([put("s", 2, event("s", "two"), 20)], "c1", "c2", { place: OTHER });
    expect(cache.prepare("SELECT count(*) FROM event").pluck().get()).toBe(1);
  });

  test("are given up one by one; the last takes source, units and parts with it", async () => {
    await followed();
    await followed(OTHER);
    const shared = put("s", 1, event("s"));
    await take([shared, put("a", 1, event("a"))], undefined, "c1");
    await take([shared, put("l", 1, line("PART-A"))], undefined, "c1", { place: OTHER });
    const unfollow = async (place: FeedPlace): Promise<void> => {
      for (let more = true; more;) ({ more } = await feeds.unfollow(place, context));
    };
    await feeds.clock({ plantId: PLACE.plantId, at: 5, skew: 9_000_000, uncertainty: 3 }, context);
    expect(cache.prepare("SELECT since_us, skew_us, method FROM source_clock").raw().all()).toEqual([
      [5, 9_000_000, "plant"],
    ]);
    await unfollow(PLACE);
    expect(titles()).toEqual(["s"]);
    await unfollow(OTHER);
    const left = [
      "event",
      "unit",
      "bom_line",
      "source",
      "source_clock",
      "feed",
      "feed_record",
      "event_text",
    ].map((table) => cache.prepare(`SELECT count(*) FROM ${table}`).pluck().get());
    expect(left).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
    expect(cache.pragma("foreign_key_check")).toEqual([]);
  });
});

test("a gap is written once and closed under its key", async () => {
  await followed();
  const gap = { ...PLACE, key: "offline/1", from: 10, cause: "No connection" };
  await feeds.gap({ ...gap, to: undefined, backfilled: false }, context);
  await feeds.gap({ ...gap, to: 20, backfilled: true }, context);
  expect(cache.prepare("SELECT stream, started_us, ended_us, backfilled FROM gap").raw().all()).toEqual([
    ["mes LA-200", 10, 20, 1],
  ]);
});

test("open gaps are ended once what was missed in them has been read", async () => {
  await followed();
  const gap = { ...PLACE, from: 10, to: undefined, cause: "No connection", backfilled: false };
  await feeds.gap({ ...gap, key: "outage/LA-200/10" }, context);
  await feeds.gap({ ...gap, key: "outage/LA-300/10" }, context);
  await feeds.closeGaps({ ...PLACE, prefix: "outage/LA-200/", to: 30, cause: "read" }, context);
  expect(cache.prepare("SELECT key, ended_us, backfilled FROM gap ORDER BY key").raw().all()).toEqual([
    ["outage/LA-200/10", 30, 1],
    ["outage/LA-300/10", null, 0],
  ]);
});

test("a full disk loses nothing and says so", async () => {
  await followed();
  await take([put("a", 1, event("a"))], undefined, "c1");
  const pages = cache.pragma("page_count", { simple: true }) as number;
  cache.pragma(`max_page_count = ${pages}`);
  const many = Array.from({ length: 2_000 }, (_, n) => put(`n${n}`, 1, event(`n${n}`, "x".repeat(300))));
  await expect(async () => take(many, "c1", "c2")).rejects.toMatchObject({ kind: "limit" });
  expect(titles()).toEqual(["a"]);
  expect((await reading())?.cursor).toBe("c1");
  cache.pragma("max_page_count = 1000000");
  await take(many, "c1", "c2");
  expect(titles()).toHaveLength(2_001);
  expect(cachePath(folder)).toContain(folder);
});

test("a unit or part that another source states itself stays when one that only used it goes", async () => {
  const OTHER = { ...PLACE, system: "erp" };
  await followed();
  await followed(OTHER);
  const unit = { part: PART, serial: "7", serialStatus: "proven" } as const;
  const part: FeedRecord = { record: "part", part: PART, title: "Actuator" };
  await take([put("u", 1, { record: "unit", unit }), put("p", 1, part)], undefined, "c1", { place: OTHER });
  await take([put("a", 1, event("a")), put("u", 1, { record: "unit", unit })], undefined, "c1");
  await take([remove("u", 2)], "c1", "c2");
  for (let more = true; more;) ({ more } = await feeds.unfollow(PLACE, context));
  expect(cache.prepare("SELECT serial FROM unit").pluck().all()).toEqual(["7"]);
  expect(cache.prepare("SELECT number FROM part").pluck().all()).toEqual(["LA-200"]);
  await take([remove("u", 2), remove("p", 2)], "c1", "c2", { place: OTHER });
  expect(cache.prepare("SELECT count(*) FROM unit").pluck().get()).toBe(0);
});
