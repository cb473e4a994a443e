/** What was written here reaches the plant exactly once, whatever happens on the way. */
import { hash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Fault } from "../../electron/demo/plant/faults.ts";
import type { RunningPlant } from "../../electron/demo/plant/start-plant.ts";
import { engineUnderTest, PLANT_ID, type EngineUnderTest } from "./engine-under-test.ts";
import { plantUnder } from "./plants.ts";
import { expectSameAsPlant, recordsAt } from "./same-as-plant.ts";

const context = { signal: new AbortController().signal };
const PLM = [["plm", "product:10-4000"]] as const;

let subject: EngineUnderTest;
let plant: RunningPlant;
beforeEach(async () => {
  subject = engineUnderTest();
  plant = await plantUnder(subject.time);
});
afterEach(async () => {
  await subject.close();
  await plant.stop();
});

/** Titles of the requests that the plant holds, each as often as it does. */
const there = (): readonly string[] =>
  [...recordsAt(plant.plant, "plm", "product:10-4000").values()]
    .flatMap(({ record }) => (record.record === "event" ? [record.title.replace(/^ECR-\d+ /, "")] : []))
    .sort();
const get = (changeId: string) => subject.changes.get({ changeId }, context);
const states = async (): Promise<readonly string[]> =>
  (await subject.changes.list({}, context)).map(({ state }) => state);
const untilAnswered = (): Promise<unknown> =>
  subject.until(
    "answered",
    () =>
      subject.user.prepare("SELECT count(*) FROM outbox WHERE state IN ('waiting', 'sent')").pluck().get() ===
      0,
  );

const ON_THE_WAY: readonly Fault[] = [
  { fault: "status", status: 500 },
  { fault: "status", status: 503, retryAfterSeconds: 3 },
  { fault: "drop" },
  // Done at the plant, but the answer is lost whole or in part.
  { fault: "cut", share: 0 },
  { fault: "cut", share: 0.6 },
  { fault: "stall", share: 0.1 },
  { fault: "truncated", share: 0.5 },
  { fault: "corrupt" },
  { fault: "latency", ms: 30 },
];

test.each(ON_THE_WAY)(
  "$fault $status $share: the answer comes in the end, and is the same one",
  async (fault) => {
    await subject.follow(plant, PLM);
    await subject.untilLevel(plant);
    plant.faults.next("submission", fault, fault, fault);
    const changeId = await subject.submit("Open the hole");
    await untilAnswered();
    await subject.untilLevel(plant);
    expect(there()).toEqual(["Open the hole"]);
    expect(await get(changeId)).toMatchObject({ state: "accepted", number: "ECR-0047", isInFeed: true });
    expectSameAsPlant(subject.cache, plant.plant, PLANT_ID);
  },
);

test("written while the plant is away, it goes when the plant is back, also after a restart of the program", async () => {
  await subject.follow(plant, PLM);
  await subject.untilLevel(plant);
  await plant.stop();
  await subject.until("offline", ({ plants }) => plants[0]?.state === "offline");
  for (const title of ["One", "Two", "Three"]) await subject.submit(title);
  expect(await states()).toEqual(["waiting", "waiting", "waiting"]);
  await subject.restart();
  await plant.start();
  await untilAnswered();
  expect(there()).toEqual(["One", "Three", "Two"]);
  // In the order in which they were written.
  expect(plant.plant.requests).toEqual(["ECR-0047", "ECR-0048", "ECR-0049"]);
  expect((await get("33333333-3333-4333-8333-000000000001")).number).toBe("ECR-0047");
});

test("killed between sending and hearing the answer, it is sent again under its key", async () => {
  await subject.follow(plant, PLM);
  await subject.untilLevel(plant);
  for (let round = 0; round < 6; round += 1) {
    plant.faults.next("submission", { fault: "stall", share: 0 });
    await subject.submit(`Request ${round}`);
    await subject.until(
      "sent",
      () => plant.faults.done.filter(({ kind }) => kind === "submission").length > round,
    );
    await subject.restart();
    await untilAnswered();
  }
  expect(there()).toEqual(Array.from({ length: 6 }, (_, n) => `Request ${n}`));
});

