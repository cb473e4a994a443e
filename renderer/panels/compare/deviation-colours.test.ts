import { expect, test } from "vitest";
import { measureDeviations, type Deviations } from "../../../shared/compare/deviations.ts";
import { placeModel } from "../../../shared/compare/placed-model.ts";
import { modelOfMesh, plate, skin } from "../../../shared/compare/regions/testing.ts";
import type { CadModel } from "../../../shared/model/cad.ts";
import { LESS_MORE, VIRIDIS } from "../../state/colour-ramps.ts";
import {
  bandOf,
  BANDS,
  deviatedSide,
  deviationColours,
  largestDeviations,
  scaleOfDeviations,
} from "./deviation-colours.ts";

const TOKENS = { muted: "#808080" };
const bumped = (height: number) =>
  skin(40, 2, (x, y) => height * Math.exp(-((x - 20) ** 2 + (y - 20) ** 2) / 20));
const older = modelOfMesh(bumped(0));
const newer = modelOfMesh(bumped(2));
const measured = measureDeviations(older, newer, 0.01);

test("bands go from the tolerance to the largest deviation, and below it is the same", () => {
  const scale = { from: 0.5, to: 4.5, signed: false };
  expect([0, 0.5, NaN].map((each) => bandOf(each, scale))).toEqual([0, 0, 0]);
  expect([0.51, 2.5 - 1e-9, 2.5, 4.5, 9].map((each) => bandOf(each, scale))).toEqual([
    1,
    BANDS / 2,
    BANDS / 2 + 1,
    BANDS,
    BANDS,
  ]);
  // Where nothing is off there is no scale.
  expect(bandOf(1, { from: 0.5, to: 0.5, signed: false })).toBe(0);
  expect(scaleOfDeviations(measured).to).toBeCloseTo(2, 6);
});

test("a body drawn by bands has the same pieces, each in the band of its distance", () => {
  const scale = scaleOfDeviations(measured);
  const [own] = measured.after;
  const side = deviatedSide(placeModel(newer), measured.after, scale);
  const mesh = side.placed.model.parts[0]?.mesh;
  if (own === undefined || mesh === undefined) throw new Error("no body");
  const bands = side.bands.get(0) ?? [];
  expect(bands).toEqual([...bands].sort((a, b) => a - b));
  expect(mesh.faces).toHaveLength(bands.length);
  const keyOf = (indices: Uint32Array, piece: number): string =>
    indices.subarray(piece * 3, piece * 3 + 3).join(" ");
  const distanceOf = new Map(Array.from(own.distances, (each, piece) => [keyOf(own.indices, piece), each]));
  let drawn = 0;
  mesh.faces.forEach(({ first, count }, face) => {
    for (let piece = first; piece < first + count; piece++, drawn++)
      expect(bandOf(distanceOf.get(keyOf(mesh.indices, piece)) ?? NaN, scale)).toBe(bands[face]);
  });
  expect(drawn).toBe(own.distances.length);
  expect(mesh.positions.length).toBe((newer.parts[0]?.mesh?.positions.length ?? 0) + own.positions.length);
});

test("curves of a body stay curves", () => {
  const [part] = newer.parts;
  if (part?.mesh === undefined) throw new Error("no body");
  const edges = Float32Array.of(0, 0, 9, 1, 0, 9);
  const curves = [{ count: 1, colour: [1, 0, 0, 1] as const }];
  const lined = { ...newer, parts: [{ ...part, mesh: { ...part.mesh, edges, curves } }] };
  const { placed } = deviatedSide(placeModel(lined), measured.after, scaleOfDeviations(measured));
  expect(placed.model.parts[0]?.mesh).toMatchObject({ edges, curves });
});

