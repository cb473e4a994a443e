import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createUnpackedTables } from "./unpacked-tables.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "throughline-unpacked-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const { signal } = new AbortController();
function packed(name: string, content = `content of ${name}`) {
  const path = join(folder, name);
  writeFileSync(path, gzipSync(content));
  const tables = { version: 1, path: name, encoding: "gzip", bytes: 1, sha256: "0".repeat(64) } as const;
  return { path, tables, content };
}

test("what is wanted again is unpacked once, what is not is gone", async () => {
  const unpacked = createUnpackedTables();
  const { path, tables, content } = packed("a");
  const file = await unpacked.open(path, tables, signal);
  expect(readFileSync(file, "utf8")).toBe(content);
  await unpacked.release(file, true);
  rmSync(path);
  expect(await unpacked.open(path, tables, signal), "from what is kept").toBe(file);
  await unpacked.release(file, false);
  expect(existsSync(file)).toBe(false);
});

test("one that two read stays until both are done", async () => {
  const unpacked = createUnpackedTables();
  const { path, tables } = packed("a");
  const [file] = await Promise.all([1, 2].map(() => unpacked.open(path, tables, signal)));
  await unpacked.release(file ?? "", false);
  expect(existsSync(file ?? "")).toBe(true);
  await unpacked.release(file ?? "", true);
  expect(existsSync(file ?? "")).toBe(false);
});

test("they are kept only as long as all of them are not too large, and go at the end", async () => {
  const unpacked = createUnpackedTables(30);
  const [one, two] = [packed("a", "x".repeat(20)), packed("b", "y".repeat(20))];
  const first = await unpacked.open(one.path, one.tables, signal);
  await unpacked.release(first, true);
  const second = await unpacked.open(two.path, two.tables, signal);
  await unpacked.release(second, true);
  expect([existsSync(first), existsSync(second)]).toEqual([true, false]);
  unpacked.close();
  expect(existsSync(first)).toBe(false);
});

test("one that was given up by who began it is unpacked for who still waits; what is damaged says so", async () => {
  const unpacked = createUnpackedTables();
  const { path, tables, content } = packed("a");
  const given = new AbortController();
  const [first, second] = [unpacked.open(path, tables, given.signal), unpacked.open(path, tables, signal)];
  given.abort();
  await expect(first).rejects.toMatchObject({ kind: "cancelled" });
  expect(readFileSync(await second, "utf8")).toBe(content);
  writeFileSync(join(folder, "b"), "no gzip");
  await expect(unpacked.open(join(folder, "b"), tables, signal)).rejects.toMatchObject({ kind: "corrupt" });
});
