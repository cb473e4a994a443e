import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { MeasuredFeature } from "../contract/colouring.ts";
import type { FaceLink } from "../contract/links.ts";
import { likenessOf } from "./by-likeness.ts";
import { byPmi } from "./by-pmi.ts";
import { byPosition } from "./by-position.ts";
import { byRevision } from "./by-revision.ts";
import { bySize } from "./by-size.ts";
import { faceKeyOf, findFace } from "./face-key.ts";
import { groupFaces, type FaceGroup } from "./face-groups.ts";
import { certainProposal, proposeFaces, type ProposedFeature } from "./proposer.ts";
import { createTestMesh } from "./testing.ts";

const SEED = 20261126;

/** Two 4 mm holes of two halves each, the end of a 4 mm slot, a 4 mm pin, a 10 mm hole, and the top. */
function plate(halves = true): readonly FaceGroup[] {
  const { wall, plate: top, mesh } = createTestMesh();
  const hole = (at: readonly [number, number, number], radius: number): void => {
    if (!halves) return void wall({ at, radius, height: 5, axis: -1 });
    wall({ at, radius, height: 5, from: 0, to: 0.5 });
    wall({ at, radius, height: 5, from: 0.5, to: 1, axis: -1 });
  };
  hole([10, 10, 0], 2);
  hole([30, 10, 0], 2);
  wall({ at: [50, 10, 0], radius: 2, height: 5, from: 0.25, to: 0.75 });
  wall({ at: [70, 10, 5], radius: 2, height: 8, outside: true });
  hole([90, 10, 0], 5);
  top([50, 10, 5], 100, 20);
  return groupFaces(mesh());
}
const GROUPS = plate();
const at = (x: number): FaceGroup => {
  const found = GROUPS.find(({ kind, centre }) => kind === "cylinder" && Math.abs(centre[0] - x) < 2);
  if (found === undefined) throw new Error(`no wall at ${x}`);
  return found;
};

const feature = (more: Partial<MeasuredFeature>): ProposedFeature => ({
  characteristic: "DIAMETER5",
  kind: "diameter",
  nominal: 4,
  lowerLimit: 3.75,
  upperLimit: 4.25,
  uom: "mm",
  place: undefined,
  faces: undefined,
  ...more,
});

test("two halves of a hole are one; the end of a slot and a pin are told apart from it", () => {
  expect(GROUPS.map(({ faces }) => faces)).toEqual([[0, 1], [2, 3], [4], [5], [6, 7], [8]]);
  expect(at(10)).toMatchObject({ inside: true, from: 0, to: 5 });
  expect(at(10).turn).toBeCloseTo(1, 1);
  expect(at(50).turn).toBeCloseTo(0.5, 1);
  expect(at(70).inside).toBe(false);
});

test("holes through both walls of a fork, on one axis, stay two", () => {
  const { wall, mesh } = createTestMesh();
  wall({ at: [0, 0, 0], radius: 3, height: 4 });
  wall({ at: [0, 0, 20], radius: 3, height: 4 });
  expect(groupFaces(mesh()).map(({ faces }) => faces)).toEqual([[0], [1]]);
});

describe("by size", () => {
  const walls = (proposed: ProposedFeature): readonly (readonly number[])[] =>
    proposeFaces(proposed, GROUPS, [bySize]).map(({ group }) => group.faces);

  test("a 4 mm diameter proposes the 4 mm walls, full turns first", () => {
    expect(walls(feature({}))).toEqual([[0, 1], [2, 3], [5], [4]]);
    expect(walls(feature({ characteristic: "Hole 4" }))).toEqual([[0, 1], [2, 3], [4], [5]]);
    expect(walls(feature({ characteristic: "Pin 4" }))[0]).toEqual([5]);
  });

  test("a radius proposes parts of a turn first, an inch is an inch, a volt is no size", () => {
    expect(walls(feature({ kind: "radius", nominal: 2, lowerLimit: 1.75, upperLimit: 2.25 }))[0]).toEqual([
      4,
    ]);
    const inch = { nominal: 4 / 25.4, lowerLimit: 3.9 / 25.4, upperLimit: 4.1 / 25.4, uom: "inch" };
    expect(walls(feature(inch))).toHaveLength(4);
    expect(walls(feature({ uom: "V" }))).toEqual([]);
  });

  test("beyond the limits nothing is proposed, without limits only the nominal", () => {
    expect(walls(feature({ nominal: 7, lowerLimit: 6, upperLimit: 8 }))).toEqual([]);
    const { lowerLimit: _l, upperLimit: _u, ...bare } = feature({ nominal: 10 });
    expect(walls({ ...bare, lowerLimit: undefined, upperLimit: undefined })).toEqual([[6, 7]]);
    // The nominal before what the limits would let through.
    expect(walls(feature({ nominal: 4.5, lowerLimit: 3.9, upperLimit: 10.5 }))[0]).toEqual([0, 1]);
  });

  test("a size alone is never certain", () => {
    expect(
      certainProposal(
        proposeFaces(feature({ nominal: 10, lowerLimit: 9, upperLimit: 11 }), GROUPS, [bySize]),
      ),
    ).toBeUndefined();
  });

  test("a face that another feature has goes last", () => {
    const proposals = proposeFaces(
      feature({ characteristic: "Hole" }),
      GROUPS,
      [bySize],
      (group) => group === at(10),
    );
    expect(proposals[0]?.group).toBe(at(30));
    expect(proposals.map(({ group }) => group)).toContain(at(10));
  });
});

