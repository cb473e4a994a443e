/** What happens to plants: they restart, begin anew, forget, delete in silence, have wrong clocks, and go away. */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { RequestKind } from "../../electron/demo/plant/faults.ts";
import type { RunningPlant } from "../../electron/demo/plant/start-plant.ts";
import { engineUnderTest, PLANT_ID, type EngineUnderTest } from "./engine-under-test.ts";
import { isClockOff } from "../../shared/model/clock.ts";
import { createSourceClockQueries } from "../../electron/host/store/queries/source-clocks.ts";
import { fill, plantUnder } from "./plants.ts";
import { expectSameAsPlant, recordsAt } from "./same-as-plant.ts";

const HOUR = 3_600_000_000;
const DAY = 24 * HOUR;

let subject: EngineUnderTest;
let plant: RunningPlant;
beforeEach(async () => {
  subject = engineUnderTest();
  plant = await plantUnder(subject.time);
  fill(plant, 0, 300);
});
afterEach(async () => {
  await subject.close();
  await plant.stop();
});

const expectSame = (): void => {
  expectSameAsPlant(subject.cache, plant.plant, PLANT_ID);
  expect(subject.bugs).toEqual([]);
};
const gaps = (): readonly unknown[] =>
  subject.cache.prepare("SELECT started_us, ended_us, backfilled, cause FROM gap").all();
const titles = (): readonly unknown[] =>
  subject.cache.prepare("SELECT title FROM event WHERE superseded = 0").pluck().all();

describe("a plant that restarts", () => {
  test("while it is read and while it is idle", async () => {
    await subject.follow(plant);
    await plant.restart();
    await subject.untilLevel(plant);
    for (let round = 0; round < 5; round += 1) {
      await plant.stop();
      fill(plant, 300 + round * 10, 10);
      await plant.start();
      await subject.untilLevel(plant);
    }
    expectSame();
  });

  test("unplugged, everything stays readable and the as-of marks stand still", async () => {
    await subject.follow(plant);
    const level = await subject.untilLevel(plant);
    await plant.stop();
    const offline = await subject.until("offline", ({ plants }) => plants[0]?.state === "offline");
    expect(offline.plants[0]?.feeds.map(({ state }) => state)).toEqual(
      level.plants[0]?.feeds.map(() => "offline"),
    );
    expect(offline.plants[0]?.message).toContain("can't be reached");
    const asOf = offline.plants[0]?.feeds.map((feed) => feed.asOf);
    expect(titles()).toHaveLength(300);
    subject.time.jump(HOUR);
    await subject.until("trying again", ({ plants }) => plants[0]?.state === "offline");
    expect(subject.standing.plants[0]?.feeds.map((feed) => feed.asOf)).toEqual(asOf);
    await plant.start();
    fill(plant, 300, 5);
    await subject.untilLevel(plant);
    expectSame();
  });

  test("away for long it leaves a gap, which is ended once what was missed has been read", async () => {
    await subject.follow(plant, [["mes", "product:10-4000"]]);
    const [feed] = (await subject.untilLevel(plant)).plants[0]?.feeds ?? [];
    await plant.stop();
    await subject.until("offline", ({ plants }) => plants[0]?.state === "offline");
    subject.time.jump(2 * HOUR);
    await subject.until("noted", () => gaps().length === 1);
    expect(gaps()).toMatchObject([{ ended_us: null, backfilled: 0 }]);
    // The program ends meanwhile: the gap must not stay open for good.
    await subject.restart();
    await plant.start();
    await subject.untilLevel(plant);
    await subject.until("ended", () => JSON.stringify(gaps()).includes('"backfilled":1'));
    const [gap] = gaps() as { started_us: number; ended_us: number }[];
    expect(gap?.started_us).toBeGreaterThanOrEqual((feed?.asOf ?? 0) - 60_000_000);
    expect(gap?.ended_us).toBeGreaterThan((gap?.started_us ?? 0) + 2 * HOUR - 60_000_000);
  });
});

