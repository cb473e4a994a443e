import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { FeedChange, FeedRecord } from "../../../../../shared/model/feed.ts";
import type { Delivery } from "../../staged-events.ts";
import { createStager } from "../../stager.ts";
import type { Connection } from "../../open.ts";
import { openCache, openUser } from "../../stores.ts";
import { createSettling } from "../settling.ts";
import { createSharedRecords } from "../shared-records.ts";
import { SetChecksum } from "./checksum.ts";
import type { FeedPlace } from "./feed-contract.ts";
import { createFeeds } from "./feeds.ts";

const PLACE: FeedPlace = { plantId: "p1", system: "mes", scope: "a" };
const SIBLING: FeedPlace = { ...PLACE, scope: "b" };
const context = { signal: new AbortController().signal };

let folder: string;
let cache: Connection;
let user: Connection;
let feeds: ReturnType<typeof createFeeds>["service"];
let flush: () => void;
let files: number;
const cursors = new Map<string, string>();

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "throughline-staged-"));
  cache = openCache(folder, () => 1);
  user = openUser(folder, () => 1);
  files = 0;
  cursors.clear();
  ({ service: feeds, flush } = createFeeds({
    cache,
    folder,
    records: createSharedRecords(cache),
    now: () => 5,
    ...createSettling(cache, user),
    onChanged: () => undefined,
    onStillLevel: () => undefined,
  }));
});
afterEach(() => {
  flush();
  cache.close();
  user.close();
  rmSync(folder, { recursive: true, force: true });
});

const unit = (serial: string) => ({
  part: { name: "LA-200", strength: "stated" as const },
  serial,
  serialStatus: "proven" as const,
});
const event = (n: number, revision = 1): FeedChange => ({
  op: "put",
  id: `event/${n}`,
  position: n,
  revision,
  digest: n * 10 + revision,
  record: {
    record: "event",
    key: `event/${n}`,
    kind: "inspection",
    type: "inspection",
    title: `Inspection ${n} r${revision}`,
    startedAt: n,
    unit: unit(`${n % 7}`),
    equipment: `M-${n % 3}`,
    characteristics: ["D1", "D1", "D2"],
    payload: `${n}/${revision}`,
  } satisfies FeedRecord,
});
const events = (from: number, to: number): FeedChange[] =>
  Array.from({ length: to - from }, (_, index) => event(from + index));

async function follow(place = PLACE): Promise<void> {
  await feeds.follow({ ...place, sourceName: "MES" }, context);
  await feeds.beginPages({ ...place, epoch: "e1" }, context);
}
function staged(changes: readonly FeedChange[]): Delivery & { readonly path: string } {
  files += 1;
  const path = join(folder, `rows-${files}.db`);
  const stager = createStager(path);
  stager.add(changes);
  return { ...stager.end(), path };
}
async function take(changes: readonly FeedChange[], place = PLACE, epoch = "e1", beside = false) {
  const { path, ...delivery } = staged(changes);
  expect(delivery.staged).toBeDefined();
  const key = `${place.scope}/${beside}`;
  const cursor = `c${files}`;
  const page = { ...delivery, epoch, cursor, more: false, head: 1_000, bytes: 1 };
  try {
    return await feeds.applyPage(
      { ...place, beside, epoch, after: cursors.get(key), page, asOf: 7 },
      context,
    );
  } finally {
    cursors.set(key, cursor);
    expect(existsSync(path), "the file is gone").toBe(false);
  }
}
const count = (sql: string): unknown => cache.prepare(`SELECT count(*) FROM ${sql}`).pluck().get();
const shown = async (place = PLACE) => (await feeds.state(place, context))?.shown;
/** Each live event once, found by its text, with its characteristics; and the sum is that of the ids. */
async function expectWhole(list: readonly FeedChange[], place = PLACE): Promise<void> {
  const live = cache
    .prepare("SELECT source_key, title FROM event WHERE superseded = 0 ORDER BY started_us")
    .raw();
  expect(live.all()).toEqual(
    list.map((change) => [
      change.id,
      change.op === "put" && change.record.record === "event" && change.record.title,
    ]),
  );
  const sum = new SetChecksum();
  for (const { id, revision } of list) sum.add(id, revision);
  expect(await shown(place)).toMatchObject({ records: list.length, checksum: sum.toString() });
  expect(count("event_text WHERE event_text MATCH 'inspection'")).toBe(list.length);
  expect(count("event_subject JOIN event USING (position) WHERE superseded = 0")).toBe(list.length * 2);
  expect(cache.pragma("foreign_key_check")).toEqual([]);
}

