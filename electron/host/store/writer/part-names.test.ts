import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { openCache } from "../stores.ts";
import { createPartNames } from "./part-names.ts";

const folder = mkdtempSync(join(tmpdir(), "throughline-names-"));
const cache = openCache(folder, () => 0);
afterAll(() => {
  cache.close();
  rmSync(folder, { recursive: true, force: true });
});

test("a product id of the structure is the same part where another source writes it, as it is or by its words", () => {
  const names = createPartNames(cache, () => undefined);
  const id = names.resolve({ name: "PL-200", revision: "A", strength: "stated" }, true);
  expect(names.resolve({ name: "PL-200", strength: "stated" }, false)).toBe(id);
  expect(names.takeLinked()).toEqual([]);
  expect(names.resolve({ name: "pl_200", strength: "stated" }, false)).toBe(id);
  expect(
    createPartNames(cache, () => undefined).resolve({ name: "PL 200", strength: "guessed" }, false),
  ).toBe(id);
});

test("ids of a structure that differ by a character stay two parts", () => {
  const names = createPartNames(cache, () => undefined);
  const dashed = names.resolve({ name: "Q-7", strength: "stated" }, true);
  const underlined = names.resolve({ name: "Q_7", strength: "stated" }, true);
  expect(underlined).not.toBe(dashed);
  expect(names.resolve({ name: "Q_7", strength: "stated" }, false)).toBe(underlined);
});

test("one word that is a product id of its own is that part, not a tail of others", () => {
  const names = createPartNames(cache, () => undefined);
  const plate = names.resolve({ name: "Plate", strength: "stated" }, true);
  names.resolve({ name: "Cover Plate", strength: "stated" }, true);
  names.resolve({ name: "Base Plate", strength: "stated" }, true);
  expect(names.resolve({ name: "Plate", strength: "guessed" }, false)).toBe(plate);
});