describe("what the plant does not accept", () => {
  test("refused with its reason, it holds up no other", async () => {
    await subject.follow(plant, PLM);
    const refused = await subject.submit("  ");
    const accepted = await subject.submit("Sound");
    await untilAnswered();
    expect(await get(refused)).toMatchObject({
      state: "refused",
      reason: expect.stringContaining("title") as string,
    });
    expect((await get(accepted)).state).toBe("accepted");
    expect(there()).toEqual(["Sound"]);
  });

  test("changed there meanwhile, both sides are kept; on the plant's revision it is accepted", async () => {
    await subject.follow(plant, PLM);
    const changeId = await subject.submit("Open the hole");
    await untilAnswered();
    plant.plant.review("ECR-0047", "in review", "Which hole?");
    const mine = { changeId, title: "Open the third hole", problem: "p", proposal: "q", evidence: [] };
    await subject.changes.save(mine, context);
    const submit = async (key: string): Promise<void> => {
      const place = { changeId, plantId: PLANT_ID, system: "plm", client: key, key };
      await subject.changes.submit(place, context);
      await subject.engine.outboxChanged({ plantId: PLANT_ID }, context);
      await untilAnswered();
    };
    await submit("55555555-5555-4555-8555-000000000001");
    const conflict = await get(changeId);
    expect(conflict).toMatchObject({
      state: "conflict",
      title: "Open the third hole",
      theirs: { fields: { title: "Open the hole", state: "in review", remark: "Which hole?" } },
    });
    await subject.changes.save(mine, context);
    await submit("55555555-5555-4555-8555-000000000002");
    expect(await get(changeId)).toMatchObject({ state: "accepted", number: "ECR-0047", theirs: undefined });
    expect(there()).toEqual(["Open the third hole"]);
    await subject.untilLevel(plant);
    expect(await get(changeId)).toMatchObject({ isInFeed: true, plantState: "in review" });
  });
});

describe("files go before the request that names them", () => {
  const bytes = Buffer.from("a picture of the hole");
  const sha256 = hash("sha256", bytes);
  const submitWithFile = async (): Promise<string> => {
    const changeId = "66666666-6666-4666-8666-000000000001";
    const draft = {
      changeId,
      title: "With a file",
      problem: "p",
      proposal: "q",
      evidence: [],
      files: [sha256],
    };
    await subject.changes.save(draft, context);
    const key = "66666666-6666-4666-8666-000000000002";
    const place = { changeId, plantId: PLANT_ID, system: "plm", client: key, key };
    await subject.changes.submit(place, context);
    await subject.engine.outboxChanged({ plantId: PLANT_ID }, context);
    return changeId;
  };

  test.each([{ fault: "drop" }, { fault: "cut", share: 0 }, { fault: "status", status: 500 }] as const)(
    "also after $fault",
    async (fault) => {
      mkdirSync(join(subject.folder, "blobs"), { recursive: true });
      writeFileSync(join(subject.folder, "blobs", sha256), bytes);
      plant.faults.next("upload", fault, fault);
      await subject.follow(plant, PLM);
      const changeId = await submitWithFile();
      await untilAnswered();
      expect((await get(changeId)).state).toBe("accepted");
      expect(plant.plant.files.get(sha256)?.toString()).toBe(bytes.toString());
    },
  );

  test("a file that is gone here is said to be gone", async () => {
    await subject.follow(plant, PLM);
    const changeId = await submitWithFile();
    await untilAnswered();
    expect(await get(changeId)).toMatchObject({
      state: "refused",
      reason: expect.stringContaining(sha256) as string,
    });
  });
});

test("by chance and all together, fifty requests arrive exactly once", async () => {
  plant.faults.byChance(3, [
    { kinds: ["submission"], fault: { fault: "cut", share: 0 }, share: 0.25 },
    { kinds: ["submission"], fault: { fault: "drop" }, share: 0.2 },
    { kinds: ["submission"], fault: { fault: "status", status: 503 }, share: 0.2 },
    { kinds: ["changes", "service"], fault: { fault: "cut", share: 0.5 }, share: 0.1 },
  ]);
  await subject.follow(plant, PLM);
  const titles = Array.from({ length: 50 }, (_, n) => `Request ${String(n).padStart(2, "0")}`);
  for (const [n, title] of titles.entries()) {
    await subject.submit(title);
    if (n % 12 === 11) await subject.restart();
    if (n % 20 === 19) await plant.restart();
  }
  await untilAnswered();
  await subject.untilLevel(plant);
  expect(there()).toEqual(titles);
  expect(new Set(await states())).toEqual(new Set(["accepted"]));
  expectSameAsPlant(subject.cache, plant.plant, PLANT_ID);
});
