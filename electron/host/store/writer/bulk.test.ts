import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Connection } from "../open.ts";
import { openCache } from "../stores.ts";
import { createBulk, type Bulk } from "./bulk.ts";

let folder: string;
let cache: Connection;
let reader: Connection;
let bulk: Bulk;
let told: string[];
let now: number;
beforeEach(() => {
  vi.useFakeTimers();
  folder = mkdtempSync(join(tmpdir(), "throughline-bulk-"));
  cache = openCache(folder, () => 1);
  reader = openCache(folder, () => 1, true);
  told = [];
  now = 0;
  const [onCommitted, onLost] = [() => void told.push("committed"), () => void told.push("lost")];
  bulk = createBulk({ cache, now: () => now, onCommitted, onLost });
});
afterEach(() => {
  vi.useRealTimers();
  reader.close();
  cache.close();
  rmSync(folder, { recursive: true, force: true });
});

const add = (name: string): void => void cache.prepare("INSERT INTO equipment (name) VALUES (?)").run(name);
const seen = (): readonly unknown[] => reader.prepare("SELECT name FROM equipment ORDER BY 1").pluck().all();

test("what is delivered is seen once it is committed: by age, by number, after a pause, or when asked", () => {
  bulk.deliver(1, () => add("a"));
  expect(seen()).toEqual([]);
  vi.advanceTimersByTime(200);
  expect(seen()).toEqual(["a"]);
  bulk.deliver(1, () => add("b"));
  now += 1_000_000;
  bulk.deliver(1, () => add("c"));
  expect(seen()).toEqual(["a", "b", "c"]);
  bulk.deliver(50_000, () => add("d"));
  expect(seen()).toContain("d");
  bulk.deliver(1, () => add("e"));
  bulk.flush();
  bulk.flush();
  expect(seen()).toContain("e");
  expect(told).toEqual(Array.from({ length: 4 }, () => "committed"));
});

test("a delivery that fails leaves nothing of what was open, and nothing open", () => {
  bulk.deliver(1, () => add("a"));
  bulk.flush();
  bulk.deliver(1, () => add("b"));
  const failing = (): void => {
    bulk.deliver(1, () => {
      add("c");
      throw new Error("broken");
    });
  };
  expect(failing).toThrow("broken");
  expect(cache.inTransaction).toBe(false);
  expect(told).toEqual(["committed", "lost"]);
  bulk.deliver(1, () => add("d"));
  bulk.flush();
  expect(seen()).toEqual(["a", "d"]);
});

test("a full disk at the end is told, and nothing of what was open is there", () => {
  const pages = cache.pragma("page_count", { simple: true }) as number;
  bulk.deliver(1, () => add("a"));
  cache.pragma(`max_page_count = ${pages}`);
  const fill = (): void => {
    for (let n = 0; n < 200; n += 1) bulk.deliver(1, () => add("x".repeat(3_000) + n));
    bulk.flush();
  };
  expect(fill).toThrow("full");
  expect(cache.inTransaction).toBe(false);
  bulk.flush();
  cache.pragma("max_page_count = 1000000");
  bulk.deliver(1, () => add("b"));
  bulk.flush();
  expect(seen()).toContain("b");
  expect(cache.pragma("quick_check", { simple: true })).toBe("ok");
});
