import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Changed } from "../../../../../shared/contract/cache-change.ts";
import type { ServiceImplementation } from "../../../../../shared/rpc/service.ts";
import { createEventColumns } from "../../columns/event-columns.ts";
import { createSubjectColumns } from "../../columns/subject-columns.ts";
import { migrate } from "../../migrate.ts";
import { openCache, USER_MIGRATIONS } from "../../stores.ts";
import type { Connection } from "../../open.ts";
import { createSubjects } from "../../queries/subject.ts";
import { createTraceQueries } from "../../queries/traces.ts";
import { createSharedRecords } from "../shared-records.ts";
import { createOpcuaWriter } from "./opcua.ts";
import type { Delivered, opcuaWriterContract, SampleColumns, StoredEndpoint } from "./opcua-contract.ts";

const ALARM = {
  record: "event",
  key: "event/aa",
  kind: "machine",
  type: "alarm",
  title: "Coolant low",
  startedAt: 1_767_600_000_000_500,
  equipment: "VMC-1",
  payload: "{}",
} as const;
const START = 1_767_600_000_000_000;
const CONTEXT = { signal: new AbortController().signal };
const ENDPOINT: StoredEndpoint = {
  endpointId: "e1",
  name: "Machines",
  url: "opc.tcp://127.0.0.1:4840",
  policy: "None",
  mode: "None",
  identity: "anonymous",
  userName: undefined,
  toleratedOutageS: 60,
  paused: false,
};
const SIGNALS = [
  { nodeId: "ns=1;s=VMC-1/load", equipment: "VMC-1", name: "load", uom: "%", intervalMs: 100 },
  { nodeId: "ns=1;s=VMC-1", equipment: "VMC-1", name: "program", uom: undefined, intervalMs: 0 },
  { nodeId: "ns=1;s=VMC-1/state", equipment: "VMC-1", name: "state", uom: undefined, intervalMs: 0 },
];

let folder: string;
let cache: Connection;
let user: Connection;
let changes: Changed[];
let now: number;
let writer: ServiceImplementation<typeof opcuaWriterContract>;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "throughline-opcua-writer-"));
  cache = openCache(folder, () => START);
  user = new Database(":memory:");
  user.pragma("foreign_keys = ON");
  migrate(user, USER_MIGRATIONS, () => START);
  changes = [];
  now = START;
  writer = createOpcuaWriter({
    cache,
    user,
    folder,
    records: createSharedRecords(cache),
    now: () => now,
    telling: {
      tell: (changed) => changes.push(changed),
      tellWithin: (changed) => void (changed.kinds.includes("as-of") || changes.push(changed)),
    },
  });
  await writer.putEndpoint(ENDPOINT, CONTEXT);
  await writer.setSignals({ endpointId: "e1", signals: SIGNALS }, CONTEXT);
});
afterEach(() => {
  cache.close();
  user.close();
  rmSync(folder, { recursive: true, force: true });
});

const columns = (index: number, samples: readonly (readonly [number, number])[]): SampleColumns => ({
  indexes: Uint32Array.of(index),
  counts: Uint32Array.of(samples.length),
  times: Float64Array.from(samples, ([time]) => START + time),
  values: Float64Array.from(samples, ([, value]) => value),
});

interface Chunk {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  readonly times: Buffer;
  readonly sampleValues: Buffer;
}

function chunks(): Chunk[] {
  return cache
    .prepare(
      'SELECT from_us AS "from", to_us AS "to", count, times, sample_values AS sampleValues FROM sample_chunk ORDER BY from_us',
    )
    .all() as Chunk[];
}

function stored(): [number, number][] {
  return chunks().flatMap(({ times, sampleValues }) =>
    Array.from({ length: times.length / 8 }, (_, index): [number, number] => [
      times.readDoubleLE(index * 8) - START,
      sampleValues.readDoubleLE(index * 8),
    ]),
  );
}

