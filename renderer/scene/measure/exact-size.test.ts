/** Areas and volumes of coarse meshes against sizes that are known without them. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { CadMesh, Surface } from "../../../shared/model/cad.ts";
import { boxMesh, turned } from "../testing/generated-assembly.ts";
import { turnedMesh, turnedSize, type Piece, type Spot } from "../testing/turned-mesh.ts";
import { ownSize } from "./body.ts";
import { exactSizeOf } from "./exact-size.ts";
import { moveDirection, movePoint, multiply, type Matrix } from "./placement.ts";

const line = (from: Spot, to: Spot): Piece => ({ kind: "line", from, to });
/** A quarter round from one place to the next, bulging to the right of the way: out, where it goes up. */
function corner(from: Spot, by: number, outwards: boolean): readonly [Piece, Spot] {
  const to: Spot = [from[0] + (outwards ? by : -by), from[1] + by];
  const centre: Spot = outwards ? [from[0], to[1]] : [to[0], from[1]];
  const start = outwards ? -Math.PI / 2 : 0;
  return [{ kind: "arc", centre, radius: by, start, by: Math.PI / 2 }, to];
}

/** The whole of it turned and moved, its surfaces too. */
function moved(mesh: CadMesh, matrix: Matrix): CadMesh {
  const positions = mesh.positions.slice();
  for (let at = 0; at < positions.length; at += 3) {
    const [x = 0, y = 0, z = 0] = positions.subarray(at, at + 3);
    positions.set(movePoint(matrix, [x, y, z]), at);
  }
  const faces = mesh.faces.map(({ surface, ...rest }) => {
    if (surface?.origin === undefined || surface.axis === undefined) return rest;
    const origin = movePoint(matrix, surface.origin);
    return { ...rest, surface: { ...surface, origin, axis: moveDirection(matrix, surface.axis) } };
  });
  return { ...mesh, positions, faces };
}

/** A stepped, coned, rounded pin from the axis to the axis, bored through or not. */
const profiles = fc
  .record({
    steps: fc.array(
      fc.record({
        kind: fc.constantFrom("cylinder", "cone", "round", "hollow"),
        size: fc.double({ min: 0.5, max: 4, noNaN: true }),
        out: fc.boolean(),
      }),
      { minLength: 1, maxLength: 5 },
    ),
    begin: fc.constantFrom("flat", "tip", "ball"),
    bore: fc.boolean(),
  })
  .map(({ steps, begin, bore }) => {
    const pieces: Piece[] = [];
    const inner = 2;
    let at: Spot = [24, 0];
    if (bore) pieces.push(line([inner, 0], at));
    else if (begin === "flat") pieces.push(line([0, 0], at));
    else if (begin === "tip") pieces.push(line([0, -7], at));
    else
      pieces.push({
        kind: "arc",
        centre: [0, 10],
        radius: 26,
        start: -Math.PI / 2,
        by: Math.PI / 2 - Math.atan2(10, 24),
      });
    for (const { kind, size, out } of steps) {
      const sign = out ? 1 : -1;
      if (kind === "cylinder" || kind === "cone") {
        const to: Spot = [at[0] + (kind === "cone" ? sign * size : 0), at[1] + size * 2];
        pieces.push(line(at, to));
        at = to;
      } else {
        const [piece, to] = corner(at, size, kind === "round" ? out : !out);
        pieces.push(piece);
        at = to;
      }
    }
    const top = at[1];
    if (bore) pieces.push(line(at, [inner, top]), line([inner, top], [inner, 0]));
    else pieces.push(line(at, [0, top]));
    return pieces;
  });

describe("turned bodies", () => {
  test("volume and the area of each face are those of the surfaces, however coarse the triangles are and however it lies", () => {
    fc.assert(
      fc.property(
        profiles,
        fc.integer({ min: 7, max: 40 }),
        fc.integer({ min: 2, max: 6 }),
        fc.double({ min: 0, max: 6, noNaN: true }),
        fc.double({ min: -300, max: 300, noNaN: true }),
        (profile, segments, steps, angle, off) => {
          const matrix = multiply(
            turned(angle, off, -off / 2, 40),
            [0, 0, 1, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1],
          );
          const mesh = moved(turnedMesh(profile, { segments, steps }), matrix);
          const wanted = turnedSize(profile);
          const { volume = NaN, areas } = exactSizeOf(mesh);
          expect(Math.abs(volume / wanted.volume - 1)).toBeLessThan(2e-5);
          wanted.areas.forEach((area, face) =>
            expect(Math.abs((areas[face] ?? NaN) / area - 1)).toBeLessThan(2e-5),
          );
        },
      ),
      { seed: 20261127, numRuns: 300 },
    );
  });

  test("a sector of a ball has its poles on its rim; a bend of a pipe closes around itself", () => {
    const ball: Piece[] = [{ kind: "arc", centre: [0, 0], radius: 10, start: -Math.PI / 2, by: Math.PI }];
    const sector = exactSizeOf(turnedMesh(ball, { segments: 5, steps: 9, angle: 2 }));
    expect(sector.areas[0]).toBeCloseTo(2 * 2 * 100, 2);
    expect(sector.volume).toBeCloseTo((2 / 3) * 2 * 1000, 1);
    const bend = exactSizeOf(
      turnedMesh([{ kind: "arc", centre: [30, 0], radius: 4, start: 0, by: 2 * Math.PI }], {
        segments: 4,
        steps: 12,
        angle: 1.5,
      }),
    );
    expect(bend.volume).toBeCloseTo(Math.PI * 16 * 30 * 1.5, 1);
    expect(bend.areas[0]).toBeCloseTo(2 * Math.PI * 4 * 30 * 1.5, 1);
    expect(bend.areas[1]).toBeCloseTo(Math.PI * 16, 3);
  });

  test("a whole ball has no rim, a whole ring closes both ways: the one has a formula here, the other none", () => {
    const ball: Piece = { kind: "arc", centre: [0, 0], radius: 10, start: -Math.PI / 2, by: Math.PI };
    expect(exactSizeOf(turnedMesh([ball], { segments: 9, steps: 6 })).volume).toBeCloseTo(
      (4 / 3) * Math.PI * 1000,
      1,
    );
    const ring: Piece = { kind: "arc", centre: [30, 0], radius: 4, start: 0, by: 2 * Math.PI };
    const { volume, areas } = exactSizeOf(turnedMesh([ring], { segments: 9, steps: 9 }));
    expect([volume, ...areas]).toEqual([undefined, undefined]);
  });
});

