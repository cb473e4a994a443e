/**
 * Every method of the contract, in one order, against the history of filled-host.ts. The same steps
 * run over each transport; what they return must be equal. Steps check what an answer must hold, so
 * that two equally empty answers don't pass.
 */
import { expect } from "vitest";
import type { HostClient } from "../../shared/contract/contract.ts";
import type { RunningPlant } from "../../electron/demo/plant/start-plant.ts";
import { START } from "./filled-host.ts";
import { COMPARE_STEPS } from "./compare-steps.ts";
import { DEMO_STEPS } from "./demo-steps.ts";
import { DIAGNOSTICS_STEPS } from "./diagnostics-steps.ts";
import { EVENT_STEPS } from "./event-steps.ts";
import { IMPORT_STEPS } from "./import-steps.ts";
import { LINK_STEPS } from "./link-steps.ts";
import { OPCUA_STEPS } from "./opcua-steps.ts";
import { PLANT_STEPS } from "./plant-steps.ts";
import { TABLE_STEPS } from "./table-steps.ts";
import { watchUntil } from "./watch-until.ts";
import { unpackTree } from "../../shared/contract/part-tree.ts";

export interface Step {
  /** For example `parts.tree`. */
  readonly method: string;
  readonly run: (client: HostClient, table: string, plant: RunningPlant) => Promise<unknown>;
}

const MINUTE = 60_000_000;
const WINDOW = { from: START - 60 * MINUTE, to: START + 60 * MINUTE };
const PLATE = { kind: "part", partNumber: "PL-200" } as const;

async function plateUnit(client: HostClient, serial: string): Promise<number> {
  const units = await client.units.list({ partNumber: "PL-200" });
  const unit = units.find((candidate) => candidate.serial === serial);
  if (unit === undefined) throw new Error(`no plate ${serial}`);
  return unit.unitId;
}

export const STEPS: readonly Step[] = [
  ...DIAGNOSTICS_STEPS,
  {
    method: "parts.tree",
    run: async (client) => {
      const tree = unpackTree(await client.parts.tree({}));
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
  ...EVENT_STEPS,
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
      // By a name that is read first.
      const only = [{ by: "characteristic" as const, keys: ["Hole 4"] }];
      const filtered = await client.measurements.failRates({ only });
      expect(filtered.parts.length).toBeLessThanOrEqual(rates.parts.length);
      return [rates, filtered, await client.measurements.failRates({})];
    },
  },
  {
    method: "colouring.places",
    run: async (client) => {
      const unitId = await plateUnit(client, "3");
      const places = await client.colouring.places({ unitId, window: WINDOW });
      expect(places).toEqual([{ unitId, partNumber: "PL-200", name: "3", positions: [] }]);
      return places;
    },
  },
  {
    method: "colouring.positions",
    run: async (client) => {
      const partNumbers = ["BX-100", "PL-200"];
      const failed = await client.colouring.positions({ quantity: "fail-rate", partNumbers, window: WINDOW });
      const events = await client.colouring.positions({
        quantity: "events",
        kind: "inspection",
        partNumbers,
      });
      // Of the plates one is built in, and of that the records say where.
      const left = { parentNumber: "BX-100", path: [{ partNumber: "PL-200", position: "left" }], basis: 1 };
      expect(failed).toEqual([{ ...left, value: 0 }]);
      expect(events).toEqual([{ ...left, value: 1 }]);
      // Nothing was booked for it, nor for its part.
      const cost = await client.colouring.positions({ quantity: "cost", partNumbers });
      expect(cost).toEqual([{ ...left, value: NaN, basis: 0 }]);
      return [failed, events, cost];
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
      expect(features[0]?.positions).toBeUndefined();
      const places = await client.colouring.features({ partNumbers: ["PL-200"], byPosition: ["PL-200"] });
      const left = { parentNumber: "BX-100", path: [{ partNumber: "PL-200", position: "left" }] };
      expect(places.map(({ positions }) => positions?.map(({ count }) => count))).toEqual([[1], [0]]);
      expect(places[0]?.positions).toMatchObject([{ ...left, count: 1, failed: 0, mean: 4 }]);
      return [
        features,
        places,
        await client.colouring.features({ partNumbers: ["PL-200", "none"], window: WINDOW }),
      ];
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
  ...LINK_STEPS,
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
    method: "search.eventKinds",
    run: async (client) => {
      const text = "plate";
      const { hits } = await client.search.query({ text, limit: 200, kind: "event" });
      const found = await client.search.eventKinds({ text });
      const counts = Map.groupBy(hits, ({ eventKind }) => eventKind);
      expect(new Map(found.eventKinds.map(({ eventKind, count }) => [eventKind, count]))).toEqual(
        new Map(Array.from(counts, ([eventKind, its]) => [eventKind, its.length])),
      );
      expect(found.among).toBeUndefined();
      const none = await client.search.eventKinds({ text: "nowhere" });
      expect(none).toEqual({ eventKinds: [], among: undefined });
      return [found, none];
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
    method: "sources.revision",
    run: async (client) => {
      const known = await client.sources.revision({});
      // Nothing changes meanwhile: it is what whoever begins to watch is told.
      return (await watchUntil(client.sources.watch, () => true)).revision === known;
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
  ...IMPORT_STEPS,
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
