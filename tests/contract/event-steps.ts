/** Events of the contract's history: the timeline, its lanes and traces, lists, operations. */
import { expect } from "vitest";
import type { LanesAsked } from "../../shared/contract/timeline-lanes.ts";
import type { Step } from "./contract-suite.ts";
import { START } from "./filled-host.ts";

const MINUTE = 60_000_000;
const WINDOW = { from: START - 60 * MINUTE, to: START + 60 * MINUTE };
const PLATE = { kind: "part", partNumber: "PL-200" } as const;
const EVERYTHING = { kind: "everything" } as const;

export const EVENT_STEPS: readonly Step[] = [
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
        { by: "order", keys: ["no order"] },
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
];
