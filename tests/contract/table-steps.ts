/** Tables of the contract's history, page by page. */
import { expect } from "vitest";
import { START } from "./filled-host.ts";
import type { Step } from "./contract-suite.ts";

const PLATE = { kind: "part", partNumber: "PL-200" } as const;
const EVERYTHING = { kind: "everything" } as const;

export const TABLE_STEPS: readonly Step[] = [
  {
    method: "tables.page",
    run: async (client) => {
      const all = { subject: EVERYTHING, filters: [], offset: 0, limit: 100 };
      const events = await client.tables.page({ table: "events", ...all });
      expect(events.total).toBe(5);
      expect(events.rows[0]?.cells.slice(0, 4)).toEqual([
        START + 20 * 60_000_000,
        "inspection",
        "fail",
        "Inspection of 3",
      ]);
      // Undated events come last, however it is sorted.
      const sorted = await client.tables.page({
        table: "events",
        ...all,
        sort: { column: "started", descending: false },
      });
      expect(sorted.rows.at(-1)?.id).toBe(events.rows.at(-1)?.id);
      const units = await client.tables.page({
        table: "units",
        ...all,
        subject: PLATE,
        filters: [{ by: "range", column: "failures", from: 1 }],
      });
      expect(units).toMatchObject({ total: 1, rows: [{ partNumber: "PL-200" }] });
      expect(units.rows[0]?.cells[0]).toBe("3");
      const measured = await client.tables.page({
        table: "measurements",
        ...all,
        sort: { column: "value", descending: true },
        filters: [{ by: "text", column: "characteristic", text: "hole" }],
      });
      expect(measured.rows.map(({ cells }) => cells[3])).toEqual([4.16, 4.08, 4.02, 4.02, 4]);
      await expect(
        client.tables.page({ table: "units", ...all, sort: { column: "payload", descending: false } }),
      ).rejects.toMatchObject({ kind: "invalid" });
      const orders = await client.tables.page({ table: "orders", ...all });
      expect(orders).toEqual({ total: 0, rows: [] });
      const [plate] = (await client.units.list({ partNumber: "PL-200" })).filter(
        ({ serial }) => serial === "1",
      );
      const unit = { kind: "unit", unitId: plate?.unitId ?? 0 } as const;
      const within = await client.tables.page({ table: "within", ...all, subject: unit });
      expect(within.rows.map(({ cells }) => cells.slice(0, 6))).toEqual([
        [1, "7", "proven", "BX-100", undefined, "left"],
      ]);
      const contains = await client.tables.page({ table: "contains", ...all, subject: unit });
      expect(contains.total).toBe(0);
      return [events, sorted, units, measured, orders, within, contains];
    },
  },
  {
    method: "tables.groups",
    run: async (client) => {
      const by = (column: string, limit: number) =>
        client.tables.groups({ table: "events", subject: EVERYTHING, filters: [], column, limit });
      const kinds = await by("kind", 10);
      expect(kinds.total).toBe(5);
      expect(kinds.groups[0]).toEqual({ value: "inspection", rows: 3 });
      const cut = await by("order", 1);
      return [kinds, cut];
    },
  },
  {
    method: "tables.startExport",
    run: async (client) => {
      const columns = [
        { id: "serial", title: "Serial" },
        { id: "first", title: "First event (UTC)" },
      ];
      const query = { table: "units", subject: PLATE, filters: [], columns } as const;
      const { exportId, rows } = await client.tables.startExport({
        ...query,
        filters: [],
        columns,
        format: "csv",
      });
      expect(rows).toBe(5);
      const part = await client.tables.exportPart({ exportId });
      expect(part.bytes).toBeInstanceOf(Uint8Array);
      expect(new TextDecoder().decode(part.bytes).split("\r\n").slice(0, 2)).toEqual([
        "Serial,First event (UTC)",
        "1,2026-01-05T07:30:00Z",
      ]);
      return [rows, part];
    },
  },
  {
    method: "tables.exportPart",
    run: async (client) => {
      await expect(client.tables.exportPart({ exportId: 999_999 })).rejects.toMatchObject({
        kind: "invalid",
      });
      return undefined;
    },
  },
  {
    method: "tables.endExport",
    run: (client) => client.tables.endExport({ exportId: 999_999 }),
  },
];
