/** What the program says of itself, and copies of its data folder. */
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import type { BackupEvent, ExamineEvent } from "../../shared/contract/diagnostics.ts";
import type { Step } from "./contract-suite.ts";

export const DIAGNOSTICS_STEPS: readonly Step[] = [
  {
    method: "diagnostics.about",
    run: async (client) => {
      const about = await client.diagnostics.about({});
      expect(about).toMatchObject({ version: "1.2.3", demo: "none" });
      return about;
    },
  },
  {
    method: "diagnostics.examine",
    run: async (client) => {
      const events: ExamineEvent[] = [];
      await client.diagnostics.examine({}, (event) => events.push(event));
      const findings = events.filter((event) => event.type === "finding");
      const steps = events.flatMap((event) => (event.type === "progress" ? [event.step] : []));
      expect([...new Set(steps)]).toEqual([
        "file",
        "pages",
        "references",
        "events",
        "event columns",
        "full text",
        "structure",
        "samples",
      ]);
      expect(findings.map(({ check }) => check)).toEqual(
        expect.arrayContaining(["pages", "event columns", "full text", "structure", "user.db"]),
      );
      // The history of the test has a model, but nothing of it to draw.
      expect(findings.flatMap(({ check, ok }) => (ok ? [] : [check]))).toEqual(["blobs"]);
      return findings.map(({ check, ok }) => [check, ok]);
    },
  },
  {
    method: "starting.follow",
    run: async (client) => {
      const steps: unknown[] = [];
      await client.starting.follow({}, (step) => steps.push(step));
      expect(steps).toEqual([]);
      return steps;
    },
  },
  {
    method: "diagnostics.backUp",
    run: async (client) => {
      const to = mkdtempSync(join(tmpdir(), "throughline-backup-"));
      try {
        await expect(client.diagnostics.backUp({ to: "here" }, () => undefined)).rejects.toMatchObject({
          kind: "invalid",
        });
        const events: BackupEvent[] = [];
        await client.diagnostics.backUp({ to }, (event) => events.push(event));
        const last = events.at(-1);
        expect(last?.type === "made" && readdirSync(last.path)).toEqual(
          expect.arrayContaining(["cache.db", "manifest.json", "user.db"]),
        );
        return new Set(events.map(({ type }) => type));
      } finally {
        rmSync(to, { recursive: true, force: true });
      }
    },
  },
];
