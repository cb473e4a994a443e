/** Which instances are shown, against a plain list of flags; and what of them a camera is given. */
import fc from "fast-check";
import { BufferGeometry, MeshBasicMaterial, OrthographicCamera } from "three";
import { expect, test } from "vitest";
import { unionBounds, type Bounds } from "../../../shared/geometry/bounds.ts";
import { drawnTogether } from "./batch-plan.ts";
import { createCells, lookAtCells, placeCells } from "./cells.ts";
import { InstanceRuns } from "./instance-runs.ts";
import { SharedBatch } from "./shared-batch.ts";
import { createShownNodes } from "./shown-nodes.ts";

const SEED = 20_261_126;
/** Ranges of some instances, and states of their nodes one after the other. */
const cases = fc
  .array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 40 })
  .chain((ranges) =>
    fc.tuple(
      fc.constant(ranges),
      fc.uniqueArray(fc.integer({ min: 1, max: ranges.length }), { maxLength: 3 }),
      fc.array(
        fc.array(fc.integer({ min: 0, max: 2 }), { minLength: ranges.length, maxLength: ranges.length }),
        { maxLength: 5 },
      ),
    ),
  );

test("runs show just the instances whose nodes are in their state, whatever they showed before", () => {
  fc.assert(
    fc.property(cases, ([ranges, cuts, steps]) => {
      const starts = Int32Array.from(
        [0, ...cuts.filter((cut) => cut < ranges.length)].toSorted((a, b) => a - b),
      );
      const [solid, ghost] = [1, 2].map(() => new InstanceRuns(Int32Array.from(ranges), starts));
      if (solid === undefined || ghost === undefined) return;
      // Instances in another order than their nodes.
      const nodes = Int32Array.from(ranges, (_, at) => ranges.length - 1 - at);
      const show = createShownNodes(
        [{ nodes, shows: [solid, ghost].map((runs, at) => ({ runs, wanted: at + 1 })) }],
        nodes.length,
      );
      for (const states of steps) {
        show(Uint8Array.from(states));
        for (const [at, runs] of [solid, ghost].entries()) {
          const wanted = ranges.map((_, instance) => states[nodes[instance] ?? -1] === at + 1);
          expect(ranges.map((_, instance) => runs.isShown(instance))).toEqual(wanted);
          expect(runs.count).toBe(wanted.filter(Boolean).length);
          const shown = [...runs.ranges].flatMap((range, run) =>
            runs.shownOf(run).map((instance) => {
              expect(ranges[instance]).toBe(range);
              return instance;
            }),
          );
          expect(shown).toEqual(wanted.flatMap((is, instance) => (is ? [instance] : [])));
        }
      }
    }),
    { seed: SEED, numRuns: 200 },
  );
});

test("few of many are shown and hidden one by one, as all of them anew would be", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 199 }), fc.integer({ min: 0, max: 1 })), { maxLength: 60 }),
      (steps) => {
        const ranges = Int32Array.from({ length: 200 }, (_, at) => at >> 3);
        const nodes = Int32Array.from({ length: 200 }, (_, at) => 199 - at);
        const [runs, anew] = [new InstanceRuns(ranges), new InstanceRuns(ranges)];
        const show = createShownNodes([{ nodes, shows: [{ runs, wanted: 1 }] }], 200);
        const states = new Uint8Array(200).fill(1);
        show(states);
        for (const [node, state] of steps) {
          states[node] = state;
          show(states);
          anew.showOnly(nodes, states, 1);
          expect(runs.count).toBe(anew.count);
          expect([...runs.counts]).toEqual([...anew.counts]);
          for (let run = 0; run < runs.ranges.length; run++)
            expect(runs.shownOf(run)).toEqual(anew.shownOf(run));
        }
      },
    ),
    { seed: SEED, numRuns: 50 },
  );
});

test("what did not change is not sent again", () => {
  const runs = new InstanceRuns(Int32Array.of(0, 0, 1));
  const show = createShownNodes([{ nodes: Int32Array.of(0, 1, 2), shows: [{ runs, wanted: 1 }] }], 3);
  show(Uint8Array.of(1, 2, 1));
  const { version } = runs;
  show(Uint8Array.of(1, 2, 1));
  expect(runs.version).toBe(version);
});

test("cells out of view draw nothing, come back with the camera, and follow their instances", () => {
  const box = (x: number): Bounds => [x - 1, -1, -1, x + 1, 1, 1];
  const cells = createCells(Int32Array.of(0, 2), [box(0), box(100)]);
  const batch = new SharedBatch({
    geometry: new BufferGeometry(),
    ranges: [{ start: 0, count: 3, bounds: box(0) }],
    instances: [0, 0, 0],
    material: new MeshBasicMaterial(),
    bounds: unionBounds([box(0), box(100)]),
    cells,
  });
  const seen = (x: number): readonly number[] => {
    const camera = new OrthographicCamera(-5, 5, 5, -5, 0, 20);
    camera.position.set(x, 0, 10);
    camera.updateMatrixWorld(true);
    lookAtCells(cells, camera);
    batch.prepare(camera);
    return [...cells.inView, batch.layers.mask];
  };
  expect(seen(0)).toEqual([1, 0, 1]);
  expect(seen(100)).toEqual([0, 1, 1]);
  expect(seen(50)).toEqual([0, 0, 0]);
  placeCells(cells, [box(0), box(50)]);
  expect(seen(50)).toEqual([0, 1, 1]);
});

test("cells are drawn together as far as one texture goes", () => {
  const cells = [3, 3, 3, 9].map((length) => new Int32Array(length));
  expect(drawnTogether(cells, 6).map((batch) => batch.map(({ length }) => length))).toEqual([
    [3, 3],
    [3],
    [9],
  ]);
  expect(drawnTogether([])).toEqual([]);
});
