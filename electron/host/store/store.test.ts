import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { DEMO_MACHINES, DEMO_PLANT } from "../../../shared/contract/demo.ts";
import type { FeedChange, FeedRecord } from "../../../shared/model/feed.ts";
import type { SourceRecord } from "../../../shared/model/record.ts";
import { startStore, type Store } from "./store.ts";
import type { WritableRecord } from "./writer/writer-contract.ts";
import { unpackTree } from "../../../shared/contract/part-tree.ts";

const cleanups: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function openStore(): Promise<Store> {
  const folder = mkdtempSync(join(tmpdir(), "throughline-store-"));
  cleanups.push(() => rmSync(folder, { recursive: true, force: true }));
  const store = await startStore({
    folder,
    onBug: (method, text) => expect.unreachable(`${method}: ${text}`),
  });
  cleanups.push(() => store.close());
  return store;
}

/** Applies records as one file of one source; returns what was taken and repeated. */
async function take(
  store: Store,
  records: readonly WritableRecord[],
  file = { sourceId: "qif:test", format: "qif", sha256: "a".repeat(64) },
): Promise<{ taken: number; repeated: number }> {
  const { importId } = await store.writer.imports.begin({});
  const { fileId } = await store.writer.imports.beginFile({ importId, path: "/x", name: "x", ...file });
  const result = await store.writer.imports.apply({ fileId, records });
  await store.writer.imports.finishFile({ fileId, status: "done" });
  await store.writer.imports.finish({ importId, status: "done" });
  return result;
}

const plate = { name: "acme_cover_plate", strength: "stated" } as const;
const serial16 = { part: plate, serial: "16", serialStatus: "proven" } as const;
const sample = (position: number) => ({ part: plate, serialStatus: "missing", position }) as const;

const RECORDS: readonly Exclude<SourceRecord, { record: "model" }>[] = [
  { record: "part", part: plate, title: "Cover plate" },
  {
    record: "characteristic",
    part: plate,
    name: "Diameter 4",
    kind: "diameter",
    nominal: 4,
    lowerLimit: 3.9,
    upperLimit: 4.1,
    uom: "mm",
  },
  {
    record: "measurement",
    key: "1/Diameter 4",
    unit: serial16,
    characteristic: "Diameter 4",
    value: 4.2,
    verdict: "fail",
    verdictOrigin: "source",
    laboratory: "Lab A",
    sequence: 1,
  },
  {
    record: "event",
    key: "inspection/1",
    kind: "inspection",
    type: "inspection",
    title: "Inspection at Lab A",
    severity: "fail",
    unit: serial16,
    startedAt: 1_000_000,
    payload: "<r/>",
  },
  { record: "factor", key: "16/Feed", unit: serial16, factor: "Feed", value: "High" },
  {
    record: "note",
    key: "F17",
    part: plate,
    units: [serial16],
    text: "Holes cut oversized",
    at: { sheet: "Sheet1", cell: "F17" },
  },
  {
    record: "samples",
    equipment: "VMC-1",
    signal: "load",
    times: Float64Array.of(1, 2, 3),
    values: Float64Array.of(5, NaN, 7),
  },
  { record: "gap", key: "g1", stream: "VMC-1", startedAt: 10, endedAt: 20, cause: "link down" },
];

test("the same records twice change nothing", async () => {
  const store = await openStore();
  const first = await take(store, RECORDS);
  const before = await store.reader.sources.counts({});
  const second = await take(store, RECORDS);
  expect(await store.reader.sources.counts({})).toEqual(before);
  expect(first.taken).toBe(RECORDS.length);
  // A part record always says it anew; everything else knows its key.
  expect(second.repeated).toBe(RECORDS.length - 1);
  expect(before).toMatchObject({
    v_parts: 1,
    v_units: 1,
    v_events: 1,
    v_measurements: 1,
    v_factors: 1,
    v_gaps: 1,
    v_notes: 1,
  });
});

