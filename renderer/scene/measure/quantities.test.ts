/** Quantities against known bodies, and unchanged by turning, moving and changing sides. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { CadMesh, CadModel, CadNode, Surface } from "../../../shared/model/cad.ts";
import type { Vector } from "../camera/orbit.ts";
import { boxMesh, cylinderMesh, translation, turned } from "../testing/generated-assembly.ts";
import { bodySize } from "./body.ts";
import { resolveTarget, type Entity, type Target } from "./entity.ts";
import { multiply, type Matrix } from "./placement.ts";
import { quantitiesOf } from "./quantities.ts";
import type { Quantity, QuantityKind } from "./quantity.ts";
import { deltaOf } from "./relations.ts";

/** A block of 20 × 10 × 5 at the origin, the same 30 higher, and a pin of radius 3 at x = 40 and one at 40, 30. */
function model(base: Matrix = translation(0, 0, 0)): CadModel {
  const node = (part: number, occurrence: string, transform: Matrix): CadNode => ({
    parent: 0,
    part,
    occurrence,
    path: `a/${occurrence}`,
    transform,
  });
  return {
    schema: "test",
    parts: [
      { number: "A", name: "A" },
      { number: "BLOCK", name: "Block", mesh: boxMesh(20, 10, 5) },
      { number: "PIN", name: "Pin", mesh: cylinderMesh(3, 10, 48) },
    ],
    nodes: [
      { parent: -1, part: 0, occurrence: "a", path: "a", transform: base },
      node(1, "low", translation(0, 0, 0)),
      node(1, "high", translation(0, 0, 30)),
      node(2, "one", translation(40, 0, 0)),
      node(2, "two", translation(40, 30, 0)),
      // On its side: the axis along y.
      node(2, "lying", multiply(translation(80, 0, 0), [1, 0, 0, 0, 0, 0, -1, 0, 0, 1, 0, 0, 0, 0, 0, 1])),
    ],
    problems: [],
  };
}

const target = (kind: Target["kind"], path: string, index: number, at: Vector): Target => ({
  kind,
  path: `a/${path}`,
  index,
  at,
});
const TOP: Vector = [1, 1, 5];
const lowTop = target("face", "low", 5, TOP);
const highBottom = target("face", "high", 4, [2, 2, 0]);
const lowSide = target("face", "low", 1, [10, 0, 2]);
const pinOne = target("face", "one", 0, [3, 0, 4]);
const pinTwo = target("face", "two", 0, [-3, 0, 6]);
const lying = target("face", "lying", 0, [3, 0, 5]);

function entities(of: CadModel, targets: readonly Target[]): readonly Entity[] {
  return targets.map((one) => {
    const found = resolveTarget(of, one);
    if (found === undefined) throw new Error(`nothing at ${one.path}`);
    return found;
  });
}

function measured(targets: readonly Target[], of = model()): ReadonlyMap<QuantityKind, Quantity> {
  return new Map(quantitiesOf(of, entities(of, targets)).map((quantity) => [quantity.kind, quantity]));
}

const value = (targets: readonly Target[], kind: QuantityKind, of = model()): number =>
  measured(targets, of).get(kind)?.values[0] ?? NaN;

test("two parallel planes: their distance, with its way along each axis, and no angle", () => {
  const found = measured([lowTop, highBottom]);
  const distance = found.get("distance");
  expect(distance).toMatchObject({ values: [25], basis: "exact" });
  expect(distance === undefined ? undefined : deltaOf(distance)).toEqual([0, 0, 25]);
  expect(found.get("angle")?.values[0]).toBeCloseTo(0, 12);
});

test("two planes at an angle have the angle, and no distance", () => {
  const found = measured([lowTop, lowSide]);
  expect(found.get("angle")?.values[0]).toBeCloseTo(90, 12);
  expect(found.has("distance")).toBe(false);
});

test("two holes: the distance of their axes; a hole and a plane beside it", () => {
  expect(value([pinOne, pinTwo], "axis-distance")).toBeCloseTo(30, 12);
  expect(value([lowSide, pinOne], "axis-distance")).toBeCloseTo(30, 12);
  expect(value([pinOne, lying], "angle")).toBeCloseTo(90, 12);
  expect(value([pinOne, lying], "axis-distance")).toBeCloseTo(40, 12);
});

