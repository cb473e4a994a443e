/** Names of a column: their places as people sort them, made in slices and once. */
import { naturalOrder } from "../../../../shared/text/natural-order.ts";
import { expect, test } from "vitest";
import { createSlices } from "./slices.ts";
import { listedNames, namesOf } from "./table.ts";

const MANY = 60_000;
/** A clock that runs out of every slice at once, and a count of the pauses. */
function countedSlices(): { readonly slices: ReturnType<typeof createSlices>; readonly looks: () => number } {
  let looks = 0;
  const now = (): number => {
    looks += 1;
    return looks * 1_000_000;
  };
  return { slices: createSlices(now, new AbortController().signal), looks: () => looks };
}

test("names alike have one place, names that are none have none", async () => {
  const { slices } = countedSlices();
  const names = namesOf(5, (code) => ["S10", "S9", undefined, "S10", "s9"][code]);
  const ranks = await names.ranks(slices);
  expect([...ranks]).toEqual([2, 1, NaN, 2, 0]);
  expect(naturalOrder("s9", "S9")).toBeLessThan(0);
});

test("many names are ranked and searched in slices, and ranked once", async () => {
  const list = Array.from({ length: MANY }, (_, code) => `WO-${(code * 7_919) % MANY}`);
  const names = listedNames(list);
  const { slices, looks } = countedSlices();
  const ranks = await names.ranks(slices);
  // Every few thousand names at most, at each level of the sort.
  expect(looks()).toBeGreaterThan((MANY / 4_096) * 4);
  expect(list.every((name, code) => ranks[code] === Number(name.slice(3)))).toBe(true);
  const after = looks();
  expect(await names.ranks(slices)).toBe(ranks);
  expect(looks()).toBe(after);
  const found = await names.where((name) => name.endsWith("77"), slices);
  expect(found.reduce((sum, each) => sum + each, 0)).toBe(MANY / 100);
  expect(looks()).toBeGreaterThan(after);
  expect(names.held()).toEqual([[names, MANY * 8]]);
});

test("a question that is called off ends while names are ranked", async () => {
  const abort = new AbortController();
  let now = 0;
  const slices = createSlices(() => (now += 1_000_000), abort.signal);
  const ranking = listedNames(Array.from({ length: MANY }, (_, code) => `n${code}`)).ranks(slices);
  abort.abort();
  await expect(ranking).rejects.toMatchObject({ kind: "cancelled" });
});
