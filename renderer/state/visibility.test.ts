import fc from "fast-check";
import { expect, test } from "vitest";
import { drawingStates, SOLID, subtreeFlags } from "../scene/presentation/node-states.ts";
import { subtreeEnds } from "../../shared/geometry/transforms.ts";
import {
  ALL_VISIBLE,
  hide,
  isAllVisible,
  sameVisibility,
  show,
  toggleGhost,
  toggleIsolate,
  type Visibility,
} from "./visibility.ts";

const nodes = fc.uniqueArray(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 5 });
const set = fc
  .uniqueArray(fc.integer({ min: 0, max: 9 }))
  .map((values): ReadonlySet<number> => new Set(values));
const states: fc.Arbitrary<Visibility> = fc.record({
  hidden: set,
  ghosted: set,
  isolated: fc.option(set, { nil: undefined }),
  hiddenBodies: fc.boolean(),
});
const sorted = (values: ReadonlySet<number> | undefined): number[] | undefined =>
  values === undefined ? undefined : [...values].sort((a, b) => a - b);

test("each step changes what it names and nothing else, and leaves the state before it alone", () => {
  fc.assert(
    fc.property(states, nodes, (state, picked) => {
      const before = structuredClone(state);
      const hidden = hide(state, picked);
      expect(sorted(hidden.hidden)).toEqual(sorted(new Set([...before.hidden, ...picked])));
      expect([hidden.ghosted, hidden.isolated]).toEqual([before.ghosted, before.isolated]);

      const ghosted = toggleGhost(state, picked).ghosted;
      const every = picked.every((node) => before.ghosted.has(node));
      for (let node = 0; node < 10; node += 1)
        expect(ghosted.has(node)).toBe(picked.includes(node) ? !every : before.ghosted.has(node));

      const alone = sorted(before.isolated)?.join() === sorted(new Set(picked))?.join();
      expect(sorted(toggleIsolate(state, picked).isolated)).toEqual(
        alone ? undefined : sorted(new Set(picked)),
      );
      expect(state).toEqual(before);
    }),
    { seed: 121, numRuns: 300 },
  );
});

test("ghosting and showing alone are taken back by doing them again", () => {
  fc.assert(
    fc.property(nodes, (picked) => {
      expect(isAllVisible(toggleGhost(toggleGhost(ALL_VISIBLE, picked), picked))).toBe(true);
      expect(isAllVisible(toggleIsolate(toggleIsolate(ALL_VISIBLE, picked), picked))).toBe(true);
      expect(isAllVisible(hide(ALL_VISIBLE, picked))).toBe(false);
    }),
    { seed: 122 },
  );
});

test("two states are the same exactly where they draw the same", () => {
  const text = ({ hidden, ghosted, isolated, hiddenBodies }: Visibility): string =>
    [...[hidden, ghosted, isolated].map((values) => sorted(values)?.join() ?? "all"), hiddenBodies].join("|");
  fc.assert(
    fc.property(states, states, (a, b) => {
      expect(sameVisibility(a, b)).toBe(text(a) === text(b));
      expect(sameVisibility(a, structuredClone(a))).toBe(true);
    }),
    { seed: 123, numRuns: 300 },
  );
  // Nothing shown alone is not everything shown.
  expect(sameVisibility(ALL_VISIBLE, { ...ALL_VISIBLE, isolated: new Set() })).toBe(false);
});

test("showing brings exactly the named subtrees back, solid, and nothing else", () => {
  /** 0 > (1 > (2, 3 > 4), 5), 6 > (7, 8), 9 */
  const parents = [-1, 0, 1, 1, 3, 1, 0, 6, 6, 0];
  const ends = subtreeEnds(parents.map((parent) => ({ parent })));
  const tree = {
    parentOf: (node: number) => ((parents[node] ?? -1) < 0 ? undefined : parents[node]),
    endOf: (node: number) => ends[node] ?? node + 1,
  };
  // Assemblies have no geometry of their own here: what they stand for is their leaves.
  const leaves = [2, 4, 5, 7, 8, 9];
  fc.assert(
    fc.property(states, nodes, (state, picked) => {
      const before = drawingStates(ends, state);
      const after = drawingStates(ends, show(state, picked, tree));
      const wanted = subtreeFlags(ends, picked);
      for (const leaf of leaves) expect(after[leaf]).toBe(wanted[leaf] === 1 ? SOLID : before[leaf]);
    }),
  );
});