test("a round face: diameter, radius and area are those of its surface", () => {
  const found = measured([pinOne]);
  expect(found.get("diameter")).toMatchObject({ values: [6], basis: "exact" });
  expect(found.get("radius")).toMatchObject({ values: [3], basis: "exact" });
  const area = found.get("area");
  expect(area?.basis).toBe("exact");
  expect(area?.values[0]).toBeCloseTo(2 * Math.PI * 3 * 10, 3);
  const body = measured([target("node", "one", 0, [3, 0, 4])]);
  expect(body.get("volume")?.basis).toBe("exact");
  expect(body.get("volume")?.values[0]).toBeCloseTo(Math.PI * 9 * 10, 3);
  expect(body.get("area")?.basis).toBe("exact");
  expect(body.get("area")?.values[0]).toBeCloseTo(2 * Math.PI * 3 * (3 + 10), 3);
  // Turned by an angle that none of its 48 corners has, it is as wide as it is.
  const box = measured([target("node", "one", 0, [3, 0, 4])], model(turned(0.123, 0, 0, 0))).get("box");
  expect(box?.basis).toBe("exact");
  expect(box?.values.map((size) => Number(size.toFixed(4)))).toEqual([6, 6, 10]);
});

test("a round face of another kind, scaled or not, has the area of its triangles", () => {
  const pin = cylinderMesh(3, 10, 48);
  const faces = pin.faces.map((face) => ({ ...face, surface: { kind: "other" } as const }));
  const free: CadModel = {
    ...model(),
    parts: model().parts.map((part) => (part.number === "PIN" ? { ...part, mesh: { ...pin, faces } } : part)),
  };
  const area = measured([pinOne], free).get("area");
  expect(area?.basis).toBe("mesh");
  // 48 chords instead of a circle.
  expect(area?.values[0]).toBeCloseTo(48 * 2 * 3 * Math.sin(Math.PI / 48) * 10, 3);
  const flat = model([2, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]);
  const body = measured([target("node", "one", 0, [3, 0, 4])], flat);
  expect(body.get("area")?.basis).toBe("mesh");
  // A volume is as exact as before, twice as large.
  expect(body.get("volume")?.basis).toBe("exact");
  expect(body.get("volume")?.values[0]).toBeCloseTo(2 * Math.PI * 9 * 10, 2);
});

test("of an assembly of very many triangles as these are, of each of its parts by its surfaces", () => {
  const many = 14_000;
  const parts = [1, 2, 3].map((radius) => ({
    number: `P${radius}`,
    name: "Pin",
    mesh: cylinderMesh(radius, 10, many),
  }));
  const large: CadModel = {
    ...model(),
    parts: [{ number: "A", name: "A" }, ...parts],
    nodes: [
      { parent: -1, part: 0, occurrence: "a", path: "a", transform: translation(0, 0, 0) },
      ...parts.map((_, at) => ({
        parent: 0,
        part: at + 1,
        occurrence: `${at}`,
        path: `a/${at}`,
        transform: translation(at * 10, 0, 0),
      })),
    ],
  };
  const exact = { area: "exact", volume: "exact", box: "exact" };
  const mesh = { area: "mesh", volume: "mesh", box: "mesh" };
  expect([0, 1, 3].map((node) => bodySize(large, node).basis)).toEqual([mesh, exact, exact]);
  // Occurrences of one mesh are worked out once.
  const alike = { ...large, nodes: large.nodes.map((node, at) => (at > 0 ? { ...node, part: 1 } : node)) };
  expect(bodySize(alike, 0).basis).toEqual(exact);
});

test("edges: length of a straight one, radius, centre and arc of a rim", () => {
  const edge = measured([target("edge", "low", 0, [0, -5, 0])]);
  expect(edge.get("length")).toMatchObject({ values: [20], basis: "exact" });
  const rim = measured([target("edge", "one", 0, [3, 0, 0])]);
  expect(rim.get("diameter")?.values[0]).toBeCloseTo(6, 12);
  expect(rim.get("length")?.values[0]).toBeCloseTo(6 * Math.PI, 4);
  expect(rim.get("point")?.values.map((coordinate) => Number(coordinate.toFixed(9)))).toEqual([40, 0, 0]);
});

test("corners: coordinates of one, distance of two", () => {
  const one = target("corner", "low", 0, [-10, -5, 0]);
  const other = target("corner", "high", 7, [10, 5, 5]);
  expect(measured([one]).get("point")?.values).toEqual([-10, -5, 0]);
  const distance = measured([one, other]).get("distance");
  expect(distance?.values[0]).toBeCloseTo(Math.hypot(20, 10, 35), 9);
});

test("a whole part: volume, area and the box around it", () => {
  const found = measured([target("node", "low", 0, TOP)]);
  expect(found.get("volume")?.values[0]).toBeCloseTo(1_000, 6);
  expect(found.get("area")?.values[0]).toBeCloseTo(2 * (200 + 100 + 50), 6);
  expect(found.get("box")?.values).toEqual([20, 10, 5]);
  expect(found.get("box")?.lines).toHaveLength(12);
});

test("an open shell has an area and holds nothing", () => {
  const whole = boxMesh(2, 2, 2);
  const open: CadMesh = { ...whole, indices: whole.indices.slice(0, -6), faces: whole.faces.slice(0, -1) };
  const of: CadModel = {
    ...model(),
    parts: [{ number: "A", name: "A", mesh: open }],
    nodes: model().nodes.slice(0, 1),
  };
  const found = measured([{ kind: "node", path: "a", index: 0, at: [0, 0, 0] }], of);
  expect(found.has("volume")).toBe(false);
  expect(found.get("area")?.values[0]).toBeCloseTo(20, 6);
});

