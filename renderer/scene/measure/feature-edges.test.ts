import { expect, test } from "vitest";
import type { CadMesh } from "../../../shared/model/cad.ts";
import { boxMesh, cylinderMesh } from "../testing/generated-assembly.ts";
import { featureEdgesOf, joinEdges } from "./feature-edges.ts";
import { circleThrough, fitCircle, fitLine } from "./fit-curve.ts";

test("a block has twelve straight edges and eight corners", () => {
  const { edges, corners } = joinEdges(boxMesh(20, 10, 5));
  expect(edges).toHaveLength(12);
  expect(corners).toHaveLength(8);
  for (const { shape, exact, closed } of edges) {
    expect(shape?.kind).toBe("line");
    expect([exact, closed]).toEqual([true, false]);
  }
});

test("a pin has two circles, as exact as its mantle, and no corner", () => {
  const { edges, corners } = joinEdges(cylinderMesh(3, 10, 24));
  expect(corners).toHaveLength(0);
  expect(edges).toHaveLength(2);
  for (const edge of edges) {
    expect(edge).toMatchObject({ closed: true, exact: true, shape: { kind: "circle", radius: 3 } });
    expect(edge.points).toHaveLength(25);
  }
  expect(
    edges.map(({ shape }) => (shape?.kind === "circle" ? shape.centre[2] : NaN)).toSorted((a, b) => a - b),
  ).toEqual([0, 10]);
});

test("without surfaces the circle comes from the points, and says so", () => {
  const mesh = cylinderMesh(3, 10, 24);
  const bare: CadMesh = { ...mesh, faces: mesh.faces.map(({ first, count }) => ({ first, count })) };
  for (const { shape, exact } of joinEdges(bare).edges) {
    expect(exact).toBe(false);
    expect(shape).toMatchObject({ kind: "circle" });
    expect(shape?.kind === "circle" ? shape.radius : NaN).toBeCloseTo(3, 5);
  }
});

test("an edge ends where the face beside it changes, also where it goes on straight", () => {
  const one = boxMesh(10, 10, 10);
  // The same block twice, side by side: their edges meet end to end along x.
  const shifted = Float32Array.from(one.positions, (value, at) => (at % 3 === 0 ? value + 10 : value));
  const edges = Float32Array.from(one.edges, (value, at) => (at % 3 === 0 ? value + 10 : value));
  const joined: CadMesh = {
    positions: Float32Array.of(...one.positions, ...shifted),
    normals: Float32Array.of(...one.normals, ...one.normals),
    indices: Uint32Array.of(...one.indices, ...one.indices.map((index) => index + 24)),
    faces: [...one.faces, ...one.faces.map((face) => ({ ...face, first: face.first + 12 }))],
    edges: Float32Array.of(...one.edges, ...edges),
  };
  const lengths = joinEdges(joined).edges.map(({ points }) => points.length);
  expect(Math.max(...lengths)).toBe(2);
});

test("curves that touch an edge are beside it: it does not end there", () => {
  const mesh = cylinderMesh(3, 10, 24);
  const outwards = [0, 1].flatMap((at) => {
    const [x = 0, y = 0, z = 0] = mesh.edges.subarray(at * 3, at * 3 + 3);
    return [x, y, z, x * 2, y * 2, z];
  });
  const { edges } = joinEdges({
    ...mesh,
    edges: Float32Array.of(...mesh.edges, ...outwards),
    curves: [{ count: 2 }],
  });
  expect(edges.map(({ closed, exact, points }) => [closed, exact, points.length])).toEqual(
    expect.arrayContaining([
      [true, true, 25],
      [true, true, 25],
      [false, false, 2],
      [false, false, 2],
    ]),
  );
  expect(edges).toHaveLength(4);
});

test("very many lines may meet in one point", () => {
  const count = 100_000;
  const edges = new Float32Array(count * 6);
  for (let at = 0; at < count; at++) edges.set([Math.cos(at), Math.sin(at), at], at * 6 + 3);
  const star = { ...boxMesh(1, 1, 1), edges };
  expect(joinEdges(star).edges).toHaveLength(count);
});

test("a mesh is asked once, and one without edges has none", () => {
  const mesh = boxMesh(1, 1, 1);
  expect(featureEdgesOf(mesh)).toBe(featureEdgesOf(mesh));
  expect(joinEdges({ ...mesh, edges: new Float32Array() })).toEqual({ edges: [], corners: [] });
});

test("lines and circles are told apart by their points", () => {
  const arc = [0, 0.3, 0.6, 0.9].map((angle) => [Math.cos(angle) * 5, Math.sin(angle) * 5, 2] as const);
  expect(fitLine(arc, 1e-6)).toBeUndefined();
  const circle = fitCircle(arc, 1e-9);
  expect(circle?.radius).toBeCloseTo(5, 12);
  expect(circle?.centre[2]).toBeCloseTo(2, 12);
  expect(fitCircle(arc.slice(0, 3), 1e-6)).toBeUndefined();
  const [a, b, c, d] = arc;
  if (a === undefined || b === undefined || c === undefined || d === undefined) throw new Error("no arc");
  expect(fitCircle([a, b, [c[0], c[1], 2.1], d], 1e-3)).toBeUndefined();
  expect(circleThrough([0, 0, 0], [1, 0, 0], [2, 0, 0])).toBeUndefined();
  expect(
    fitLine(
      [
        [0, 0, 0],
        [1, 1e-7, 0],
        [2, 0, 0],
      ],
      1e-6,
    ),
  ).toMatchObject({ kind: "line" });
});