describe("a plant that begins anew", () => {
  test("is read anew beside what is shown, and takes its place", async () => {
    await subject.follow(plant);
    await subject.untilLevel(plant);
    const before = subject.cache.prepare("SELECT min(position) FROM event").pluck().get();
    for (const system of ["mes", "plm", "erp"]) plant.plant.changeEpoch(system);
    fill(plant, 300, 10);
    await subject.untilLevel(plant);
    expectSame();
    // What is the same there was not written again.
    expect(subject.cache.prepare("SELECT min(position) FROM event WHERE superseded = 0").pluck().get()).toBe(
      before,
    );
    expect(gaps().length).toBeGreaterThan(0);
  });

  test("again and again, in the middle of being read, with changes in between", async () => {
    await subject.follow(plant);
    for (let round = 0; round < 8; round += 1) {
      plant.plant.changeEpoch(round % 2 === 0 ? "mes" : "plm");
      fill(plant, 300 + round * 10, 10);
      fill(plant, round * 9, 5);
      plant.plant.remove("plm", "product:10-4000", `line/${round * 3}`);
      if (round % 3 === 2) await subject.untilLevel(plant);
    }
    await subject.untilLevel(plant);
    expectSame();
  });

  test("restored from a backup that lacks the newest, what it forgot is withdrawn here too", async () => {
    // The same plant from its beginning, without what came later.
    const { port } = plant.server;
    await subject.follow(plant);
    fill(plant, 300, 20);
    await subject.untilLevel(plant);
    await plant.stop();
    plant = await plantUnder(subject.time, { port, epochSalt: "restored" });
    fill(plant, 0, 300);
    await subject.untilLevel(plant);
    expectSame();
    expect(titles()).toHaveLength(300);
    // Withdrawn, not erased: evidence that names it still finds it.
    expect(subject.cache.prepare("SELECT count(*) FROM event WHERE superseded = 1").pluck().get()).toBe(20);
  });
});

describe("deletes", () => {
  test("by tombstones, some of them for what comes again", async () => {
    await subject.follow(plant);
    await subject.untilLevel(plant);
    for (let n = 0; n < 60; n += 1) plant.plant.remove("mes", "product:10-4000", `factor/${n}`);
    for (let n = 0; n < 40; n += 1) plant.plant.remove("plm", "product:10-4000", `line/${n}`);
    fill(plant, 20, 20);
    await subject.untilLevel(plant);
    expectSame();
  });

  test("in silence: ids are compared, and what is gone is removed", async () => {
    for (let n = 0; n < 50; n += 1)
      plant.plant.put("erp", "site", `note/${n}`, { record: "note", key: `${n}`, text: `Shipment ${n}` });
    await subject.follow(plant, [["erp", "site"]]);
    await subject.untilLevel(plant);
    for (let n = 0; n < 20; n += 1) plant.plant.remove("erp", "site", `note/${n}`);
    subject.time.jump(HOUR);
    await subject.engine.syncNow({}, { signal: new AbortController().signal });
    await subject.until(
      "compared",
      () => subject.cache.prepare("SELECT count(*) FROM note").pluck().get() === 30,
    );
    await subject.untilLevel(plant);
    expectSame();
    expect(recordsAt(plant.plant, "erp", "site").size).toBe(30);
  });
});

describe("clocks", () => {
  const clocks = () => createSourceClockQueries(subject.cache).all();

  test.each([DAY, -DAY])("the plant's is off by %i µs: shown, kept, and nothing else", async (skew) => {
    const other = await plantUnder(subject.time, { clockSkew: skew });
    fill(other, 0, 100);
    await subject.follow(other);
    const { plants } = await subject.untilLevel(other);
    expect(Math.abs((plants[0]?.clockSkew ?? 0) - skew)).toBeLessThan(HOUR);
    await subject.until("kept", () => clocks().length > 0);
    const kept = clocks();
    for (const clock of kept) {
      expect(Math.abs(clock.skew - skew)).toBeLessThanOrEqual(clock.uncertainty);
      expect(isClockOff(clock)).toBe(true);
    }
    // Asked again and again it is the same clock; times stay as they were stated.
    subject.time.jump(2 * HOUR);
    fill(other, 50, 100);
    await subject.untilLevel(other);
    expectSameAsPlant(subject.cache, other.plant, PLANT_ID);
    await other.stop();
    expect(clocks().map(({ sourceId, from }) => `${sourceId} ${from}`)).toEqual(
      kept.map(({ sourceId, from }) => `${sourceId} ${from}`),
    );
  });

  test.each([DAY, -DAY])("ours is set by %i µs while it runs", async (jump) => {
    await subject.follow(plant);
    await subject.untilLevel(plant);
    subject.time.jump(jump);
    fill(plant, 250, 100);
    await subject.untilLevel(plant);
    fill(plant, 350, 10);
    await subject.untilLevel(plant);
    expectSame();
  });

  test("an hour asleep: connections that only look alive are given up, and all is read", async () => {
    await subject.follow(plant);
    await subject.untilLevel(plant);
    // Nudges go into a connection that nobody hears; a page that was asked for never ends.
    plant.faults.next("changes", { fault: "stall", share: 0.2 }, { fault: "stall", share: 0 });
    fill(plant, 300, 30);
    subject.time.jump(HOUR);
    await subject.untilLevel(plant);
    expectSame();
  });
});

