import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { unlessUnreadable } from "./companion.ts";

const NOWHERE = join(import.meta.dirname, "nothing-is-here");

test("a companion that can't be read costs itself alone", async () => {
  const { signal } = new AbortController();
  expect(await unlessUnreadable(readFile(NOWHERE), signal)).toBeUndefined();
  expect(await unlessUnreadable(Promise.resolve(7), signal)).toBe(7);
});

test("a cancelled reading is cancelled, and a bug is no unreadable file", async () => {
  const abort = new AbortController();
  abort.abort(new Error("enough"));
  await expect(unlessUnreadable(readFile(NOWHERE), abort.signal)).rejects.toThrow("enough");
  const { signal } = new AbortController();
  await expect(unlessUnreadable(Promise.reject(new TypeError("a bug")), signal)).rejects.toThrow("a bug");
});