test("a changed event becomes a new revision that corrects the old one", async () => {
  const store = await openStore();
  await take(store, RECORDS);
  const event = RECORDS.find((record) => record.record === "event");
  if (event?.record !== "event") throw new Error("no event");
  await take(store, [{ ...event, title: "Inspection, corrected", payload: "<r2/>" }]);
  const { events, total } = await store.reader.events.list({ subject: { kind: "everything" }, limit: 10 });
  expect(total).toBe(1);
  expect(events[0]?.title).toBe("Inspection, corrected");
  expect(events[0]?.position).toBe(2);
});

test("samples without a serial stay missing until a person claims them, and again after the claim is withdrawn", async () => {
  const store = await openStore();
  await take(store, RECORDS);
  const lab2 = { sourceId: "qif:lab2", format: "qif", sha256: "b".repeat(64) };
  await take(
    store,
    [15, 16].map(
      (n) =>
        ({
          record: "measurement",
          key: `${n}/D`,
          unit: sample(n),
          characteristic: "D",
          value: n,
          verdict: "pass",
          verdictOrigin: "limits",
          sequence: n,
        }) as const,
    ),
    lab2,
  );
  const statuses = async () =>
    (await store.reader.units.list({ partNumber: plate.name })).map(
      (unit) => `${unit.serial ?? "-"} ${unit.serialStatus}`,
    );
  const missing = ["16 proven", "- missing", "- missing"];
  expect(await statuses()).toEqual(missing);
  const claim = await store.writer.claims.add({
    claimId: "c1",
    sourceId: "qif:lab2",
    partNumber: plate.name,
    status: "assumed",
  });
  expect(claim.units).toBe(2);
  expect(await statuses()).toEqual(["15 assumed", "16 proven", "16 assumed"]);
  // The claimed twin of the proven 16 now answers for it.
  const proven = (await store.reader.units.list({ partNumber: plate.name })).find(
    (unit) => unit.serialStatus === "proven",
  );
  const blocks = await store.reader.measurements.table({
    subject: { kind: "unit", unitId: proven?.unitId ?? 0 },
  });
  expect(blocks.map((block) => block.rows.length)).toEqual([1, 1]);
  await store.writer.claims.withdraw({ claimId: "c1" });
  expect(await statuses()).toEqual(missing);
});

test("a longer model name joins the part it varies; a guessed word joins the one part it can mean", async () => {
  const store = await openStore();
  await take(store, [{ record: "part", part: plate }]);
  await take(store, [{ record: "part", part: { name: "ACME_Cover_Plate_Scan_Probe", strength: "stated" } }], {
    sourceId: "qif:2",
    format: "qif",
    sha256: "c".repeat(64),
  });
  await take(store, [{ record: "part", part: { name: "Plate", strength: "guessed" } }], {
    sourceId: "log:3",
    format: "pipe-log",
    sha256: "d".repeat(64),
  });
  const tree = unpackTree(await store.reader.parts.tree({}));
  expect(tree.map((node) => node.partNumber)).toEqual(["acme_cover_plate"]);
  const details = await store.reader.parts.details({ partNumber: plate.name });
  expect(details.aliases).toEqual([
    { name: "ACME_Cover_Plate_Scan_Probe", origin: "name" },
    { name: "Plate", origin: "name" },
  ]);
});

test("numbers that only begin alike stay apart", async () => {
  const store = await openStore();
  const part = (name: string) => ({ record: "part", part: { name, strength: "stated" } }) as const;
  await take(store, [
    part("10-4300"),
    part("10-4300-2"),
    part("gear pump housing"),
    part("gear pump housing 2"),
  ]);
  expect(unpackTree(await store.reader.parts.tree({})).map((node) => node.partNumber)).toEqual([
    "10-4300",
    "10-4300-2",
    "gear pump housing",
    "gear pump housing 2",
  ]);
});

