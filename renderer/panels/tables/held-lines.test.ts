import fc from "fast-check";
import { expect, test } from "vitest";
import type { TableQuery } from "../../../shared/contract/tables.ts";
import { follow, hold, type Held, type RowId } from "./held-lines.ts";
import { linesOf, type Section } from "./sections.ts";

const query: TableQuery = { table: "events", subject: { kind: "everything" }, filters: [] };

/** A table whose groups have these rows, of which only some have come. */
function tableOf(
  groups: ReadonlyMap<string | undefined, readonly number[]>,
  hasCome: (group: string | undefined, row: number) => boolean = () => true,
): { readonly lines: ReturnType<typeof linesOf>; readonly idOf: RowId } {
  const sections = Array.from(groups, ([value, ids]): Section => ({
    value,
    query,
    rows: ids.length,
    isOpen: true,
  }));
  return {
    lines: linesOf(sections),
    idOf: (line) =>
      line?.is === "row" && hasCome(line.section.value, line.row)
        ? groups.get(line.section.value)?.[line.row]
        : undefined,
  };
}
const rows = (...ids: number[]): ReadonlyMap<undefined, readonly number[]> => new Map([[undefined, ids]]);
const held = (found: Held | undefined): Held => {
  if (found === undefined) throw new Error("Nothing is held.");
  return found;
};

test("a row is found again wherever rows came or went, in any group (brute force)", () => {
  const list = fc.uniqueArray(fc.nat({ max: 60 }), { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(list, list, list, list, fc.nat(), fc.boolean(), (a, b, nextA, nextB, pick, isGrouped) => {
      const before: [string | undefined, readonly number[]][] = isGrouped
        ? [
            ["a", a],
            ["b", b],
          ]
        : [[undefined, a]];
      const after: [string | undefined, readonly number[]][] = isGrouped
        ? [
            ["b", nextB],
            ["a", nextA],
          ]
        : [[undefined, nextA]];
      const first = tableOf(new Map(before));
      const second = tableOf(new Map(after));
      const start = held(hold(first.lines, pick % first.lines.count, first.idOf));
      const places = Array.from({ length: second.lines.count }, (_, line) => line);
      const truth = places.find((line) => {
        const found = second.lines.at(line);
        if (found?.section.value !== start.group) return false;
        return start.id === undefined ? found?.is === "group" : second.idOf(found) === start.id;
      });
      let now = follow(second.lines, start, second.idOf);
      // A guess is looked at again.
      for (let step = 0; step < 2 && now !== undefined; step += 1)
        now = follow(second.lines, now, second.idOf);
      expect(now?.line).toBe(truth);
    }),
    { seed: 11, numRuns: 500 },
  );
});

test("a row whose surroundings have not come yet stays, and is found once they have", () => {
  const first = tableOf(rows(5, 4, 3, 2, 1));
  const start = held(hold(first.lines, 2, first.idOf));
  const next = rows(7, 6, 5, 4, 3, 2, 1);
  const nothing = tableOf(next, () => false);
  expect(follow(nothing.lines, start, nothing.idOf)).toEqual(start);
  const all = tableOf(next);
  expect(follow(all.lines, start, all.idOf)).toMatchObject({ line: 4, rows: 7 });
});

test("a row that moved to a page that has not come is taken to have moved with the others", () => {
  const first = tableOf(rows(5, 4, 3, 2, 1));
  const start = held(hold(first.lines, 2, first.idOf));
  const half = tableOf(rows(7, 6, 5, 4, 3, 2, 1), (_, row) => row < 4);
  const guess = held(follow(half.lines, start, half.idOf));
  expect(guess).toMatchObject({ line: 4, rows: 7 });
  // It was not one of those that came: another row stands there.
  const other = tableOf(rows(7, 6, 5, 4, 9, 2, 1));
  expect(follow(other.lines, guess, other.idOf)).toBeUndefined();
});

test("a row that has not come, and a line that is not there, are not held", () => {
  const { lines, idOf } = tableOf(rows(1, 2), () => false);
  expect(hold(lines, 0, idOf)).toBeUndefined();
  expect(hold(lines, 2, idOf)).toBeUndefined();
});
