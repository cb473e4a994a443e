import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ExamineEvent } from "../../../shared/contract/diagnostics.ts";
import { openCache } from "../store/stores.ts";
import { examineBeside } from "./examine-beside.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "throughline-beside-"));
  openCache(folder, () => 0).close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("findings and progress come as they are, and it ends with the last of them", async () => {
  const events: ExamineEvent[] = [];
  await examineBeside(folder, (event) => events.push(event), new AbortController().signal);
  expect(events.at(-1)).toMatchObject({ type: "finding", check: "content" });
  expect(events.some((event) => event.type === "progress" && event.step === "events")).toBe(true);
});

test("cancelled, it ends at once and tells nothing more", async () => {
  const abort = new AbortController();
  const events: ExamineEvent[] = [];
  await examineBeside(
    folder,
    (event) => {
      events.push(event);
      abort.abort();
    },
    abort.signal,
  );
  expect(events).toHaveLength(1);
  await examineBeside(folder, (event) => events.push(event), abort.signal);
  expect(events).toHaveLength(1);
});
