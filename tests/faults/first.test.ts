/**
 * What a person looks at comes first: its whole history is here while most segments have not had their turn,
 * and in the end the cache is what it would have been without the wish, whatever happens in between.
 */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createRandom } from "../../electron/demo/history/random.ts";
import type { Plant } from "../../electron/demo/plant/plant.ts";
import type { RunningPlant } from "../../electron/demo/plant/start-plant.ts";
import type { SourceConnection } from "../../electron/host/connectors/connector.ts";
import { canonicalCache } from "./canonical-cache.ts";
import { engineUnderTest, PLANT_ID, type EngineUnderTest } from "./engine-under-test.ts";
import { plantUnder } from "./plants.ts";
import { expectSameAsPlant, recordsAt } from "./same-as-plant.ts";

const SCOPE = "product:10-4000";
const SCOPES = [["mes", SCOPE]] as const;
const PARTS = 9;
const RECORDS = 3_000;
const SEED = 168;
const context = { signal: new AbortController().signal };

/** The segments' own turn, which the test gives: what is read before it waits. */
let turn: PromiseWithResolvers<void>;
let isByLines: boolean;
/** Segments that were looked through for some parts, in their order. */
let opened: string[];
let subject: EngineUnderTest;
let plant: RunningPlant;

beforeEach(async () => {
  turn = Promise.withResolvers();
  isByLines = false;
  opened = [];
  subject = engineUnderTest(SEED, waitingForTurn);
  plant = await plantUnder(subject.time);
  fillWithParts(plant.plant);
});
afterEach(async () => {
  turn.resolve();
  await subject.close();
  await plant.stop();
});

function waitingForTurn(connection: SourceConnection): SourceConnection {
  return {
    ...connection,
    async snapshot(stream, signal) {
      const snapshot = await connection.snapshot(stream, signal);
      if (!isByLines || snapshot === undefined) return snapshot;
      return { ...snapshot, segments: snapshot.segments.map(({ tables: _none, ...segment }) => segment) };
    },
    async *readTables(path, segment, from, scratch, signal, about, names) {
      if (about === undefined) await turnOrEnd(signal);
      else opened.push(segment.path);
      yield* connection.readTables(path, segment, from, scratch, signal, about, names);
    },
    async *readSegment(path, segment, from, signal, about, names) {
      if (about === undefined) await turnOrEnd(signal);
      else opened.push(segment.path);
      yield* connection.readSegment(path, segment, from, signal, about, names);
    },
  };
}

function turnOrEnd(signal: AbortSignal): Promise<unknown> {
  const ended = new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve());
  });
  return Promise.race([turn.promise, ended]);
}

/** Records of every kind that names a part, of parts that take turns at random, some changed and some deleted later. */
function fillWithParts(to: Plant): void {
  const random = createRandom(SEED);
  const pick = (count: number): number => Math.floor(random.unit() * count);
  const put = (id: string, record: Parameters<Plant["put"]>[3]): void =>
    void to.put("mes", SCOPE, id, record);
  for (let n = 0; n < RECORDS; n += 1) {
    // A part goes from revision to revision; a unit is of one.
    const serial = pick(20);
    const name = `P-${pick(PARTS)}`;
    const part = { name, strength: "stated", ...(n % 5 === 0 ? { revision: `R${n >> 9}` } : {}) } as const;
    const unit = {
      part: { name, strength: "stated", revision: `R${serial % 4}` },
      serial: `SN-${serial}`,
      serialStatus: "proven",
    } as const;
    const about = n % 3 === 0 ? { part } : { unit };
    const id = `event/${pick(RECORDS)}`;
    const kinds = [
      () => put(`factor/${n}`, { record: "factor", key: `${n}`, unit, factor: "Feed", value: `${n}` }),
      () => put(`note/${n}`, { record: "note", key: `${n}`, text: `"name":"P-1" is no part here`, part }),
      () =>
        put(`component/${n}`, {
          record: "unit-component",
          key: `${n}`,
          parent: unit,
          child: {
            part: { name: `P-${pick(PARTS)}`, strength: "stated" },
            serial: `C-${n}`,
            serialStatus: "proven",
          },
          position: "1",
        }),
      () => to.remove("mes", SCOPE, `factor/${pick(n + 1)}`),
    ];
    const other = n % 4 === 0 ? kinds[pick(kinds.length)] : undefined;
    if (other !== undefined) other();
    else
      put(id, {
        record: "event",
        key: id,
        kind: "production",
        type: "operation",
        title: `Operation ${n}`,
        startedAt: n * 1_000_000,
        ...about,
        payload: `{"n":${n}}`,
      });
  }
}

/** Ids of events that are about the part, by the plant's own list or by the rows here. */
const eventsThere = (part: string): string[] =>
  [...recordsAt(plant.plant, "mes", SCOPE)]
    .filter(([, { record }]) => {
      if (record.record !== "event") return false;
      return (record.unit?.part ?? record.part)?.name === part;
    })
    .map(([id]) => id)
    .sort();
const eventsHere = (part: string, cache = subject.cache): string[] =>
  cache
    .prepare(
      "SELECT source_key FROM event JOIN part USING (part_id) WHERE number = ? AND superseded = 0 ORDER BY source_key",
    )
    .pluck()
    .all(part) as string[];
