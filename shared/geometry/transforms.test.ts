import fc from "fast-check";
import { Euler, Matrix4, Quaternion, Vector3 } from "three";
import { describe, expect, test } from "vitest";
import type { CadNode } from "../model/cad.ts";
import { composeTransforms, subtreeEnds } from "./transforms.ts";

/** Parents of nodes in pre-order: each goes one level deeper than the last at most. */
const trees = fc.array(fc.nat({ max: 5 }), { maxLength: 40 }).map((depths) => {
  const above: number[] = [];
  return depths.map((depth, index) => {
    above.length = Math.min(depth, above.length);
    const parent = above.at(-1) ?? -1;
    above.push(index);
    return parent;
  });
});
/** Evenly spread: fast-check's own doubles are mostly next to nothing. */
const real = (min: number, max: number): fc.Arbitrary<number> =>
  fc.integer({ min: 0, max: 1_000_000 }).map((step) => min + ((max - min) * step) / 1_000_000);
const number = (limit: number): fc.Arbitrary<number> => real(-limit, limit);
const placements = fc
  .tuple(number(4), number(4), number(4), number(5_000), number(5_000), number(5_000))
  .map(([a, b, c, x, y, z]) =>
    new Matrix4().compose(
      new Vector3(x, y, z),
      new Quaternion().setFromEuler(new Euler(a, b, c)),
      new Vector3(1, 1, 1),
    ),
  );
const node = (parent: number, transform: readonly number[]): CadNode => ({
  parent,
  part: 0,
  occurrence: "o",
  path: "o",
  transform,
});

describe("where occurrences stand", () => {
  test("is the product of three's matrices down from the root", () => {
    fc.assert(
      fc.property(
        trees.chain((parents) =>
          fc.tuple(
            fc.constant(parents),
            fc.array(placements, { minLength: parents.length, maxLength: parents.length }),
          ),
        ),
        ([parents, relative]) => {
          const world = composeTransforms(
            parents.map((parent, at) => node(parent, relative[at]?.toArray() ?? [])),
          );
          parents.forEach((_, at) => {
            let expected = new Matrix4();
            for (let each = at; each >= 0; each = parents[each] ?? -1)
              expected = new Matrix4().multiplyMatrices(relative[each] ?? new Matrix4(), expected);
            expected.toArray().forEach((value, index) => {
              expect(Math.abs((world[at * 16 + index] ?? NaN) - value)).toBeLessThan(1e-8);
            });
          });
        },
      ),
      { seed: 321, numRuns: 100 },
    );
  });

  test("keeps microns ten metres from the origin", () => {
    const far = composeTransforms([
      node(-1, new Matrix4().makeTranslation(10_000, 0, 0).toArray()),
      node(0, new Matrix4().makeTranslation(0.0001, 0, 0).toArray()),
    ]);
    expect((far[16 + 12] ?? 0) - 10_000).toBeCloseTo(0.0001, 9);
  });

  test("a transform that is none leaves the occurrence where its parent is", () => {
    const moved = new Matrix4().makeTranslation(1, 2, 3).toArray();
    expect(Array.from(composeTransforms([node(-1, moved), node(0, [])]).subarray(16))).toEqual(moved);
    expect([...composeTransforms([node(-1, [1, 2, 3])])]).toEqual(new Matrix4().toArray());
  });
});

test("a subtree is the node and all that have it above them", () => {
  fc.assert(
    fc.property(trees, (parents) => {
      const ends = subtreeEnds(parents.map((parent) => ({ parent })));
      const isBelow = (low: number, high: number): boolean => {
        for (let at = low; at >= 0; at = parents[at] ?? -1) if (at === high) return true;
        return false;
      };
      parents.forEach((_, high) => {
        const below = parents.flatMap((_parent, low) => (isBelow(low, high) ? [low] : []));
        expect(below).toEqual(
          Array.from({ length: (ends[high] ?? 0) - high }, (_value, step) => high + step),
        );
      });
    }),
    { seed: 322, numRuns: 200 },
  );
});