test("paused in the middle of a read it stays paused, and goes on from there", async () => {
  const { signal } = new AbortController();
  await subject.follow(plant);
  await subject.engine.pause({ plantId: PLANT_ID }, { signal });
  fill(plant, 300, 10);
  await subject.until("paused", ({ plants }) =>
    (plants[0]?.feeds ?? []).every(({ state }) => state === "paused"),
  );
  const before = titles().length;
  await subject.engine.syncNow({}, { signal });
  subject.time.jump(HOUR);
  expect(titles()).toHaveLength(before);
  await subject.engine.resume({ plantId: PLANT_ID }, { signal });
  await subject.untilLevel(plant);
  expectSame();
});

describe("paused while the plant is slow to answer, nothing is told of it as if it were a fault", () => {
  const held: readonly RequestKind[] = ["service", "snapshot", "segment", "changes", "ids"];
  test.each(held)("in the middle of %s", async (kind) => {
    const { signal } = new AbortController();
    const said = new Set<string>();
    for (let round = 0; round < 3; round += 1) {
      plant.faults.always(kind, { fault: "stall", share: round / 4 });
      if (round === 0) await subject.follow(plant);
      else await subject.engine.resume({ plantId: PLANT_ID }, { signal });
      await subject.engine.pin({ partNumber: "10-4000" }, { signal });
      const before = plant.faults.done.length;
      // What stalls is given up by itself after a while: paused before that.
      await vi
        .waitFor(() => expect(plant.faults.done.length).toBeGreaterThan(before), { timeout: 10_000 })
        .catch(
          // This kind of request is not needed in this round.
          () => undefined,
        );
      await subject.engine.pause({ plantId: PLANT_ID }, { signal });
      const { plants, pins } = await subject.until(
        "paused",
        (standing) => standing.plants[0]?.state === "paused",
      );
      for (const { message } of [...plants, ...(plants[0]?.feeds ?? []), ...pins])
        if (message !== undefined) said.add(message);
      plant.faults.clear();
    }
    await subject.engine.resume({ plantId: PLANT_ID }, { signal });
    await subject.untilLevel(plant);
    expectSame();
    expect([...said, ...subject.remarks].filter((text) => /abort|cancel/i.test(text))).toEqual([]);
  });
});

test("a scope that is given up takes its records with it; one that is added brings its own", async () => {
  await subject.follow(plant, [["mes", "product:10-4000"]]);
  await subject.untilLevel(plant);
  await subject.follow(plant, [
    ["plm", "product:10-4000"],
    ["mes", "site"],
  ]);
  await subject.untilLevel(plant);
  expect(subject.standing.plants[0]?.feeds.map(({ system, scope }) => `${system} ${scope}`).sort()).toEqual([
    "mes site",
    "plm product:10-4000",
  ]);
});

test("a full disk stops the feed with a sentence and loses nothing; with room it goes on", async () => {
  await subject.follow(plant);
  await subject.untilLevel(plant);
  // SQLite reports a reached page limit exactly as it reports a full disk.
  const pages = subject.cache.pragma("page_count", { simple: true }) as number;
  subject.cache.pragma(`max_page_count = ${pages}`);
  fill(plant, 300, 3_000);
  const full = await subject.until("failed", ({ plants }) =>
    (plants[0]?.feeds ?? []).some(({ state }) => state === "failed"),
  );
  expect(full.plants[0]?.feeds.find(({ state }) => state === "failed")?.message).toContain("disk is full");
  subject.cache.pragma("max_page_count = 1000000");
  await subject.engine.syncNow({}, { signal: new AbortController().signal });
  await subject.untilLevel(plant);
  expectSame();
});
