/** A product kept whole for travel: complete is said only of what was compared with the plant and fetched in whole. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hash } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { RunningPlant } from "../../electron/demo/plant/start-plant.ts";
import type { PinReport } from "../../shared/contract/plants.ts";
import { engineUnderTest, PLANT_ID, type EngineUnderTest } from "./engine-under-test.ts";
import { fill, plantUnder } from "./plants.ts";
import { expectSameAsPlant } from "./same-as-plant.ts";

const PRODUCT = "10-4000";
const context = { signal: new AbortController().signal };
const DRAWING = Buffer.alloc(300_000, "drawing ");

let subject: EngineUnderTest;
let plant: RunningPlant;
let folder: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "throughline-pins-"));
  subject = engineUnderTest();
  const modelFile = join(folder, "actuator.step");
  writeFileSync(modelFile, "ISO-10303-21; not really");
  plant = await plantUnder(subject.time, { modelFile });
  fill(plant, 0, 100);
  const { sha256 } = plant.plant.files.add("drawing.pdf", DRAWING);
  const file = { role: "document", name: "drawing.pdf", sha256, bytes: DRAWING.length } as const;
  plant.plant.put("plm", "product:10-4000", "part/10-5001", {
    record: "part",
    part: { name: "10-5001", strength: "stated" },
    files: [file],
  });
});
afterEach(async () => {
  await subject.close();
  await plant.stop();
  rmSync(folder, { recursive: true, force: true });
});

const pin = async (): Promise<void> => {
  await subject.engine.pin({ partNumber: PRODUCT }, context);
};
const untilPin = async (state: PinReport["state"]): Promise<PinReport | undefined> =>
  (await subject.until(`pin ${state}`, ({ pins }) => pins[0]?.state === state)).pins[0];
const drawing = (): string => join(subject.folder, "blobs", hash("sha256", DRAWING));

test("scopes that hold it are followed in every system, files are fetched, ids compared", async () => {
  await subject.follow(plant, [["plm", "product:10-4000"]]);
  await subject.untilLevel(plant);
  await pin();
  const report = await untilPin("complete");
  expect(report).toMatchObject({ files: { here: 1, all: 1, bytes: DRAWING.length } });
  expect(readFileSync(drawing())).toEqual(DRAWING);
  const followed = subject.standing.plants[0]?.feeds.map(({ system, scope }) => `${system} ${scope}`);
  expect(followed?.sort()).toEqual(["cmms", "erp", "mes", "plm", "qms"].map((id) => `${id} product:10-4000`));
  await subject.untilLevel(plant);
  const { records } = expectSameAsPlant(subject.cache, plant.plant, PLANT_ID);
  expect(report?.records).toBe(records);
});

test.each([
  { fault: "cut", share: 0.5 },
  { fault: "corrupt" },
  { fault: "stall", share: 0.3 },
  { fault: "status", status: 503 },
] as const)("a file that comes by $fault is fetched on, and is whole in the end", async (fault) => {
  plant.faults.next("file", fault, fault);
  await subject.follow(plant);
  await pin();
  await untilPin("complete");
  expect(readFileSync(drawing())).toEqual(DRAWING);
  expect(existsSync(`${drawing()}.part`)).toBe(false);
});

test("paused while a file is on its way or is checked, it says so in words, and nothing is told as a fault", async () => {
  await subject.follow(plant, [["plm", "product:10-4000"]]);
  await subject.untilLevel(plant);
  const isFetching = (): boolean => plant.faults.done.some(({ kind }) => kind === "file");
  for (const share of [0, 0.5, 1]) {
    plant.faults.always("file", { fault: "stall", share });
    await (share === 0 ? pin() : subject.engine.resume({ plantId: PLANT_ID }, context));
    await vi.waitFor(() => expect(isFetching()).toBe(true), { timeout: 10_000 });
    await subject.engine.pause({ plantId: PLANT_ID }, context);
    const report = await untilPin("incomplete");
    expect(report?.message).not.toMatch(/abort|cancel/i);
  }
  plant.faults.clear();
  await subject.engine.resume({ plantId: PLANT_ID }, context);
  await subject.engine.syncNow({}, context);
  await untilPin("complete");
  expect(readFileSync(drawing())).toEqual(DRAWING);
  expect(subject.bugs).toEqual([]);
});

test("with the plant away it is incomplete and says why; with the plant back it completes", async () => {
  await subject.follow(plant);
  await subject.untilLevel(plant);
  await plant.stop();
  await subject.until("offline", ({ plants }) => plants[0]?.state === "offline");
  await pin();
  expect((await untilPin("incomplete"))?.message).toContain("can't be reached");
  await plant.start();
  await untilPin("complete");
});

test("a record that got lost here is found missing, and read anew", async () => {
  await subject.follow(plant);
  await subject.untilLevel(plant);
  // As if a fault that nobody thought of had lost them.
  subject.cache.exec("DELETE FROM feed_record WHERE id IN ('event/7', 'factor/8')");
  subject.cache.exec("UPDATE event SET superseded = 1 WHERE source_key = 'event/7'");
  subject.cache.exec("DELETE FROM factor WHERE key = 'factor/8'");
  await pin();
  await untilPin("complete");
  await subject.untilLevel(plant);
  expectSameAsPlant(subject.cache, plant.plant, PLANT_ID);
});

test("unpinned it is forgotten; what came stays", async () => {
  await subject.follow(plant);
  await pin();
  await untilPin("complete");
  await subject.engine.unpin({ partNumber: PRODUCT }, context);
  expect(subject.standing.pins).toEqual([]);
  expect(existsSync(drawing())).toBe(true);
});
