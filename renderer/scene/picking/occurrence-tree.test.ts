/** The tree against a look at every box, on random boxes with a kept seed, before and after they were moved. */
import fc from "fast-check";
import { Ray, Vector3, type Box3 } from "three";
import { expect, test } from "vitest";
import { EMPTY_BOUNDS, isEmptyBounds, type Bounds } from "../../../shared/geometry/bounds.ts";
import { OccurrenceTree } from "./occurrence-tree.ts";

const real = (min: number, max: number): fc.Arbitrary<number> =>
  fc.integer({ min: 0, max: 100_000 }).map((step) => min + ((max - min) * step) / 100_000);
const box = fc
  .tuple(real(-500, 500), real(-500, 500), real(-500, 500), real(0, 40), real(0, 40), real(0, 40))
  .map(([x, y, z, dx, dy, dz]): Bounds => [x, y, z, x + dx, y + dy, z + dz]);
const boxes = fc.array(fc.oneof({ weight: 9, arbitrary: box }, fc.constant(EMPTY_BOUNDS)), { maxLength: 60 });
const ray = fc
  .tuple(real(-700, 700), real(-700, 700), real(-700, 700), real(-1, 1), real(-1, 1), real(-1, 1))
  .filter(([, , , x, y, z]) => Math.hypot(x, y, z) > 0.1)
  .map(([x, y, z, dx, dy, dz]) => new Ray(new Vector3(x, y, z), new Vector3(dx, dy, dz).normalize()));

/** Whether a ray meets a box (slabs: Kay and Kajiya 1986), in double precision. @param margin by which the box is larger, mm */
function meets({ origin, direction }: Ray, bounds: Bounds, margin: number): boolean {
  let [from, to] = [0, Infinity];
  for (const axis of [0, 1, 2] as const) {
    const start = origin.getComponent(axis);
    const step = direction.getComponent(axis);
    const [low, high] = [(bounds[axis] ?? 0) - margin, (bounds[axis + 3] ?? 0) + margin];
    if (low > high) return false;
    if (step === 0) {
      if (start < low || start > high) return false;
      continue;
    }
    const [a, b] = [(low - start) / step, (high - start) / step];
    from = Math.max(from, Math.min(a, b));
    to = Math.min(to, Math.max(a, b));
  }
  return from <= to;
}

function visited(tree: OccurrenceTree, along: Ray): number[] {
  const seen: number[] = [];
  const point = new Vector3();
  const isMet = (of: Box3): boolean =>
    of.containsPoint(along.origin) || along.intersectBox(of, point) !== null;
  tree.find({
    distanceTo: (of) => (isMet(of) ? of.distanceToPoint(along.origin) : Infinity),
    isWanted: (of) => isMet(of),
    visit: (instance) => void seen.push(instance),
  });
  return seen;
}

test("whatever a ray meets is visited, once, and little else; also where it was moved to", () => {
  fc.assert(
    fc.property(boxes, fc.array(ray, { minLength: 1, maxLength: 8 }), real(-200, 200), (all, rays, shift) => {
      const now = [...all];
      // Numbers of instances are not places in the list.
      const instances = all.map((_, at) => at + 7);
      const tree = new OccurrenceTree(instances, (instance) => now[instance - 7] ?? EMPTY_BOUNDS);
      const check = (): void => {
        for (const along of rays) {
          const seen = visited(tree, along);
          expect(new Set(seen).size).toBe(seen.length);
          const isThere = (margin: number): number[] =>
            instances.filter((_, at) => {
              const own = now[at] ?? EMPTY_BOUNDS;
              return !isEmptyBounds(own) && meets(along, own, margin);
            });
          expect(seen).toEqual(expect.arrayContaining(isThere(-1e-6)));
          expect(isThere(1e-3)).toEqual(expect.arrayContaining(seen));
        }
      };
      check();
      all.forEach(([x, y, z, toX, toY, toZ], at) => {
        // Each another way, as parts that come apart.
        const by = at % 2 === 0 ? shift : -shift;
        now[at] = [x + by, y, z + by, toX + by, toY, toZ + by];
      });
      tree.refit();
      check();
    }),
    { seed: 2711, numRuns: 300 },
  );
});

test("it knows what is around it, and without anything in it finds nothing", () => {
  const tree = new OccurrenceTree([3, 4], (instance) => [instance, 0, 0, instance + 1, 2, 3]);
  expect(tree.box.min.toArray().map((value) => Math.round(value * 1e4) / 1e4 + 0)).toEqual([3, 0, 0]);
  expect(tree.box.max.toArray().map((value) => Math.round(value * 1e4) / 1e4 + 0)).toEqual([5, 2, 3]);
  const empty = new OccurrenceTree([1], () => EMPTY_BOUNDS);
  empty.refit();
  expect(empty.box.isEmpty()).toBe(true);
  expect(visited(empty, new Ray(new Vector3(), new Vector3(1, 0, 0)))).toEqual([]);
});