test("events are taken whole; again they change nothing", async () => {
  await follow();
  const list = events(1, 301);
  expect(await take(list)).toMatchObject({ taken: 300, repeated: 0 });
  await expectWhole(list);
  expect(await take(list)).toMatchObject({ taken: 0, repeated: 300 });
  await expectWhole(list);
  expect(count("unit")).toBe(7);
});

test("what is known goes by revision, what is new is taken", async () => {
  await follow();
  await take(events(1, 251));
  const corrected = [...events(1, 100), event(100, 2), ...events(101, 401)];
  expect(await take(corrected)).toMatchObject({ taken: 151, repeated: 249 });
  await expectWhole(corrected);
  expect(count("event WHERE superseded = 1")).toBe(1);
});

test("an id that comes twice in a delivery is corrected in its order", async () => {
  await follow();
  await take([...events(1, 251), event(3, 2), event(3, 3), event(5, 2)]);
  await expectWhole([event(1), event(2), event(3, 3), event(4), event(5, 2), ...events(6, 251)]);
  expect(count("event WHERE superseded = 1")).toBe(3);
});

test("what another scope of the system holds is not written twice", async () => {
  await follow();
  await follow(SIBLING);
  await take(events(1, 301));
  await take(events(201, 501), SIBLING);
  expect(count("event WHERE superseded = 0")).toBe(500);
  expect(await shown(SIBLING)).toMatchObject({ records: 300 });
});

test("events that were withdrawn and are known of no more come back", async () => {
  await follow();
  await follow(SIBLING);
  await take(events(1, 301));
  await take(events(301, 601), SIBLING);
  while ((await feeds.unfollow(PLACE, context)).more);
  expect(count("event WHERE superseded = 0")).toBe(300);
  cursors.clear();
  await follow();
  await take(events(1, 301));
  expect(count("event WHERE superseded = 0")).toBe(600);
  expect(await shown()).toMatchObject({ records: 300 });
});

test("beside the reading that is shown they are kept until the swap", async () => {
  await follow();
  await take(events(1, 301));
  await feeds.beginPages({ ...PLACE, epoch: "e2" }, context);
  const list = [...events(1, 250), ...events(260, 321)];
  await take(list, PLACE, "e2", true);
  await expectWhole(events(1, 301));
  await feeds.swap(PLACE, context);
  await expectWhole(list);
});

test("a delivery that does not fit leaves nothing behind", async () => {
  await follow();
  await take(events(1, 301));
  cursors.set("a/false", "another");
  await expect(take(events(301, 601))).rejects.toMatchObject({ kind: "conflict" });
  await expectWhole(events(1, 301));
});

test("many deliveries in a row are more than can be attached at once", async () => {
  await follow();
  for (let n = 0; n < 25; n += 1) {
    const { path: _path, ...delivery } = staged(events(n * 210 + 1, (n + 1) * 210 + 1));
    const page = { ...delivery, epoch: "e1", cursor: `m${n}`, more: n < 24, head: 9_999, bytes: 1 };
    const after = n === 0 ? undefined : `m${n - 1}`;
    await feeds.applyPage({ ...PLACE, beside: false, epoch: "e1", after, page, asOf: 7 }, context);
  }
  expect(await shown()).toMatchObject({ records: 25 * 210, complete: true });
  expect(count("event")).toBe(25 * 210);
});
