/** Two revisions of one assembly: both stay in the store, and what differs comes back. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import type { Difference } from "../../shared/compare/comparison.ts";
import { skin } from "../../shared/compare/regions/testing.ts";
import type { CompareEvent, DeviationEvent } from "../../shared/contract/compare.ts";
import { REVISIONS } from "../revised-product.ts";
import { stlText } from "../stl-text.ts";
import { kindOf, type Step } from "./contract-suite.ts";

const said = ({ kind, before, after, quantity, change }: Difference): string =>
  [kind, (before ?? after)?.partNumber, ...(quantity ?? []), change]
    .filter((word) => word !== undefined)
    .join(" ");

export const COMPARE_STEPS: readonly Step[] = [
  {
    method: "compare.run",
    run: async (client) => {
      const folder = mkdtempSync(join(tmpdir(), "throughline-compare-"));
      try {
        for (const { name, text } of Object.values(REVISIONS)) {
          writeFileSync(join(folder, name), text);
          const { planId } = await client.import.plan({ paths: [join(folder, name)] });
          await client.import.run({ planId }, () => undefined);
        }
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
      const [newer, older] = await client.parts.models({ partNumber: "FX-100" });
      if (newer === undefined || older === undefined) throw new Error("two models expected");
      expect([older.revision, newer.revision]).toEqual(["A", "B"]);
      const both = {
        before: older.sha256,
        after: newer.sha256,
        blobs: { before: older.blob, after: newer.blob },
      };
      const compare = async (input: {
        tolerance: number;
        partNumber?: string;
      }): Promise<CompareEvent | undefined> => {
        const events: CompareEvent[] = [];
        await client.compare.run({ ...both, ...input }, (event) => events.push(event));
        return events.at(-1);
      };
      const whole = await compare({ tolerance: 0.01 });
      if (whole?.type !== "compared") throw new Error("no comparison");
      expect(whole.comparison.differences.map(said).filter((each) => !each.endsWith("outline"))).toEqual([
        "added FX-150 0 1",
        "removed FX-140 1 0",
        "quantity FX-130 4 3",
        "moved FX-120",
        "revision FX-110",
        "revision FX-100",
        "face-added FX-110",
        "face-changed FX-110 size",
      ]);
      const part = await compare({ tolerance: 0.01, partNumber: "FX-110" });
      expect(part?.type === "compared" && part.comparison.nodes).toEqual({ before: 1, after: 1, matched: 1 });
      const coarse = await compare({ tolerance: 30 });
      await expect(compare({ tolerance: 1, partNumber: "FX-150" })).rejects.toMatchObject({
        kind: "invalid",
      });
      const gone = client.compare.run({ ...both, before: "e".repeat(64), tolerance: 1 }, () => undefined);
      await expect(gone).rejects.toMatchObject({ kind: "invalid" });
      const stale = { ...both.blobs, after: `/blob/${"e".repeat(64)}` };
      await expect(
        client.compare.run({ ...both, blobs: stale, tolerance: 1 }, () => undefined),
      ).rejects.toMatchObject({ kind: "invalid" });
      const abort = new AbortController();
      const cancelled = client.compare.run({ ...both, tolerance: 0.01 }, () => undefined, {
        signal: abort.signal,
      });
      abort.abort();
      expect(await cancelled.then(() => "ended", kindOf)).toBe("cancelled");
      return [whole, part, coarse];
    },
  },
  {
    method: "compare.deviations",
    run: async (client) => {
      const folder = mkdtempSync(join(tmpdir(), "throughline-deviations-"));
      const flat = skin(40, 40, () => 0);
      const bumped = skin(40, 2, (x, y) => 2 * Math.exp(-((x - 20) ** 2 + (y - 20) ** 2) / 20));
      try {
        for (const [name, mesh] of [
          ["scan-a.stl", flat],
          ["scan-b.stl", bumped],
        ] as const) {
          writeFileSync(join(folder, name), stlText("FX-700", mesh));
          const { planId } = await client.import.plan({ paths: [join(folder, name)] });
          await client.import.run({ planId }, () => undefined);
        }
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
      const [newer, older] = await client.parts.models({ partNumber: "FX-700" });
      if (newer === undefined || older === undefined) throw new Error("two models expected");
      const both = {
        before: older.sha256,
        after: newer.sha256,
        blobs: { before: older.blob, after: newer.blob },
        tolerance: 0.01,
      };
      const events: DeviationEvent[] = [];
      await client.compare.deviations(both, (event) => events.push(event));
      const last = events.at(-1);
      if (last?.type !== "measured") throw new Error("no deviations");
      expect(events.slice(0, -1).every(({ type }) => type === "progress")).toBe(true);
      const [scan] = last.deviations.after;
      expect(scan?.largest.distance).toBeCloseTo(2, 5);
      expect(scan?.indices).toBeInstanceOf(Uint32Array);
      expect(scan?.distances).toHaveLength((scan?.indices.length ?? 0) / 3);
      const abort = new AbortController();
      const cancelled = client.compare.deviations(both, () => undefined, { signal: abort.signal });
      abort.abort();
      expect(await cancelled.then(() => "ended", kindOf)).toBe("cancelled");
      await expect(
        client.compare.deviations({ ...both, after: "e".repeat(64) }, () => undefined),
      ).rejects.toMatchObject({ kind: "invalid" });
      return last;
    },
  },
  {
    method: "parts.models",
    run: async (client) => {
      const models = await client.parts.models({ partNumber: "FX-110" });
      expect(models.slice(0, 2)).toMatchObject([
        { fileName: "mount-b.step", partNumber: "FX-100", revision: "B", holdsPart: true },
        { fileName: "mount-a.step", partNumber: "FX-100", revision: "A", holdsPart: true },
      ]);
      expect(models.slice(2).every(({ holdsPart }) => !holdsPart)).toBe(true);
      return models;
    },
  },
];