test("a guessed part takes the stated name that arrives later", async () => {
  const store = await openStore();
  await take(
    store,
    [
      {
        record: "event",
        key: "1",
        kind: "production",
        type: "run",
        title: "Run",
        payload: "x",
        unit: { part: { name: "Plate", strength: "guessed" }, serial: "016", serialStatus: "assumed" },
      },
    ],
    { sourceId: "log:1", format: "pipe-log", sha256: "e".repeat(64) },
  );
  await take(store, RECORDS);
  expect(unpackTree(await store.reader.parts.tree({})).map((node) => node.partNumber)).toEqual([
    "acme_cover_plate",
  ]);
  const units = await store.reader.units.list({ partNumber: plate.name });
  expect(units.map((unit) => [unit.serial, unit.serialStatus, unit.eventCount])).toEqual([
    ["16", "proven", 2],
  ]);
});

test("search finds parts, units, notes and events by their words, with nothing typed as an operator", async () => {
  const store = await openStore();
  await take(store, RECORDS);
  const kinds = async (text: string) =>
    (await store.reader.search.query({ text, limit: 20 })).hits.map((hit) => hit.kind);
  expect(await kinds("cover")).toEqual(expect.arrayContaining(["part", "unit", "characteristic"]));
  expect(await kinds("oversiz")).toEqual(["note"]);
  expect(await kinds('insp" OR NEAR(')).toEqual([]);
  expect(await kinds("inspection lab")).toEqual(["event"]);
});

/** The demo's plant as it is followed, with records of its MES and samples of its machines. */
async function writeDemo(store: Store): Promise<void> {
  const { writer } = store;
  const place = { plantId: DEMO_PLANT, system: "mes", scope: "site" };
  const epoch = "one";
  await writer.plants.save({
    plantId: DEMO_PLANT,
    kind: "plant",
    name: "Demo",
    url: "http://127.0.0.1/",
    ca: undefined,
    allowPlainHttp: false,
    paused: false,
    scopes: [],
  });
  await writer.feeds.follow({ ...place, sourceName: "MES" });
  await writer.feeds.clock({ plantId: place.plantId, at: 1, skew: 0, uncertainty: 0 });
  await writer.feeds.beginPages({ ...place, epoch });
  const part = { record: "part", part: { name: "LA-200", strength: "stated" } } as const;
  const changes = [part, ...RECORDS.slice(3)].map((record, i): FeedChange => ({
    op: "put",
    id: "key" in record ? record.key : `record/${i}`,
    position: i + 1,
    revision: 1,
    digest: i,
    record: record as FeedRecord,
  }));
  const page = { epoch, changes, cursor: "next", more: false, head: changes.length, bytes: 0 };
  await writer.feeds.applyPage({ ...place, beside: false, epoch, after: undefined, page, asOf: 1 });
  await deliverSamples(store, DEMO_MACHINES, "VMC-1");
}

async function deliverSamples(store: Store, endpointId: string, equipment: string): Promise<void> {
  const { opcua } = store.writer;
  await opcua.putEndpoint({
    endpointId,
    name: endpointId,
    url: "opc.tcp://127.0.0.1:1",
    policy: "None",
    mode: "None",
    identity: "anonymous",
    userName: undefined,
    toleratedOutageS: 60,
    paused: false,
  });
  const signals = [{ nodeId: "s=1", equipment, name: "Load", intervalMs: 0 }];
  await opcua.setSignals({ endpointId, signals });
  const { opening } = await opcua.open({ endpointId, signals });
  await opcua.clock({ endpointId, at: 1, skew: 0, uncertainty: 0 });
  const samples = {
    indexes: Uint32Array.of(0),
    counts: Uint32Array.of(2),
    times: Float64Array.of(1e15, 1e15 + 1),
    values: Float64Array.of(1, 2),
  };
  const event = {
    record: "event",
    key: "event/1",
    kind: "machine",
    type: "alarm",
    title: `Alarm of ${equipment}`,
    startedAt: 1e15,
    equipment,
    payload: "",
  } as const;
  await opcua.deliver({ endpointId, opening, samples, events: [event] });
}

test("the demo comes where there is nothing else, and is taken up again until it is whole", async () => {
  const store = await openStore();
  const { demo } = store.writer;
  expect(await demo.look({})).toEqual({ standing: "wanted" });
  await writeDemo(store);
  expect(await demo.look({})).toEqual({ standing: "unfinished" });
  await demo.written({});
  expect(await demo.look({})).toEqual({ standing: "whole" });
});