const countHere = (table: string): number =>
  Number(subject.cache.prepare(`SELECT count(*) FROM ${table}`).pluck().get());

/** Follows the plant; resolves when the first segment waits for its turn. */
async function follow(): Promise<void> {
  await subject.follow(plant, SCOPES);
  await subject.until("reading", ({ plants: [standing] }) =>
    (standing?.feeds ?? []).some(({ state, sourceId }) => state === "syncing" && sourceId !== undefined),
  );
}
const first = (partNumber: string, signal = context.signal): Promise<void> =>
  Promise.resolve(subject.engine.first({ partNumber }, { signal }));

/** The first segment waits for its turn, and with it all of the pull: one that begins anew looks for wishes. */
async function wish(...parts: readonly string[]): Promise<void> {
  await subject.engine.pause({ plantId: PLANT_ID }, context);
  const granted = Promise.all(parts.map((part) => first(part)));
  await subject.engine.resume({ plantId: PLANT_ID }, context);
  await granted;
}

async function withoutWish(): Promise<ReadonlyMap<string, readonly string[]>> {
  const other = engineUnderTest(SEED);
  try {
    await other.follow(plant, SCOPES);
    await other.untilLevel(plant);
    return canonicalCache(other.cache);
  } finally {
    await other.close();
  }
}

const expectWhole = async (): Promise<void> => {
  await subject.untilLevel(plant);
  expectSameAsPlant(subject.cache, plant.plant, PLANT_ID);
  expect(subject.bugs).toEqual([]);
  expect(canonicalCache(subject.cache)).toEqual(await withoutWish());
};

for (const form of ["tables", "lines"] as const)
  test(`a part's history is whole before any segment has had its turn, by ${form}`, async () => {
    isByLines = form === "lines";
    await follow();
    await wish("P-3");
    expect(eventsHere("P-3")).toEqual(eventsThere("P-3"));
    expect(eventsHere("P-3").length).toBeGreaterThan(100);
    // Of the others only what was once said of this one.
    for (const part of ["P-1", "P-2", "P-4"])
      expect(eventsHere(part).length).toBeLessThan(eventsThere(part).length / 10);
    expect(countHere("factor")).toBeLessThan(RECORDS / 10);
    turn.resolve();
    await expectWhole();
  });

for (const form of ["tables", "lines"])
  test(`a further wish opens only the segments that name its part, by ${form}`, async () => {
    isByLines = form === "lines";
    // Of one part little is known, and that at the end.
    for (let n = 0; n < 5; n += 1)
      plant.plant.put("mes", SCOPE, `rare/${n}`, {
        record: "event",
        key: `rare/${n}`,
        kind: "production",
        type: "operation",
        title: `Rare ${n}`,
        startedAt: n * 1_000_000,
        part: { name: "RARE", strength: "stated" },
        payload: `${n}`,
      });
    await follow();
    await wish("P-3");
    const all = opened.length;
    expect(new Set(opened).size).toBe(all);
    await wish("RARE");
    expect(eventsHere("RARE")).toEqual(eventsThere("RARE"));
    expect(opened.length - all).toBeGreaterThan(0);
    expect(opened.length - all).toBeLessThan(all);
    turn.resolve();
    await expectWhole();
  });

test("several wishes one after another, a damaged file and a cut in between, and the end of the program", async () => {
  await follow();
  await subject.engine.pause({ plantId: PLANT_ID }, context);
  plant.faults.next(
    "segment",
    { fault: "cut", share: 0.5 },
    { fault: "corrupt" },
    { fault: "status", status: 503 },
  );
  const both = [first("P-5"), first("P-6")];
  await subject.engine.resume({ plantId: PLANT_ID }, context);
  await Promise.all(both);
  for (const part of ["P-5", "P-6"]) expect(eventsHere(part)).toEqual(eventsThere(part));
  await subject.restart();
  for (const part of ["P-5", "P-6"]) expect(eventsHere(part)).toEqual(eventsThere(part));
  turn.resolve();
  await expectWhole();
});

test("one that is given up holds nothing up, and what is here already is answered at once", async () => {
  await follow();
  await subject.engine.pause({ plantId: PLANT_ID }, context);
  const over = new AbortController();
  const given = first("P-7", over.signal);
  over.abort();
  await expect(given).rejects.toMatchObject({ kind: "cancelled" });
  turn.resolve();
  await subject.engine.resume({ plantId: PLANT_ID }, context);
  await expectWhole();
  await first("P-7");
});

test("segments that were fetched ahead go with the plant that they are of", async () => {
  await follow();
  await wish("P-8");
  const files = (): readonly string[] =>
    readdirSync(join(subject.folder, "sync")).filter((name) => name.length === 64);
  expect(files().length).toBeGreaterThan(5);
  await subject.engine.forgotten({}, context);
  // They are waited for still.
  expect(files().length).toBeGreaterThan(5);
  await subject.engine.remove({ plantId: PLANT_ID }, context);
  subject.cache.exec("DELETE FROM feed_segment");
  await subject.engine.forgotten({}, context);
  expect(files()).toEqual([]);
});