test("what is the same is neutral, what is off has its place on the ramp, and what was not measured is a ghost", () => {
  const [part] = newer.parts;
  const [node] = newer.nodes;
  if (part === undefined || node === undefined) throw new Error("no model");
  // The body twice, and an exact part beside it.
  const model: CadModel = {
    ...newer,
    parts: [part, { ...part, number: "Q" }, { number: "R", name: "" }],
    nodes: [
      { ...node, part: 2 },
      ...[0, 0, 1].map((of, at) => ({ ...node, parent: 0, part: of, occurrence: `${at}`, path: `${at}` })),
    ],
  };
  const side = deviatedSide(placeModel(model), measured.after, scaleOfDeviations(measured));
  const { nodes, faces, ghosted } = deviationColours(side, VIRIDIS, TOKENS);
  expect([...ghosted]).toEqual([3]);
  expect(Array.from(nodes.subarray(0, 4))).toEqual([128 / 255, 128 / 255, 128 / 255, 1].map(Math.fround));
  const off = (side.bands.get(0) ?? []).filter((band) => band > 0).length;
  expect(off).toBeGreaterThan(5);
  expect(Array.from(faces?.nodes ?? [])).toEqual([
    ...Array.from({ length: off }, () => 1),
    ...Array.from({ length: off }, () => 2),
  ]);
  // Grey is no face of its own.
  expect(Array.from(faces?.faces ?? [])).not.toContain(side.bands.get(0)?.indexOf(0));
  const [first, last] = [faces?.colours.slice(0, 3), faces?.colours.slice(off * 4 - 4, off * 4 - 1)];
  // From the ramp's dark blue to its yellow.
  expect((first?.[2] ?? 0) > (first?.[1] ?? 1)).toBe(true);
  expect((last?.[0] ?? 0) > 0.9 && (last?.[2] ?? 1) < 0.3).toBe(true);
});

test("of closed bodies less material has bands of its own, red, and more is blue; of a sheet nothing is told", () => {
  const scale = { from: 0.5, to: 4.5, signed: true };
  expect([1, -1, 0].map((sign) => bandOf(9, scale, sign))).toEqual([BANDS, 2 * BANDS, BANDS]);
  expect(bandOf(0.2, scale, -1)).toBe(0);
  expect(bandOf(9, { ...scale, signed: false }, -1)).toBe(BANDS);
  expect(scaleOfDeviations(measured).signed).toBe(false);
  const drilled = modelOfMesh(plate({ holes: [{ x: 60, y: 40, radius: 8 }] }));
  const whole = modelOfMesh(plate({}));
  for (const [before, after, isMore] of [
    [drilled, whole, true],
    [whole, drilled, false],
  ] as const) {
    const own = measureDeviations(before, after, 0.01);
    expect(scaleOfDeviations(own).signed).toBe(true);
    expect(largestDeviations(own)[0]?.sign).toBe(isMore ? 1 : -1);
    for (const [model, parts] of [
      [before, own.before],
      [after, own.after],
    ] as const) {
      const side = deviatedSide(placeModel(model), parts, scaleOfDeviations(own));
      const { faces } = deviationColours(side, LESS_MORE, TOKENS);
      const colours = faces?.colours ?? new Float32Array();
      expect(colours.length).toBeGreaterThan(0);
      for (let at = 0; at < colours.length; at += 4)
        expect(Math.sign((colours[at + 2] ?? 0) - (colours[at] ?? 0))).toBe(isMore ? 1 : -1);
    }
  }
});

test("of each pair the farther side is named, the farthest pair first, and not what is within the tolerance", () => {
  const empty = {
    positions: new Float32Array(),
    normals: new Float32Array(),
    indices: new Uint32Array(),
    distances: new Float32Array(),
  };
  const of = (part: number, distance: number) => ({
    part,
    ...empty,
    largest: { distance, at: [1, 2, part] as const },
  });
  const deviations: Deviations = {
    before: [of(0, 0.4), of(1, 3), of(2, 0.05)],
    after: [of(5, 0.9), of(6, 2), of(7, 0.1)],
    tolerance: 0.1,
  };
  expect(largestDeviations(deviations)).toEqual([
    { side: "before", part: 1, distance: 3, at: [1, 2, 1] },
    { side: "after", part: 5, distance: 0.9, at: [1, 2, 5] },
  ]);
});