type Corners = readonly (readonly [number, number, number])[];

/** Of triangles as corners, one face after another. */
function meshOf(...faces: readonly (readonly [Surface, ...Corners])[]): CadMesh {
  const positions = Float32Array.from(faces.flatMap(([, ...corners]) => corners.flat()));
  let first = 0;
  return {
    positions,
    normals: new Float32Array(positions.length),
    indices: Uint32Array.from({ length: positions.length / 3 }, (_, at) => at),
    edges: new Float32Array(0),
    faces: faces.map(([surface, ...corners]) => {
      const face = { first, count: corners.length / 3, surface };
      first += face.count;
      return face;
    }),
  };
}

function joined(a: CadMesh, b: CadMesh): CadMesh {
  const [vertices, triangles] = [a.positions.length / 3, a.indices.length / 3];
  return {
    ...a,
    positions: Float32Array.from([...a.positions, ...b.positions]),
    normals: new Float32Array(a.normals.length + b.normals.length),
    indices: Uint32Array.from([...a.indices, ...b.indices.map((index) => index + vertices)]),
    faces: [...a.faces, ...b.faces.map((face) => ({ ...face, first: face.first + triangles }))],
  };
}

describe("what a formula would get wrong", () => {
  const turnOf = (at: number, of: number): number => (2 * Math.PI * at) / of;

  test("a cap of a ball whose pole is in the middle of a triangle, not at a corner", () => {
    const on = (rise: number, at: number): [number, number, number] => [
      10 * Math.cos(rise) * Math.cos(turnOf(at, 12)),
      10 * Math.cos(rise) * Math.sin(turnOf(at, 12)),
      10 * Math.sin(rise),
    ];
    // At this height the formula without its pole gives 0.48 of what is 0.52.
    const [low, high] = [Math.asin(0.48), 1.35];
    const corners = Array.from({ length: 12 }, (_, at) => [
      on(low, at),
      on(low, at + 1),
      on(high, at + 1),
      on(low, at),
      on(high, at + 1),
      on(high, at),
      ...(at > 0 && at < 11 ? [on(high, 0), on(high, at), on(high, at + 1)] : []),
    ]).flat();
    const ball: Surface = { kind: "sphere", origin: [0, 0, 0], axis: [0, 0, 1], radius: 10 };
    expect(exactSizeOf(meshOf([ball, ...corners])).areas).toEqual([undefined]);
  });

  test("a round face some triangles of which are inside out", () => {
    const tube = turnedMesh([line([5, 0], [5, 8])], { segments: 24, steps: 1 });
    expect(exactSizeOf(tube).areas[0]).toBeCloseTo(2 * Math.PI * 5 * 8, 3);
    const indices = tube.indices.slice();
    indices.subarray(0, 6).reverse();
    expect(exactSizeOf({ ...tube, indices }).areas).toEqual([undefined]);
  });

  test("one chord for a curve that only begins and ends where an arc would", () => {
    const at = (angle: number, height: number): [number, number, number] => [
      10 * Math.cos(angle),
      10 * Math.sin(angle),
      height,
    ];
    const [a, b, c, d] = [at(-0.2, 0), at(0.2, 0), at(0.2, 5), at(-0.2, 5)];
    const tube: Surface = { kind: "cylinder", origin: [0, 0, 0], axis: [0, 0, 1], radius: 10 };
    const bored = (along: number): Surface => {
      const radius = Math.hypot(a[1], along);
      return { kind: "cylinder", origin: [0, 0, -along], axis: [1, 0, 0], radius };
    };
    const under: Corners = [b, a, [12, 0, bored(6).radius ?? 0]];
    const { areas } = exactSizeOf(meshOf([tube, a, b, c, a, c, d], [bored(6), ...under]));
    expect(areas[0]).toBeUndefined();
    const flat: Surface = { kind: "plane", origin: [0, 0, 0], axis: [0, 0, 1] };
    const plain = exactSizeOf(meshOf([tube, a, b, c, a, c, d], [flat, b, a, [12, 0, 0]]));
    expect(plain.areas[0]).toBeCloseTo(0.4 * 10 * 5, 3);
    const free = exactSizeOf(meshOf([tube, a, b, c, a, c, d], [{ kind: "other" }, b, a, [12, 0, 0]]));
    expect(free.areas[0]).toBeUndefined();
  });

  test("a thin pin of a large part, off its surface by less than large surfaces are allowed to be", () => {
    const pin = (radius: number): CadMesh => {
      const mesh = turnedMesh([line([0.5, 0], [0.5, 8])], { segments: 24, steps: 1 });
      const faces = mesh.faces.map(({ surface, ...rest }) => ({ ...rest, surface: { ...surface, radius } }));
      return joined({ ...mesh, faces } as CadMesh, boxMesh(1500, 1500, 1500));
    };
    expect(exactSizeOf(pin(0.5)).areas[0]).toBeCloseTo(Math.PI * 8, 3);
    expect(exactSizeOf(pin(0.505)).areas[0]).toBeUndefined();
  });

  test("a part so far from the origin that its corners are rounded, or that its surfaces can't be told", () => {
    const pin = [line([0, 0], [5, 0]), line([5, 0], [5, 8]), line([5, 8], [0, 8])];
    const away = (off: number): CadMesh =>
      moved(turnedMesh(pin, { segments: 12, steps: 1 }), turned(0.3, off, off, off));
    expect(exactSizeOf(away(1e5))).toMatchObject({ areas: [undefined, undefined, undefined] });
    expect(exactSizeOf(away(1e5))).toMatchObject({ volume: undefined, hasBox: false });
    // Of a box all of the rounding counts.
    const block = moved(boxMesh(60, 60, 60), turned(0.3, 1e5, 1e5, 1e5));
    expect(exactSizeOf(block).hasBox).toBe(false);
    const near = away(1000);
    expect(exactSizeOf(near).volume).toBeCloseTo(Math.PI * 25 * 8, 0);
    const faces = near.faces.map((face) =>
      face.surface?.kind === "cylinder" ? { ...face, surface: { ...face.surface, radius: 5.01 } } : face,
    );
    expect(exactSizeOf({ ...near, faces }).areas[1]).toBeUndefined();
  });
});

