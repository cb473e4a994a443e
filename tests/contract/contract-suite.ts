/**
 * Every method of the contract, in one order, against the history of filled-host.ts. The same steps
 * run over each transport; what they return must be equal. Steps check what an answer must hold, so
 * that two equally empty answers don't pass.
 */
import type { LanesAsked } from "../../shared/contract/timeline-lanes.ts";
import { expect } from "vitest";
import type { HostClient } from "../../shared/contract/contract.ts";
import type { ImportProgress } from "../../shared/contract/import.ts";
import type { LinkDraft } from "../../shared/contract/links.ts";
import type { RunningPlant } from "../../electron/demo/plant/start-plant.ts";
import { START } from "./filled-host.ts";
import { COMPARE_STEPS } from "./compare-steps.ts";
import { DEMO_STEPS } from "./demo-steps.ts";
import { DIAGNOSTICS_STEPS } from "./diagnostics-steps.ts";
import { OPCUA_STEPS } from "./opcua-steps.ts";
import { PLANT_STEPS } from "./plant-steps.ts";
import { TABLE_STEPS } from "./table-steps.ts";

export interface Step {
  /** For example `parts.tree`. */
  readonly method: string;
  readonly run: (client: HostClient, table: string, plant: RunningPlant) => Promise<unknown>;
}

const MINUTE = 60_000_000;
const WINDOW = { from: START - 60 * MINUTE, to: START + 60 * MINUTE };
const PLATE = { kind: "part", partNumber: "PL-200" } as const;
const EVERYTHING = { kind: "everything" } as const;

const OTHER_LINK = "00000000-0000-4000-8000-000000000002";
const LINK = {
  linkId: "00000000-0000-4000-8000-000000000001",
  partNumber: "PL-200",
  revision: "A",
  sourceId: "qif:lab-a",
  characteristic: "Hole 4",
  state: "confirmed",
  finder: "size",
  face: { kind: "cylinder", origin: [1, 2, 0], axis: [0, 0, 1], radius: 2, centre: [1, 2, 3], area: 60 },
} as const satisfies LinkDraft;

async function plateUnit(client: HostClient, serial: string): Promise<number> {
  const units = await client.units.list({ partNumber: "PL-200" });
  const unit = units.find((candidate) => candidate.serial === serial);
  if (unit === undefined) throw new Error(`no plate ${serial}`);
  return unit.unitId;
}

async function planned(client: HostClient, table: string): Promise<{ planId: string; path: string }> {
  const { planId, files } = await client.import.plan({ paths: [table] });
  return { planId, path: files[0]?.path ?? "" };
}