test("there is no demo beside a person's own files, plants or machines", async () => {
  const files = await openStore();
  await take(files, RECORDS);
  expect(await files.writer.demo.look({})).toEqual({ standing: "none" });
  const machines = await openStore();
  await deliverSamples(machines, "own", "Lathe");
  expect(await machines.writer.demo.look({})).toEqual({ standing: "none" });
});

test("a demo that is alone leaves nothing behind", async () => {
  const store = await openStore();
  await writeDemo(store);
  expect(unpackTree(await store.reader.parts.tree({})).length).toBe(2);
  expect(await store.writer.demo.clear({})).toEqual({ left: false });
  expect(unpackTree(await store.reader.parts.tree({}))).toEqual([]);
  expect(await store.reader.sources.list({})).toEqual([]);
  await take(store, RECORDS);
  expect(unpackTree(await store.reader.parts.tree({})).map((node) => node.partNumber)).toEqual([
    "acme_cover_plate",
  ]);
  expect((await store.reader.search.query({ text: "LA-200", limit: 5 })).hits).toEqual([]);
});

test("the demo leaves without what was observed at a machine of one's own", async () => {
  const store = await openStore();
  await deliverSamples(store, "own", "VMC-1");
  await writeDemo(store);
  expect(await store.writer.demo.clear({})).toEqual({ left: true });
  const place = { plantId: DEMO_PLANT, system: "mes", scope: "site" };
  while ((await store.writer.feeds.unfollow(place)).more);
  expect(await store.writer.demo.clear({})).toEqual({ left: false });
  expect(await store.reader.sources.list({})).toMatchObject([{ sourceId: "opcua:own", events: 1 }]);
  expect(await store.reader.sources.counts({})).toMatchObject({ v_events: 1, v_units: 0, v_parts: 0 });
});

test("a table read again by another mapping leaves nothing of the first reading", async () => {
  const store = await openStore();
  await take(store, RECORDS);
  const before = await contents(store);
  const factor = (serial: string, key: string): WritableRecord => ({
    record: "factor",
    key,
    unit: { part: plate, serial, serialStatus: "proven" },
    factor: "Tool",
    value: "T4",
  });
  const table = { sourceId: "table:setup.csv", format: "table", sha256: "b".repeat(64) };
  const read = async (records: readonly WritableRecord[], mappingSha256?: string): Promise<boolean> => {
    const { importId } = await store.writer.imports.begin({});
    const mapping = mappingSha256 === undefined ? {} : { mappingSha256 };
    const start = { importId, path: "/t", name: "t", ...table, ...mapping };
    const { fileId, unchanged } = await store.writer.imports.beginFile(start);
    if (!unchanged) await store.writer.imports.apply({ fileId, records });
    await store.writer.imports.finishFile({ fileId, status: unchanged ? "unchanged" : "done" });
    await store.writer.imports.finish({ importId, status: "done" });
    return unchanged;
  };
  // The tool's column was taken for the serial: a unit that does not exist.
  const wrong = [factor("T4", "2/A"), factor("16", "3/A")];
  const right = [factor("16", "2/B")];
  expect(await read(wrong)).toBe(false);
  expect((await contents(store)).serials).toEqual(["16", "T4"]);
  expect(await read(wrong)).toBe(true);
  expect(await read(right, "m1")).toBe(false);
  expect(await contents(store)).toEqual({ ...before, factors: before.factors + 1 });
  expect(await read(right, "m1")).toBe(true);
  expect(await read(wrong)).toBe(false);
  expect((await contents(store)).serials).toEqual(["16", "T4"]);
});

async function contents(
  store: Store,
): Promise<{ serials: readonly unknown[]; factors: number; rest: unknown }> {
  const units = await store.reader.units.list({ partNumber: plate.name });
  const counts = await store.reader.sources.counts({});
  const { v_factors: factors = 0, v_units: _units, v_sources: _sources, ...rest } = counts;
  return { serials: units.flatMap(({ serial }) => serial ?? []), factors, rest };
}
