/** History from a time on, and until one: what is here is what the plant has from then on, however the choice changes and whatever goes wrong. */
import { afterEach, beforeEach, expect, test } from "vitest";
import type { RunningPlant } from "../../electron/demo/plant/start-plant.ts";
import { createLeftLater, createNotLoaded } from "../../electron/host/store/queries/not-loaded.ts";
import type { PinReport } from "../../shared/contract/plants.ts";
import { engineUnderTest, type EngineUnderTest } from "./engine-under-test.ts";
import { fill, plantUnder } from "./plants.ts";

const SCOPE = "product:10-4000";
const SCOPES = [["mes", SCOPE]] as const;
const SECOND = 1_000_000;
const context = { signal: new AbortController().signal };

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

/** Numbers of the events that are here. */
const events = (): number[] =>
  (subject.cache.prepare("SELECT started_us FROM event WHERE superseded = 0").pluck().all() as number[])
    .map((time) => time / SECOND)
    .sort((a, b) => a - b);
const factors = (): unknown => subject.cache.prepare("SELECT count(*) FROM factor").pluck().get();
const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i);
const untilFrom = (since: number | undefined, before?: number) =>
  subject.until(`level from ${since} until ${before}`, ({ plants: [standing] }) =>
    (standing?.feeds ?? []).some(
      (feed) =>
        feed.state === "idle" &&
        feed.complete &&
        !feed.rereading &&
        feed.since === since &&
        feed.until === before,
    ),
  );

test("from the first read on, over pages and segments, with what comes later; the rest is said not to be here", async () => {
  plant.faults.next("segment", { fault: "cut", share: 0.5 }, { fault: "corrupt" });
  plant.faults.next("changes", { fault: "cut", share: 0.5 }, { fault: "overlapping", changes: 3 });
  await subject.follow(plant, SCOPES, 200 * SECOND);
  await untilFrom(200 * SECOND);
  expect(events()).toEqual(range(200, 300));
  // What has no time comes whole.
  expect(factors()).toBe(300);
  fill(plant, 300, 20);
  await subject.untilLevel(plant);
  expect(events()).toEqual(range(200, 320));
  expect(createNotLoaded(subject.cache)()).toEqual([
    expect.objectContaining({ sourceName: "MES", until: 200 * SECOND }) as unknown,
  ]);
});

test("an earlier time brings what lay before, a later one takes it away, none brings all", async () => {
  await subject.follow(plant, SCOPES, 200 * SECOND);
  await untilFrom(200 * SECOND);
  await subject.follow(plant, SCOPES, 50 * SECOND);
  await untilFrom(50 * SECOND);
  expect(events()).toEqual(range(50, 300));
  await subject.restart();
  await subject.follow(plant, SCOPES, 250 * SECOND);
  await untilFrom(250 * SECOND);
  expect(events()).toEqual(range(250, 300));
  await subject.follow(plant, SCOPES);
  await untilFrom(undefined);
  expect(events()).toEqual(range(0, 300));
  expect(factors()).toBe(300);
});

test("a correction that leaves the span is heard, and a new epoch keeps to it", async () => {
  await subject.follow(plant, SCOPES, 200 * SECOND);
  await untilFrom(200 * SECOND);
  plant.plant.put("mes", SCOPE, "event/250", {
    record: "event",
    key: "250",
    kind: "production",
    type: "operation",
    title: "Operation 250, the day before",
    startedAt: 10 * SECOND,
    payload: "{}",
  });
  await subject.untilLevel(plant);
  expect(events()).toEqual([10, ...range(200, 300).filter((n) => n !== 250)]);
  plant.plant.changeEpoch("mes");
  await subject.untilLevel(plant);
  await untilFrom(200 * SECOND);
  expect(events().filter((n) => n !== 10)).toEqual(range(200, 300).filter((n) => n !== 250));
  expect(subject.bugs).toEqual([]);
});

test("until a time: what begins later stays away and is said to, and a later end brings what is missing", async () => {
  plant.faults.next("segment", { fault: "cut", share: 0.5 });
  plant.faults.next("changes", { fault: "cut", share: 0.5 }, { fault: "overlapping", changes: 3 });
  await subject.follow(plant, SCOPES, 100 * SECOND, 200 * SECOND);
  await untilFrom(100 * SECOND, 200 * SECOND);
  expect(events()).toEqual(range(100, 200));
  expect(factors()).toBe(300);
  // What the plant goes on producing is no part of it; a correction of what is here is.
  fill(plant, 300, 20);
  plant.plant.put("mes", SCOPE, "event/150", {
    record: "event",
    key: "150",
    kind: "production",
    type: "operation",
    title: "Operation 150, a day later",
    startedAt: 400 * SECOND,
    payload: "{}",
  });
  await subject.untilLevel(plant);
  expect(events()).toEqual([...range(100, 200).filter((n) => n !== 150), 400]);
  const later = createLeftLater(subject.cache);
  expect(later()).toMatchObject([{ sourceName: "MES", from: 200 * SECOND }]);
  await subject.restart();
  await subject.follow(plant, SCOPES, 100 * SECOND, 250 * SECOND);
  await untilFrom(100 * SECOND, 250 * SECOND);
  expect(events().filter((n) => n !== 150 && n !== 400)).toEqual(range(100, 250).filter((n) => n !== 150));
  await subject.follow(plant, SCOPES);
  await untilFrom(undefined);
  expect(events()).toEqual([...range(0, 320).filter((n) => n !== 150), 400]);
  expect(createLeftLater(subject.cache)()).toEqual([]);
  expect(subject.bugs).toEqual([]);
});

test("a pinned product says of when its history is kept", async () => {
  await subject.follow(plant, SCOPES, 200 * SECOND, 280 * SECOND);
  await subject.engine.pin({ partNumber: "10-4000" }, context);
  const { pins } = await subject.until("pinned", (standing) => standing.pins[0]?.state === "complete");
  expect(pins[0]).toMatchObject({ since: 200 * SECOND, until: 280 * SECOND } satisfies Partial<PinReport>);
});