test("a server's clock is kept where it says something new, and told", async () => {
  const look = { endpointId: "e1", uncertainty: 4_000 };
  await writer.clock({ ...look, at: 1, skew: 70_000_000 }, CONTEXT);
  expect(changes, "nothing is known of this endpoint yet").toEqual([]);
  await writer.open({ endpointId: "e1", signals: SIGNALS }, CONTEXT);
  await writer.clock({ ...look, at: 10, skew: 70_000_000 }, CONTEXT);
  await writer.clock({ ...look, at: 20, skew: 70_400_000 }, CONTEXT);
  await writer.clock({ ...look, at: 30, skew: 0 }, CONTEXT);
  // With its opening there is a source, then its clock says something new twice.
  expect(changes).toEqual(Array.from({ length: 3 }, () => ({ kinds: ["sources"] })));
  expect(
    cache.prepare("SELECT since_us, skew_us, uncertainty_us, method FROM source_clock").raw().all(),
  ).toEqual([
    [10, 70_000_000, 4_000, "opcua"],
    [30, 0, 4_000, "opcua"],
  ]);
});

describe("samples that are delivered", () => {
  test("are of the signals that the caller named, whatever was chosen meanwhile", async () => {
    const { opening } = await writer.open({ endpointId: "e1", signals: SIGNALS.slice(0, 1) }, CONTEXT);
    await writer.setSignals({ endpointId: "e1", signals: SIGNALS.slice(1).reverse() }, CONTEXT);
    const again = await writer.open({ endpointId: "e1", signals: SIGNALS.slice(0, 1) }, CONTEXT);
    expect(again.opening).toBeGreaterThan(opening);
    await writer.deliver(
      { endpointId: "e1", opening: again.opening, samples: columns(0, [[1_000, 4]]) },
      CONTEXT,
    );
    expect(cache.prepare("SELECT name FROM signal").pluck().all()).toEqual(["load"]);
  });

  test("of a machine on which nothing was made yet are found by the timeline", async () => {
    const { opening } = await writer.open({ endpointId: "e1", signals: SIGNALS }, CONTEXT);
    await writer.deliver(
      {
        endpointId: "e1",
        opening,
        samples: columns(0, [
          [1_000, 4],
          [2_000, 6],
        ]),
      },
      CONTEXT,
    );
    cache.prepare("INSERT INTO equipment (name) VALUES ('VMC-10'), ('VMC-2')").run();
    const columnsOf = createSubjectColumns(cache, createSubjects(cache), createEventColumns(cache));
    const queries = createTraceQueries(cache, columnsOf);
    expect(await queries.signals({ subject: { kind: "everything" } }, CONTEXT)).toEqual([
      { equipment: "VMC-1", signal: "load", uom: "%", samples: 2, from: START + 1_000, to: START + 2_000 },
    ]);
    expect(await queries.equipment({}, CONTEXT)).toEqual(["VMC-1", "VMC-2", "VMC-10"]);
  });

  test("many small deliveries become few chunks that hold every sample once, in order", async () => {
    const { opening } = await writer.open({ endpointId: "e1", signals: SIGNALS }, CONTEXT);
    const all: [number, number][] = [];
    for (let flush = 0; flush < 200; flush += 1) {
      const batch = Array.from({ length: 10 }, (_, i): [number, number] => [
        flush * 1000 + i * 100,
        flush + i / 10,
      ]);
      all.push(...batch);
      await writer.deliver({ endpointId: "e1", opening, samples: columns(0, batch) }, CONTEXT);
    }
    expect(stored()).toEqual(all);
    expect(chunks().length).toBeLessThan(25);
    const spans = chunks();
    spans.forEach(({ to }, index) => expect(to).toBeLessThan(spans[index + 1]?.from ?? Infinity));
  });

  test("twice, out of order, or read again from history: each is there once", async () => {
    const { opening } = await writer.open({ endpointId: "e1", signals: SIGNALS }, CONTEXT);
    const deliver = (...samples: readonly (readonly [number, number])[]) =>
      writer.deliver({ endpointId: "e1", opening, samples: columns(0, samples) }, CONTEXT);
    expect(await deliver([100, 1], [300, 3], [200, 2])).toMatchObject({ samples: 3, repeatedSamples: 0 });
    expect(await deliver([300, 3], [300, NaN], [500, 5])).toMatchObject({ samples: 2, repeatedSamples: 1 });
    expect(await deliver([900, 9])).toMatchObject({ samples: 1 });
    const history = Array.from({ length: 9 }, (_, i) => [(i + 1) * 100, i + 1] as const);
    expect(await deliver(...history)).toMatchObject({ samples: 4, repeatedSamples: 5 });
    expect(await deliver(...history)).toMatchObject({ samples: 0, repeatedSamples: 9 });
    expect(stored().map(([time]) => time)).toEqual([100, 200, 300, 300, 400, 500, 600, 700, 800, 900]);
    expect(stored()[3]?.[1]).toBeNaN();
  });

  test("a long history fills the hole between what was stored before and after", async () => {
    const { opening } = await writer.open({ endpointId: "e1", signals: SIGNALS }, CONTEXT);
    const deliver = (samples: readonly (readonly [number, number])[]) =>
      writer.deliver({ endpointId: "e1", opening, samples: columns(0, samples) }, CONTEXT);
    const all = Array.from({ length: 20_000 }, (_, i) => [i * 100, i] as const);
    await deliver(all.slice(0, 50));
    await deliver(all.slice(19_900));
    expect(await deliver(all.slice(40, 19_950))).toMatchObject({ samples: 19_850, repeatedSamples: 60 });
    expect(stored()).toEqual(all);
    expect(Math.max(...chunks().map(({ count }) => count))).toBe(4096);
  });

  test("tell what they are of, and nothing else; the first of a signal that there is one more", async () => {
    const { opening } = await writer.open({ endpointId: "e1", signals: SIGNALS }, CONTEXT);
    changes = [];
    const deliver = (more: Partial<Delivered>) =>
      writer.deliver({ endpointId: "e1", opening, ...more }, CONTEXT);
    const load = (time: number): Changed => ({
      kinds: ["samples"],
      signals: [{ equipment: "VMC-1", signal: "load", from: START + time }],
    });
    await deliver({ samples: columns(0, [[1, 1]]) });
    expect(changes.splice(0)).toEqual([load(1), { kinds: ["structure"] }]);
    await deliver({ samples: columns(0, [[2, 2]]) });
    expect(changes.splice(0)).toEqual([load(2)]);
    await deliver({ samples: columns(0, [[2, 2]]) });
    expect(changes.splice(0), "they were there").toEqual([]);
    const gap = { key: "g", stream: "VMC-1", from: START, to: undefined, cause: "cut", backfilled: false };
    await deliver({ gaps: [gap] });
    expect(changes.splice(0)).toEqual([{ kinds: ["gaps", "as-of"] }]);
    await deliver({ events: [ALARM], samples: columns(0, [[3, 3]]) });
    expect(changes.splice(0)).toEqual([load(3), { kinds: ["events"] }]);
    await deliver({ events: [ALARM] });
    expect(changes, "it was there").toEqual([]);
  });

  test("of an opening that was followed by another are not taken", async () => {
    const { opening } = await writer.open({ endpointId: "e1", signals: SIGNALS }, CONTEXT);
    await writer.open({ endpointId: "e1", signals: SIGNALS }, CONTEXT);
    const late = { endpointId: "e1", opening, samples: columns(0, [[1, 1]]) };
    await expect(async () => writer.deliver(late, CONTEXT)).rejects.toMatchObject({ kind: "cancelled" });
    expect(stored()).toEqual([]);
  });
});

