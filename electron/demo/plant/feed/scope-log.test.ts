import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { LINE_BYTES } from "../../../../shared/contract/plant/protocol.ts";
import { createScopeLog } from "./scope-log.ts";

const folder = mkdtempSync(join(tmpdir(), "throughline-log-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const text = (slices: readonly Buffer[]): string => Buffer.concat(slices).toString();

test("lines come back as they were written, one by one and joined", () => {
  const log = createScopeLog();
  for (let i = 0; i < 5_000; i += 1) log.append(2 * i + 1, `line ${i} ä\n`);
  expect(log.count).toBe(5_000);
  expect(log.line(0).toString()).toBe("line 0 ä\n");
  expect(log.line(4_999).toString()).toBe("line 4999 ä\n");
  expect(text(log.slices(10, 13))).toBe("line 10 ä\nline 11 ä\nline 12 ä\n");
  expect(log.slices(10, 13)).toHaveLength(1);
  expect(log.slices(7, 7)).toEqual([]);
});

test("the first change behind a position is found between and at the ends", () => {
  const log = createScopeLog();
  for (const position of [3, 5, 9]) log.append(position, "x\n");
  expect([0, 3, 4, 5, 8, 9, 99].map((position) => log.after(position))).toEqual([0, 1, 1, 2, 2, 3, 3]);
});

test("a page ends at its limit, at the bytes, and at the end of the log", () => {
  const log = createScopeLog();
  for (let i = 0; i < 10; i += 1) log.append(i, "0123456789\n");
  expect(log.pageEnd(0, 4, 1_000)).toBe(4);
  expect(log.pageEnd(0, 100, 22)).toBe(2);
  expect(log.pageEnd(0, 100, 23)).toBe(3);
  expect(log.pageEnd(8, 100, 1_000)).toBe(10);
  expect(log.pageEnd(0, 5, 1)).toBe(1);
});

test.each([
  ["memory", undefined],
  ["a file", join(folder, "spilled.ndjson")],
])("lines in %s never lie across two blocks", (_, file) => {
  const log = createScopeLog(file);
  const long = "y".repeat(3 * 1024 * 1024);
  for (let i = 0; i < 25; i += 1) log.append(i, `${i}${long}\n`);
  const slices = log.slices(0, 25);
  expect(slices.length).toBeGreaterThan(1);
  expect(text(slices)).toBe(Array.from({ length: 25 }, (_unused, i) => `${i}${long}\n`).join(""));
  expect(log.line(0).length).toBe(long.length + 2);
  if (file !== undefined) expect(statSync(file).size).toBeGreaterThan(32 * 1024 * 1024);
  log.close();
});

test("a line that no reader would take is refused", () => {
  expect(() => createScopeLog().append(1, Buffer.alloc(LINE_BYTES + 1))).toThrow(/longer than/);
});
