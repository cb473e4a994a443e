/** An import from its plan to its report. */
import { expect } from "vitest";
import type { HostClient } from "../../shared/contract/contract.ts";
import type { ImportProgress } from "../../shared/contract/import.ts";
import type { Step } from "./contract-suite.ts";

async function planned(client: HostClient, table: string): Promise<{ planId: string; path: string }> {
  const { planId, files } = await client.import.plan({ paths: [table] });
  return { planId, path: files[0]?.path ?? "" };
}

export const IMPORT_STEPS: readonly Step[] = [
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
];
