/** Files of rows, read back by SQLite itself. */
import { closeSync, existsSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openDamaged, translateFileErrors } from "./open.ts";
import { createRowFile } from "./row-file.ts";

const SQL =
  "CREATE TABLE thing (n INTEGER PRIMARY KEY, a INTEGER, b TEXT, c INTEGER, d TEXT NOT NULL) STRICT";
type Row = readonly [a: number | null, b: string | null, c: number | null, d: string];

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "throughline-rows-"));
  path = join(folder, "rows.db");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Returns those that had room. */
function write(rows: readonly Row[]): readonly Row[] {
  const file = createRowFile(path, "thing", SQL, 5);
  const kept = rows.filter((row) => {
    file.null();
    for (const value of row) {
      if (value === null) file.null();
      else if (typeof value === "number") file.integer(value);
      // Both ways in turn.
      else if (value.length % 2 === 0) file.text(value);
      else {
        const bytes = Buffer.from(`<${value}>`);
        file.bytes(bytes, 1, bytes.length - 1);
      }
    }
    return file.endRow();
  });
  expect(file.rows).toBe(kept.length);
  file.end();
  return kept;
}

function read(): { readonly rows: readonly unknown[]; readonly integrity: unknown } {
  const database = openDamaged(path);
  try {
    return {
      rows: database.prepare("SELECT * FROM thing ORDER BY n").raw().all(),
      integrity: database.pragma("integrity_check", { simple: true }),
    };
  } finally {
    database.close();
  }
}

function expectRows(rows: readonly Row[]): void {
  expect(read()).toEqual({ integrity: "ok", rows: rows.map((row, index) => [index + 1, ...row]) });
}

const integer = fc.oneof(
  fc.constantFrom(
    0,
    1,
    -1,
    ...[7, 8, 15, 16, 23, 24, 31, 32, 47, 48, 52].flatMap((bits) => {
      const edge = 2 ** bits;
      return [edge - 1, edge, edge + 1, -edge - 1, -edge, -edge + 1];
    }),
  ),
  fc.maxSafeInteger(),
);
const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.integer({ min: 50, max: 70_000 }).map((length) => "ü漢x".repeat(Math.ceil(length / 3)).slice(0, length)),
);
const row: fc.Arbitrary<Row> = fc.tuple(
  fc.option(integer, { nil: null }),
  fc.option(text, { nil: null }),
  fc.option(integer, { nil: null }),
  text,
);

test("what is written is what SQLite reads, and its own check finds nothing amiss", () => {
  fc.assert(
    fc.property(fc.array(row, { maxLength: 40 }), (rows) => expectRows(write(rows))),
    { numRuns: 60, seed: 20_261_126 },
  );
});

test("thousands of rows fill page behind page", () => {
  const rows = Array.from({ length: 20_000 }, (_, n): Row => [
    n * 1_000_003,
    `Row ${n}`,
    -1 - n,
    "x".repeat(n % 90),
  ]);
  expect(write(rows)).toHaveLength(rows.length);
  expectRows(rows);
});

test("a row that fits into no page is left out, and the next one is whole", () => {
  const rows: readonly Row[] = [
    [1, "first", null, "a"],
    [2, "x".repeat(40_000), null, "y".repeat(40_000)],
    [3, null, null, "z".repeat(65_400)],
    [4, "last", 4, ""],
  ];
  const kept = write(rows);
  expect(kept.map(([n]) => n)).toEqual([1, 3, 4]);
  expectRows(kept);
});

test("no rows are a table without rows, and a dropped file is gone", () => {
  expectRows(write([]));
  createRowFile(path, "thing", SQL, 5).drop();
  expect(existsSync(path)).toBe(false);
});

test("where nothing can be written it says so, and where the disk is full", () => {
  writeFileSync(join(folder, "file"), "");
  const below = join(folder, "file", "below", "rows.db");
  expect(() => createRowFile(below, "thing", SQL, 5)).toThrow(/can't be written/);
  // Linux has a device that is always full.
  if (!existsSync("/dev/full")) return;
  const file = openSync("/dev/full", "w");
  try {
    expect(() => translateFileErrors(path, () => writeSync(file, "x"))).toThrow(/The disk is full/);
  } finally {
    closeSync(file);
  }
});