describe("what is not known", () => {
  const pin = [line([0, 0], [5, 0]), line([5, 0], [5, 8]), line([5, 8], [0, 8])];
  const mesh = turnedMesh(pin, { segments: 12, steps: 1 });
  const other = { kind: "other" } as const;
  const nothing = { area: undefined, volume: undefined, hasBox: false };

  test("a block is its triangles", () => {
    const block = boxMesh(20, 10, 5);
    expect(exactSizeOf(block)).toEqual({
      areas: [50, 50, 100, 100, 200, 200].map((area) => expect.closeTo(area, 6) as number),
      area: expect.closeTo(700, 5) as number,
      volume: expect.closeTo(1000, 4) as number,
      hasBox: true,
    });
    expect(ownSize(block).volume).toBeCloseTo(1000, 4);
  });

  test("a free-form face, and planes that end at it, have no formula", () => {
    const faces = mesh.faces.map((face, at) => (at === 1 ? { ...face, surface: other } : face));
    expect(exactSizeOf({ ...mesh, faces })).toEqual({
      areas: [undefined, undefined, undefined],
      ...nothing,
    });
  });

  test("an open mesh has areas of what is whole, and no volume", () => {
    const open = {
      ...mesh,
      indices: mesh.indices.slice(0, mesh.indices.length - 3 * 12),
      faces: mesh.faces.slice(0, 2),
    };
    const { areas, volume } = exactSizeOf(open);
    expect(areas[1]).toBeCloseTo(2 * Math.PI * 5 * 8, 3);
    expect(volume).toBeUndefined();
  });

  test("a mesh of very many triangles is not worked out", () => {
    const fine = turnedMesh(pin, { segments: 15_001, steps: 1 });
    expect(exactSizeOf(fine)).toEqual({ areas: [undefined, undefined, undefined], ...nothing });
  });

  test("triangles that stand off the surface are not taken for it", () => {
    const faces = mesh.faces.map((face) =>
      face.surface?.kind === "cylinder" ? { ...face, surface: { ...face.surface, radius: 5.01 } } : face,
    );
    expect(exactSizeOf({ ...mesh, faces }).areas[1]).toBeUndefined();
  });

  test("a cylinder that is cut askew has no rim that follows it", () => {
    const positions = mesh.positions.slice();
    for (let at = 0; at < positions.length; at += 3)
      if ((positions[at + 2] ?? 0) > 4) positions[at + 2] = 8 + (positions[at] ?? 0) * 0.3;
    const { areas } = exactSizeOf({ ...mesh, positions });
    expect(areas.slice(1)).toEqual([undefined, undefined]);
  });
});