export const STEPS: readonly Step[] = [
  ...DIAGNOSTICS_STEPS,
  {
    method: "parts.tree",
    run: async (client) => {
      const tree = await client.parts.tree({});
      expect(tree.map(({ partNumber }) => partNumber)).toEqual(["BX-100", "PL-200"]);
      expect(tree[1]).toMatchObject({ parent: 0, quantity: 2, unitCount: 5, failedUnitCount: 1 });
      return tree;
    },
  },
  {
    method: "parts.details",
    run: async (client) => {
      const details = await client.parts.details({ partNumber: "PL-200" });
      expect(details).toMatchObject({ title: "Plate", notes: [{ text: "Holes cut oversized" }] });
      return details;
    },
  },
  {
    method: "parts.model",
    run: async (client) => {
      const model = await client.parts.model({ partNumber: "BX-100" });
      expect(model?.blob).toBe(`/blob/${"d".repeat(64)}`);
      return model;
    },
  },
  {
    method: "units.list",
    run: async (client) => {
      const units = await client.units.list({ partNumber: "PL-200" });
      expect(units.map(({ serial, position }) => serial ?? position)).toEqual(["1", "2", "3", 1, 2]);
      expect(units[2]?.verdict).toBe("fail");
      return [units, await client.units.list({ partNumber: "PL-200", window: WINDOW })];
    },
  },
  {
    method: "units.details",
    run: async (client) => {
      const unit = await client.units.details({ unitId: await plateUnit(client, "1") });
      expect(unit.factors).toMatchObject([{ factor: "Feed", value: "High" }]);
      expect(unit.parents).toMatchObject([{ partNumber: "BX-100", serial: "7", position: "left" }]);
      return unit;
    },
  },
  {
    method: "events.timeline",
    run: async (client) => {
      const slice = await client.events.timeline({
        subject: PLATE,
        window: WINDOW,
        buckets: 64,
        maximumMarks: 100,
      });
      const inspection = slice.lanes.find(({ kind }) => kind === "inspection");
      expect(inspection?.counts).toBeInstanceOf(Uint32Array);
      expect(inspection?.worst).toBeInstanceOf(Uint8Array);
      expect(inspection?.marks?.starts).toEqual(
        Float64Array.of(START, START + 10 * MINUTE, START + 20 * MINUTE),
      );
      expect(inspection?.failed.reduce((sum, count) => sum + count, 0)).toBe(1);
      const lanes: LanesAsked = { by: "equipment", within: "kind", expanded: [""], sort: "count", limit: 10 };
      const divided = await client.events.timeline({
        subject: EVERYTHING,
        window: WINDOW,
        buckets: 16,
        lanes,
      });
      // What the lanes of no equipment hold is divided by kind, and nothing of it is lost.
      const whole = divided.lanes.find(({ key, parent }) => key === "" && parent === undefined);
      const parts = divided.lanes.filter(({ parent }) => parent === "");
      expect(whole?.history.events).toBe(parts.reduce((sum, { history }) => sum + history.events, 0));
      expect(divided.lanes.every(({ worstPositions }) => worstPositions instanceof Float64Array)).toBe(true);
      const searched = await client.events.timeline({
        subject: EVERYTHING,
        buckets: 8,
        lanes: { by: "unit", search: "no unit is called so" },
      });
      expect(searched.lanes).toEqual([]);
      return [
        slice,
        divided,
        searched,
        await client.events.timeline({ subject: EVERYTHING, buckets: 8, maximumMarks: 0 }),
      ];
    },
  },
  {
    method: "events.overview",
    run: async (client) => {
      const overview = await client.events.overview({ subject: EVERYTHING, buckets: 16 });
      expect(overview.counts).toBeInstanceOf(Uint32Array);
      expect(overview.counts.reduce((sum, count) => sum + count, 0)).toBe(4);
      return overview;
    },
  },
  {
    method: "events.operations",
    run: async (client) => {
      const found = await client.events.operations({ partNumber: "PL-200" });
      expect(found.operations).toEqual([
        { operation: "10", name: "Program O1001", units: 1 },
        { operation: "20", name: "Inspection of", units: 3 },
      ]);
      expect((await client.events.operations({ partNumber: "BX-100" })).operations).toEqual([]);
      return found;
    },
  },
  {
    method: "events.aligned",
    run: async (client) => {
      const asked = { partNumber: "PL-200", operation: "10" };
      const one = await client.events.aligned({ ...asked, units: ["2", "nobody"], fill: 3 });
      expect(one.units.map(({ name, zero }) => [name, zero])).toEqual([["1", START - 30 * MINUTE]]);
      expect(one.units[0]?.operations.map(({ operation, since }) => [operation, since])).toEqual([
        ["10", 0],
        ["20", 30 * MINUTE],
      ]);
      expect(one).toMatchObject({ lacking: ["2", "3"], unknown: ["nobody"], others: 2 });
      const all = await client.events.aligned({ ...asked, operation: "20", units: ["3", "1"], fill: 24 });
      expect(all.units.map(({ name }) => name)).toEqual(["3", "1", "2"]);
      return [one, all];
    },
  },
  {
    method: "events.list",
    run: async (client) => {
      const list = await client.events.list({ subject: EVERYTHING, limit: 3 });
      expect(list.total).toBe(5);
      expect(list.events.map(({ title }) => title)[0]).toBe("Inspection of 3");
      return [
        list,
        await client.events.list({ subject: EVERYTHING, limit: 10, undatedOnly: true, kinds: ["design"] }),
      ];
    },
  },
  {
    method: "events.unknownKeys",
    run: async (client) => {
      const only = [
        { by: "kind" as const, keys: ["inspection"] },
        { by: "unit" as const, keys: ["PL-200/3", "PL-200/none"] },
        { by: "equipment" as const, keys: ["", "no machine"] },
        { by: "order" as const, keys: ["no order"] },
      ];
      expect(await client.events.unknownKeys({ only })).toEqual([
        { by: "unit", keys: ["PL-200/none"] },
        { by: "equipment", keys: ["no machine"] },
      ]);
      const inspected = await client.events.list({ subject: EVERYTHING, limit: 5, only: only.slice(0, 1) });
      expect(inspected.events.length).toBeGreaterThan(0);
      expect(new Set(inspected.events.map(({ kind }) => kind))).toEqual(new Set(["inspection"]));
      await expect(client.events.unknownKeys({ only: [...only, ...only] })).rejects.toMatchObject({
        kind: "invalid",
      });
    },
  },
  {
    method: "events.find",
    run: async (client) => {
      const { events } = await client.events.list({ subject: PLATE, limit: 1 });
      const { position = 0, sourceId = "" } = events[0] ?? {};
      const { sourceKey, sha256 } = await client.events.details({ position });
      expect(await client.events.find({ sourceId, sourceKey })).toEqual({ position, sha256 });
      expect(await client.events.find({ sourceId, sourceKey: "never" })).toBeUndefined();
      return sha256;
    },
  },
  {
    method: "events.details",
    run: async (client) => {
      const { events } = await client.events.list({ subject: PLATE, limit: 1 });
      const details = await client.events.details({ position: events[0]?.position ?? 0 });
      expect(details).toMatchObject({
        offsetMinutes: 60,
        details: { gauge: "CMM-1", runs: 2, trained: true },
        payload: '<Result serial="3"/>',
      });
      return details;
    },
  },
  {
    method: "events.equipment",
    run: async (client) => {
      const names = await client.events.equipment({});
      expect(names).toContain("VMC-1");
      return names;
    },
  },
  {
    method: "events.signals",
    run: async (client) => {
      const signals = await client.events.signals({ subject: EVERYTHING });
      expect(signals).toMatchObject([{ equipment: "VMC-1", signal: "load", samples: 50 }]);
      return signals;
    },
  },
  {
    method: "events.trace",
    run: async (client) => {
      const window = { from: START, to: START + 100_000_000 };
      const trace = await client.events.trace({ equipment: "VMC-1", signal: "load", window, buckets: 100 });
      expect(trace.mean).toBeInstanceOf(Float32Array);
      expect(trace.mean[3]).toBeCloseTo(0.3, 5);
      // Not recorded, and past the end of the record: NaN must survive the way.
      expect(trace.mean[7]).toBeNaN();
      expect(trace.mean[99]).toBeNaN();
      return trace;
    },
  },
  {
    method: "measurements.table",
    run: async (client) => {
      const blocks = await client.measurements.table({ subject: PLATE });
      const values = blocks.flatMap((block) => [...block.values]);
      expect(blocks[0]?.values).toBeInstanceOf(Float64Array);
      expect(blocks[0]?.states).toBeInstanceOf(Uint8Array);
      expect(values.filter((value) => !Number.isNaN(value))).toHaveLength(5);
      return [blocks, await client.measurements.table({ subject: PLATE, window: WINDOW })];
    },
  },
  {
    method: "measurements.failRates",
    run: async (client) => {
      const rates = await client.measurements.failRates({ window: WINDOW });
      expect(rates.parts.find(({ partNumber }) => partNumber === "PL-200")).toMatchObject({ failed: 1 });
      return [rates, await client.measurements.failRates({})];
    },
  },
  {
    method: "colouring.parts",
    run: async (client) => {
      const units = await client.colouring.parts({ quantity: "units" });
      expect(units.parts).toEqual([
        { partNumber: "BX-100", value: 1, basis: 1 },
        { partNumber: "PL-200", value: 5, basis: 5 },
      ]);
      const unitId = await plateUnit(client, "3");
      const defects = await client.colouring.parts({ quantity: "defects", unitId });
      expect(defects.parts).toMatchObject([{ partNumber: "PL-200", value: 1 }]);
      const events = await client.colouring.parts({ quantity: "events", kind: "inspection", window: WINDOW });
      expect(events.parts).toEqual([{ partNumber: "PL-200", value: 3, basis: 3 }]);
      const age = await client.colouring.parts({ quantity: "age", window: WINDOW });
      expect(age.uom).toBe("d");
      return [units, defects, events, age, await client.colouring.parts({ quantity: "cost" })];
    },
  },
  {
    method: "colouring.features",
    run: async (client) => {
      const features = await client.colouring.features({ partNumbers: ["PL-200"] });
      expect(features).toMatchObject([
        { characteristic: "Hole 4", laboratory: "Lab A", count: 3, failed: 1, nominal: 4 },
        { characteristic: "Hole 4", laboratory: "Lab B", count: 2, failed: 0 },
      ]);
      expect(features[0]?.mean).toBeCloseTo(4.08, 9);
      return [features, await client.colouring.features({ partNumbers: ["PL-200", "none"], window: WINDOW })];
    },
  },
  {
    method: "colouring.series",
    run: async (client) => {
      const [first] = await client.colouring.features({ partNumbers: ["PL-200"] });
      const series = await client.colouring.series({
        partNumber: "PL-200",
        sourceId: first?.sourceId ?? "",
        characteristic: "Hole 4",
        limit: 2,
      });
      expect(series).toEqual({
        times: Float64Array.of(START + 10 * MINUTE, START + 20 * MINUTE),
        values: Float64Array.of(4.08, 4.16),
        failed: Uint8Array.of(0, 1),
        units: ["2", "3"],
      });
      return series;
    },
  },
  {
    method: "links.change",
    run: async (client) => {
      const added = await client.links.change({ remove: [], add: [LINK, { ...LINK, linkId: OTHER_LINK }] });
      expect(added).toMatchObject([
        { characteristic: "Hole 4", face: LINK.face, state: "confirmed" },
        { linkId: OTHER_LINK },
      ]);
      const left = await client.links.change({ remove: [OTHER_LINK], add: [LINK] });
      expect(left.map(({ linkId }) => linkId)).toEqual([LINK.linkId]);
      return [added, left];
    },
  },
  {
    method: "links.gone",
    run: async (client) => {
      const gone = await client.links.gone({});
      expect(gone).toEqual([]);
      return gone;
    },
  },
  {
    method: "links.list",
    run: async (client) => {
      const links = await client.links.list({ partNumbers: ["PL-200"] });
      expect(links).toHaveLength(1);
      expect(await client.links.list({ partNumbers: ["BX-100"] })).toEqual([]);
      return links;
    },
  },
  {
    method: "search.query",
    run: async (client) => {
      const found = await client.search.query({ text: "oversized", limit: 10 });
      expect(found).toMatchObject({ hits: [{ kind: "note" }], more: [] });
      const first = await client.search.query({ text: "PL", limit: 1 });
      const units = await client.search.query({ text: "PL", limit: 10, kind: "unit" });
      expect(new Set(units.hits.map(({ kind }) => kind))).toEqual(new Set(["unit"]));
      return [found, first, units];
    },
  },
  {
    method: "sources.list",
    run: async (client) => {
      const sources = await client.sources.list({});
      expect(sources.map(({ sourceId }) => sourceId).sort()).toEqual(["qif:lab-a", "qif:lab-b", "step:box"]);
      return sources;
    },
  },
  {
    method: "sources.counts",
    run: async (client) => {
      const counts = await client.sources.counts({});
      expect(counts).toMatchObject({ v_events: 5, v_gaps: 1 });
      return counts;
    },
  },
  {
    method: "settings.set",
    run: (client) => client.settings.set({ theme: "dark", layout: "{}" }),
  },
  {
    method: "settings.get",
    run: async (client) => {
      const settings = await client.settings.get({});
      expect(settings).toEqual({ theme: "dark", layout: "{}" });
      return settings;
    },
  },
  {
    method: "units.claimSerialsByOrder",
    run: async (client) => {
      const claim = await client.units.claimSerialsByOrder({
        sourceId: "qif:lab-b",
        partNumber: "PL-200",
        status: "assumed",
      });
      expect(claim.units).toBe(2);
      return [claim, await client.units.list({ partNumber: "PL-200" })];
    },
  },
  {
    method: "units.claims",
    run: async (client) => {
      const claims = await client.units.claims({});
      expect(claims).toHaveLength(1);
      return claims;
    },
  },
  {
    method: "units.withdrawClaim",
    run: async (client) => {
      const [claim] = await client.units.claims({});
      const withdrawn = await client.units.withdrawClaim({ claimId: claim?.claimId ?? "" });
      expect(withdrawn.units).toBe(2);
      return [withdrawn, await client.units.claims({})];
    },
  },
  {
    method: "sources.watch",
    run: async (client) => {
      const controller = new AbortController();
      const seen: number[] = [];
      const watching = client.sources.watch(
        {},
        ({ revision }) => {
          seen.push(revision);
          controller.abort();
        },
        { signal: controller.signal },
      );
      const kind = await watching.then(() => "ended", kindOf);
      expect(kind).toBe("cancelled");
      expect(seen).toHaveLength(1);
      return [kind, seen];
    },
  },
  {
    method: "import.plan",
    run: async (client, table) => {
      const plan = await client.import.plan({ paths: [table] });
      expect(plan.files).toMatchObject([{ name: "setup.csv", format: "table", alreadyImported: false }]);
      return plan;
    },
  },
  {
    method: "import.previewTable",
    run: async (client, table) => {
      const preview = await client.import.previewTable(await planned(client, table));
      expect(preview.headers).toEqual(["Part", "Serial", "Coolant"]);
      return preview;
    },
  },
  {
    method: "import.saveMapping",
    run: async (client, table) => {
      const plan = await planned(client, table);
      const { mapping } = await client.import.previewTable(plan);
      const saved = await client.import.saveMapping({
        ...plan,
        mapping: { ...mapping, columns: mapping.columns.map((column) => ({ ...column })) },
      });
      expect((await client.import.previewTable(plan)).saved).toBe(true);
      return saved;
    },
  },
  {
    method: "import.run",
    run: async (client, table) => {
      const events: ImportProgress[] = [];
      const { planId } = await planned(client, table);
      await client.import.run({ planId }, (event) => events.push(event));
      const last = events.at(-1);
      expect(last).toMatchObject({
        type: "report",
        report: { status: "done", files: [{ status: "done", rejected: 0 }] },
      });
      // How often progress is told depends on the clock; that it comes first, and rises, does not.
      const progress = events.flatMap((event) => (event.type === "progress" ? [event.progress] : []));
      expect(progress[0]).toBe(0);
      expect(progress).toEqual([...progress].sort((a, b) => a - b));
      return last;
    },
  },
  {
    method: "import.reports",
    run: async (client) => {
      const reports = await client.import.reports({});
      expect(reports[0]?.files[0]).toMatchObject({ name: "setup.csv", status: "done" });
      return reports;
    },
  },
  // Last: a followed plant adds to every list and count.
  ...PLANT_STEPS.map(({ method, run }): Step => ({
    method,
    run: (client, _table, plant) => run(client, plant),
  })),
  ...TABLE_STEPS,
  ...OPCUA_STEPS,
  ...DEMO_STEPS,
  ...COMPARE_STEPS,
];

export function kindOf(thrown: unknown): string {
  return typeof thrown === "object" && thrown !== null && "kind" in thrown
    ? String(thrown.kind)
    : String(thrown);
}
