/** Against the closure as it is defined: everything that a chain of lines, or of what follows from links, leads to. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { openCache, openUser } from "../stores.ts";
import type { Connection } from "../open.ts";
import { createLinkedParts } from "./linked-parts.ts";
import { rebuildClosure } from "./models.ts";

const ends: (() => void)[] = [];
afterEach(() => ends.splice(0).forEach((end) => end()));

/** Parts 1…n of lines between them. */
function opened(count: number, lines: readonly (readonly [parent: number, child: number])[]) {
  const folder = mkdtempSync(join(tmpdir(), "linked-parts-"));
  const [cache, user] = [openCache(folder, () => 0), openUser(folder, () => 0)];
  ends.push(() => {
    cache.close();
    user.close();
    rmSync(folder, { recursive: true });
  });
  cache.exec("INSERT INTO source VALUES (1, 's', 's', 'step', 'file', 0)");
  const insertPart = cache.prepare("INSERT INTO part (part_id, number, strength) VALUES (?, ?, 'stated')");
  const insertLine = cache.prepare("INSERT INTO bom_line VALUES (?, ?, 1, NULL, NULL, 1)");
  cache.transaction(() => {
    for (let part = 1; part <= count; part++) insertPart.run(part, `P${part}`);
    for (const [parent, child] of lines) insertLine.run(parent, child);
    rebuildClosure(cache);
  })();
  return { cache, user, linked: createLinkedParts(cache, user) };
}

const say = (user: Connection, product: number, number: number, part: number): void => {
  user
    .prepare("INSERT INTO part_link VALUES (?, ?, ?, '', ?, 'person', NULL, NULL, 0)")
    .run(`${product} ${number} ${part}`, `P${product}`, `P${number}`, `P${part}`);
};
const below = (cache: Connection, part: number): readonly number[] =>
  cache
    .prepare("SELECT descendant_id FROM bom_closure WHERE ancestor_id = ? ORDER BY 1")
    .pluck()
    .all(part) as number[];

test("within its file alone a product's part counts for what is above it, and has what is below it", () => {
  // 1 is a file of 2 of 3 of 4, 5 another file of 3; 6 and 7 are what others call 3 and 2.
  const { cache, user, linked } = opened(7, [
    [1, 2],
    [2, 3],
    [3, 4],
    [5, 3],
  ]);
  say(user, 1, 3, 6);
  expect(linked.take(false)).toBe(true);
  expect(below(cache, 1)).toEqual([1, 2, 3, 4, 6]);
  expect(below(cache, 5)).toEqual([3, 4, 5]);
  expect(below(cache, 6)).toEqual([3, 4, 6]);
  expect(linked.take(false)).toBe(false);
  expect(linked.take(true)).toBe(false);
  // One in the other: the part of the upper product has the part of the lower one.
  say(user, 1, 2, 7);
  expect(linked.take(false)).toBe(true);
  expect(below(cache, 7)).toEqual([2, 3, 4, 6, 7]);
  user.exec("DELETE FROM part_link");
  expect(linked.take(false)).toBe(true);
  expect(below(cache, 1)).toEqual([1, 2, 3, 4]);
});

test("a later structure moves the lines along, and no circle is closed", () => {
  const { cache, user, linked } = opened(4, [[1, 2]]);
  say(user, 1, 2, 4);
  linked.take(false);
  cache.exec("INSERT INTO bom_line VALUES (1, 3, 1, NULL, NULL, 1), (3, 2, 1, NULL, NULL, 1)");
  // Of links alone nothing is another; of the structure it is.
  expect(linked.take(false)).toBe(false);
  expect(linked.take(true)).toBe(true);
  expect(below(cache, 3)).toEqual([2, 3, 4]);
  // The part is said to be the whole, and what is in it: neither is below itself.
  say(user, 1, 3, 1);
  say(user, 1, 1, 3);
  linked.take(false);
  expect(below(cache, 1)).toEqual([1, 2, 3, 4]);
  expect(below(cache, 2)).toEqual([2]);
});

test("a thousand links in a structure of ten thousand lines take seconds once, and nothing while they stand", () => {
  const count = 10_000;
  const { user, linked } = opened(
    count + 1_000,
    Array.from({ length: count - 1 }, (_, at) => [Math.floor(at / 10) + 1, at + 2] as const),
  );
  user.transaction(() => {
    for (let at = 0; at < 1_000; at++) say(user, 1, at * 9 + 2, count + at + 1);
  })();
  expect(linked.take(false)).toBe(true);
  for (let again = 0; again < 20; again++) expect(linked.take(false)).toBe(false);
}, 30_000);