test("a scaled occurrence is measured at its size; one scaled unevenly by its triangles alone", () => {
  const twice = model([2, 0, 0, 0, 0, 2, 0, 0, 0, 0, 2, 0, 0, 0, 0, 1]);
  expect(value([pinOne], "diameter", twice)).toBeCloseTo(12, 12);
  expect(value([target("node", "low", 0, TOP)], "volume", twice)).toBeCloseTo(8_000, 5);
  const flat = model([2, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]);
  expect(measured([pinOne], flat).has("diameter")).toBe(false);
  expect(value([target("node", "low", 0, TOP)], "volume", flat)).toBeCloseTo(2_000, 5);
});

test("another export: the face is found again by its place, or it is gone", () => {
  const of = model();
  expect(resolveTarget(of, { ...lowTop, index: 99 })?.target.index).toBe(5);
  expect(resolveTarget(of, { ...lowTop, at: [1, 1, 9] })).toBeUndefined();
  expect(resolveTarget(of, { ...lowTop, path: "a/gone" })).toBeUndefined();
  expect(resolveTarget(of, target("corner", "low", 99, [-10, -5, 0]))?.shape).toMatchObject({
    kind: "point",
  });
  expect(resolveTarget(of, target("edge", "low", 0, [0, 0, 99]))).toBeUndefined();
});

test("spheres, cones and tori from their surfaces", () => {
  const withSurface = (surface: Surface): CadModel => {
    const mesh = cylinderMesh(3, 10, 48);
    const faces = mesh.faces.map((face, at) => (at === 0 ? { ...face, surface } : face));
    return {
      ...model(),
      parts: model().parts.map((part, at) => (at === 2 ? { ...part, mesh: { ...mesh, faces } } : part)),
    };
  };
  const axis: Vector = [0, 0, 1];
  const origin: Vector = [0, 0, 0];
  const sphere = withSurface({ kind: "sphere", origin, radius: 4 });
  expect(value([pinOne], "diameter", sphere)).toBe(8);
  expect(value([lowSide, pinOne], "centre-distance", sphere)).toBeCloseTo(30, 12);
  expect(value([pinOne, pinTwo], "centre-distance", sphere)).toBeCloseTo(30, 12);
  const cone = withSurface({ kind: "cone", origin, axis, radius: 4, semiAngle: Math.PI / 6 });
  expect(value([pinOne], "cone-angle", cone)).toBeCloseTo(60, 12);
  const torus = withSurface({ kind: "torus", origin, axis, radius: 7, minorRadius: 2 });
  expect(value([pinOne], "radius", torus)).toBe(7);
  expect(value([pinOne], "minor-radius", torus)).toBe(2);
});

test("what is measured does not depend on where the model stands, nor on which comes first", () => {
  const angle = fc.double({ min: -Math.PI, max: Math.PI, noNaN: true });
  const shift = fc.double({ min: -500, max: 500, noNaN: true });
  const pool: readonly Target[] = [
    lowTop,
    highBottom,
    lowSide,
    pinOne,
    pinTwo,
    lying,
    target("edge", "low", 0, [0, -5, 0]),
    target("edge", "one", 0, [3, 0, 0]),
    target("corner", "high", 0, [-10, -5, 0]),
    target("node", "two", 0, [0, 0, 0]),
  ];
  const index = fc.integer({ min: 0, max: pool.length - 1 });
  fc.assert(
    fc.property(index, index, angle, angle, fc.tuple(shift, shift, shift), (i, j, about, tilt, [x, y, z]) => {
      const chosen = i === j ? [pool[i]] : [pool[i], pool[j]];
      const targets = chosen.filter((one) => one !== undefined);
      const tip: Matrix = [
        1,
        0,
        0,
        0,
        0,
        Math.cos(tilt),
        Math.sin(tilt),
        0,
        0,
        -Math.sin(tilt),
        Math.cos(tilt),
        0,
        0,
        0,
        0,
        1,
      ];
      const moved = model(multiply(turned(about, x, y, z), tip));
      const here = measured(targets);
      const there = measured(targets, moved);
      const back = measured(targets.toReversed());
      expect([...there.keys()]).toEqual([...here.keys()]);
      expect([...back.keys()].toSorted()).toEqual([...here.keys()].toSorted());
      for (const [kind, { values }] of here) {
        // A point has other coordinates, and its box another size, in another place.
        if (kind === "point" || kind === "box") continue;
        expect(there.get(kind)?.values[0]).toBeCloseTo(values[0] ?? NaN, 6);
        expect(back.get(kind)?.values[0]).toBeCloseTo(values[0] ?? NaN, 9);
      }
    }),
    { seed: 2026, numRuns: 300 },
  );
});