describe("what the store knows when an endpoint is taken up again", () => {
  const event = (key: string, startedAt: number) =>
    ({
      record: "event",
      key,
      kind: "machine",
      type: "x",
      title: key,
      startedAt,
      equipment: "VMC-1",
      payload: key,
    }) as const;

  test("the last time and value of each signal, the last event, the gaps", async () => {
    expect(await writer.open({ endpointId: "e1", signals: SIGNALS }, CONTEXT)).toEqual({
      opening: 1,
      last: Float64Array.of(NaN, NaN, NaN),
      lastValues: Float64Array.of(NaN, NaN, NaN),
      lastTexts: [undefined, undefined, undefined],
      lastEvent: undefined,
      gaps: [],
    });
    const gap = { key: "g", stream: "VMC-1", from: START, to: undefined, cause: "cut", backfilled: false };
    const delivery = {
      endpointId: "e1",
      opening: 1,
      samples: columns(0, [
        [100, 1],
        [200, 2],
      ]),
      events: [
        event("value/ns%3D1%3Bs%3DVMC-1/1/A", START + 300),
        {
          ...event("value/ns%3D1%3Bs%3DVMC-1%2Fstate/1/B", START + 400),
          payload: JSON.stringify({ value: "B", status: "Good" }),
        },
        event("event/ff", START + 500),
      ],
      gaps: [gap],
    };
    expect(await writer.deliver(delivery, CONTEXT)).toMatchObject({ events: 3, repeatedEvents: 0 });
    expect(await writer.deliver(delivery, CONTEXT)).toMatchObject({
      samples: 0,
      events: 0,
      repeatedEvents: 3,
    });
    const known = await writer.open({ endpointId: "e1", signals: SIGNALS }, CONTEXT);
    expect([...known.last]).toEqual([START + 200, START + 300, START + 400]);
    expect(known.lastValues[0]).toBe(2);
    // Of the first nobody can tell what it said.
    expect(known.lastTexts).toEqual([undefined, undefined, { at: START + 400, text: "B", status: "Good" }]);
    expect(known).toMatchObject({ lastEvent: START + 500, gaps: [gap] });
    const closed = { ...gap, to: START + 9, backfilled: true };
    await writer.deliver({ endpointId: "e1", opening: known.opening, gaps: [closed] }, CONTEXT);
    expect((await writer.open({ endpointId: "e1", signals: SIGNALS }, CONTEXT)).gaps).toEqual([closed]);
  });
});