test("by PMI: the faces that the source names, however it writes their axis", () => {
  const faces = [{ kind: "cylinder", origin: [30, 10, 9], axis: [0, 0, -1], radius: 2 }] as const;
  const proposals = proposeFaces(feature({ faces }), GROUPS, [byPmi, bySize]);
  expect(certainProposal(proposals)).toMatchObject({ group: at(30), finder: "pmi" });
  const other = [{ kind: "cylinder", origin: [30, 10, 9], axis: [0, 0, -1], radius: 2.1 }] as const;
  expect(proposeFaces(feature({ faces: other }), GROUPS, [byPmi])).toEqual([]);
});

describe("by position", () => {
  const place = { kind: "cylinder", point: [30, 10, 4.5], direction: [0, 0, -1], diameter: 4 } as const;

  test("the hole at the place is certain, however its axis is written", () => {
    const proposals = proposeFaces(feature({ place }), GROUPS, [byPosition, bySize]);
    expect(certainProposal(proposals)).toMatchObject({ group: at(30), finder: "position" });
    expect(proposals).toHaveLength(4);
  });

  test("also where the characteristic has no size of its own: position, perpendicularity", () => {
    const { nominal: _n, ...rest } = feature({ kind: "position", lowerLimit: 0, upperLimit: 0.25, place });
    const proposals = proposeFaces({ ...rest, nominal: undefined }, GROUPS, [byPosition, bySize]);
    expect(proposals).toMatchObject([{ group: at(30), finder: "position" }]);
  });

  test("another size, another direction, or nothing there: not by position", () => {
    for (const other of [
      { ...place, diameter: 5 },
      { ...place, direction: [1, 0, 0] as const },
      { ...place, point: [32, 10, 4.5] as const },
    ])
      expect(proposeFaces(feature({ place: other }), GROUPS, [byPosition])).toEqual([]);
  });

  test("a plane by the face around the point", () => {
    const flat = { kind: "plane", point: [48, 10, 5], direction: [0, 0, 1], diameter: undefined } as const;
    const proposals = proposeFaces(feature({ kind: "flatness", nominal: undefined, place: flat }), GROUPS, [
      byPosition,
    ]);
    expect(certainProposal(proposals)?.group.faces).toEqual([8]);
  });
});

describe("a face is known again", () => {
  test("after an export that makes one face of two halves and turns the axis", () => {
    const again = plate(false);
    for (const group of GROUPS) {
      const found = findFace(faceKeyOf(group), again);
      expect(found?.kind).toBe(group.kind);
      group.centre.forEach((value, i) => expect(found?.centre[i]).toBeCloseTo(value, 1));
    }
  });

  test("not where it moved, grew, or is gone", () => {
    const key = faceKeyOf(at(30));
    const others = GROUPS.filter((group) => group !== at(30));
    expect(findFace(key, others)).toBeUndefined();
    expect(findFace({ ...key, radius: 2.1 }, GROUPS)).toBeUndefined();
    expect(findFace({ ...key, origin: [30.5, 10, 0] }, GROUPS)).toBeUndefined();
  });

  test("a free-form face also where another version did not know it as that, and no plane for it", () => {
    const side = GROUPS.find(({ kind }) => kind === "plane");
    if (side === undefined) throw new Error("no plane");
    const free: FaceGroup = { ...side, kind: "other", surface: { kind: "other" } };
    const blank: FaceGroup = { ...side, kind: "unknown", surface: undefined };
    for (const [before, after] of [
      [free, blank],
      [blank, free],
      [free, free],
    ] as const) {
      expect(findFace(faceKeyOf(before), [side, after])).toBe(after);
      expect(likenessOf(faceKeyOf(before), after)).toBe(1);
    }
    expect(findFace(faceKeyOf(free), [side])).toBeUndefined();
    expect(likenessOf(faceKeyOf(free), side)).toBeUndefined();
  });

  test("every hole of any pattern by its own key, whatever the order of the faces", () => {
    const holes = fc.uniqueArray(
      fc.record({
        x: fc.integer({ min: 0, max: 20 }),
        y: fc.integer({ min: 0, max: 20 }),
        r: fc.integer({ min: 1, max: 4 }),
      }),
      { minLength: 1, maxLength: 12, selector: ({ x, y }) => `${x} ${y}` },
    );
    fc.assert(
      fc.property(holes, (all) => {
        const build = (order: typeof all): readonly FaceGroup[] => {
          const { wall, mesh } = createTestMesh();
          for (const { x, y, r } of order) wall({ at: [x * 10, y * 10, 0], radius: r, height: 5 });
          return groupFaces(mesh());
        };
        const [before, after] = [build(all), build(all.toReversed())];
        for (const group of before) {
          const found = findFace(faceKeyOf(group), after);
          expect(found?.surface).toEqual(group.surface);
        }
      }),
      { seed: SEED, numRuns: 60 },
    );
  });

  test("what was confirmed on another revision is proposed where it still is", () => {
    const link = { face: faceKeyOf(at(10)) } as FaceLink;
    const gone = { face: { ...faceKeyOf(at(10)), radius: 9 } } as FaceLink;
    const proposals = proposeFaces(feature({}), GROUPS, [bySize, byRevision([link, gone])]);
    expect(certainProposal(proposals)).toMatchObject({ group: at(10), finder: "revision" });
  });
});
