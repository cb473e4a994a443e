import fc from "fast-check";
import { expect, test } from "vitest";
import {
  centreOfBounds,
  EMPTY_BOUNDS,
  transformBounds,
  type Bounds,
} from "../../../shared/geometry/bounds.ts";
import { planExplosion } from "./explosion.ts";
import { generateAssembly } from "../testing/generated-assembly.ts";
import { composeTransforms } from "../../../shared/geometry/transforms.ts";

const box = (x: number, y = 0, z = 0): Bounds => [x - 1, y - 1, z - 1, x + 1, y + 1, z + 1];
const offsets = (plan: ReturnType<typeof planExplosion>, share: number, nodes: number): Float64Array => {
  const target = new Float64Array(nodes * 3);
  plan.offsets(share, target);
  return target;
};

/** root > (group > a, b), c */
const NODES = [{ parent: -1 }, { parent: 0 }, { parent: 1 }, { parent: 1 }, { parent: 0 }];
const BOXES = [EMPTY_BOUNDS, EMPTY_BOUNDS, box(-10, -4), box(-10, 4), box(10)];

test("nothing moves at zero, and the root never", () => {
  const plan = planExplosion(NODES, BOXES);
  expect(plan.levels).toBe(2);
  expect(offsets(plan, 0, 5).every((value) => value === 0)).toBe(true);
  expect(offsets(plan, 1, 5).slice(0, 3)).toEqual(new Float64Array(3));
});

test("the outer level comes apart first, its parts together", () => {
  const half = offsets(planExplosion(NODES, BOXES), 0.5, 5);
  expect(half[1 * 3]).toBeLessThan(-5);
  expect(half[4 * 3]).toBeGreaterThan(5);
  expect(half.slice(6, 9)).toEqual(half.slice(3, 6));
  const whole = offsets(planExplosion(NODES, BOXES), 1, 5);
  expect((whole[10] ?? 0) - (whole[7] ?? 0)).toBeGreaterThan(4);
});

test("a chain of single children is one thing, and a part alone never moves", () => {
  const chain = planExplosion(
    [{ parent: -1 }, { parent: 0 }, { parent: 1 }],
    [EMPTY_BOUNDS, EMPTY_BOUNDS, box(3)],
  );
  expect(chain.levels).toBe(0);
  expect(offsets(chain, 1, 3).every((value) => value === 0)).toBe(true);
});

test("parts about the same middle come apart along their axis, to both sides", () => {
  const rod: Bounds = [-1, -1, -9, 1, 1, 9];
  const plan = planExplosion([{ parent: -1 }, { parent: 0 }, { parent: 0 }], [EMPTY_BOUNDS, rod, rod]);
  const at = offsets(plan, 1, 3);
  expect(at[5]).toBeGreaterThan(10);
  expect(at[8]).toBeLessThan(-10);
});

test("no two parts of one assembly come nearer to each other", () => {
  const model = generateAssembly({ parts: 7, occurrences: 120, perSubassembly: 12 });
  const world = composeTransforms(model.nodes);
  const boxes = model.nodes.map(({ part }, node): Bounds =>
    model.parts[part]?.mesh === undefined
      ? EMPTY_BOUNDS
      : transformBounds([0, 0, 0, 5, 5, 5], world, node * 16),
  );
  const plan = planExplosion(model.nodes, boxes);
  const solid = model.nodes.flatMap((_, node) => (boxes[node] === EMPTY_BOUNDS ? [] : [node]));
  const apart = (a: number, b: number, at: Float64Array): number =>
    Math.hypot(
      ...[0, 1, 2].map((axis) => {
        const place = (node: number): number =>
          (centreOfBounds(boxes[node] ?? EMPTY_BOUNDS)[axis] ?? 0) + (at[node * 3 + axis] ?? 0);
        return place(a) - place(b);
      }),
    );
  const still = offsets(plan, 0, model.nodes.length);
  const pair = fc.tuple(
    fc.constantFrom(...solid),
    fc.constantFrom(...solid),
    fc.double({ min: 0, max: 1, noNaN: true }),
  );
  fc.assert(
    fc.property(pair, ([a, b, share]) => {
      fc.pre(model.nodes[a]?.parent === model.nodes[b]?.parent);
      const moved = offsets(plan, share, model.nodes.length);
      expect(apart(a, b, moved)).toBeGreaterThanOrEqual(apart(a, b, still) - 1e-9);
    }),
    { seed: 20261125, numRuns: 300 },
  );
});