describe("endpoints", () => {
  test("are kept, changed and removed with their signals", async () => {
    expect(await writer.endpoints({}, CONTEXT)).toEqual([ENDPOINT]);
    await writer.putEndpoint({ ...ENDPOINT, identity: "userName", userName: "op", paused: true }, CONTEXT);
    expect(await writer.endpoints({}, CONTEXT)).toEqual([
      { ...ENDPOINT, identity: "userName", userName: "op", paused: true },
    ]);
    expect(await writer.signals({ endpointId: "e1" }, CONTEXT)).toEqual(SIGNALS);
    await writer.removeEndpoint({ endpointId: "e1" }, CONTEXT);
    expect(await writer.endpoints({}, CONTEXT)).toEqual([]);
    expect(await writer.signals({ endpointId: "e1" }, CONTEXT)).toEqual([]);
    await expect(async () => writer.removeEndpoint({ endpointId: "e1" }, CONTEXT)).rejects.toThrow(
      "not there",
    );
  });

  test("take no signal twice", async () => {
    const [load, program] = SIGNALS;
    const set = async (...signals: readonly (typeof load | undefined)[]) =>
      writer.setSignals({ endpointId: "e1", signals: signals.filter((each) => each !== undefined) }, CONTEXT);
    await expect(set(load, load)).rejects.toThrow("chosen twice");
    await expect(set(load, program && { ...program, name: "load" })).rejects.toThrow('"load" of VMC-1');
    expect(await writer.signals({ endpointId: "e1" }, CONTEXT)).toEqual(SIGNALS);
  });
});

test("30 of user.db adds endpoints without a column for secrets, and keeps what a person has set", () => {
  const connection = new Database(":memory:");
  migrate(
    connection,
    USER_MIGRATIONS.filter(({ version }) => version < 30),
    () => START,
  );
  connection.exec("INSERT INTO setting VALUES ('theme', '\"dark\"')");
  expect(() => connection.prepare("SELECT * FROM opcua_endpoint")).toThrow("no such table");
  migrate(
    connection,
    USER_MIGRATIONS.filter(({ version }) => version <= 30),
    () => START,
  );
  expect(connection.prepare("SELECT value FROM setting").pluck().all()).toEqual(['"dark"']);
  const columns = connection.prepare("SELECT * FROM opcua_endpoint").columns();
  expect(columns.map(({ name }) => name).join(" ")).not.toMatch(/password|secret|key/);
  connection.close();
});
