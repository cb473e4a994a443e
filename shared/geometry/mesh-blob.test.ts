import fc from "fast-check";
import { expect, test } from "vitest";
import { SURFACE_KINDS, type CadMesh, type CadModel, type CadNode, type Colour } from "../model/cad.ts";
import { Failure } from "../rpc/failure.ts";
import { decodeModel, encodeModel } from "./mesh-blob.ts";

const SEED = 20261125;
const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
const float = fc.float({ noNaN: true, noDefaultInfinity: true });
const share = fc.double({ min: 0, max: 1, noNaN: true }).map((value) => value + 0);
const colour = fc.tuple(share, share, share, share) as fc.Arbitrary<Colour>;
const vector = fc.tuple(finite, finite, finite);
const optional = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined });
const present = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)) as T;

const surface = fc
  .record({
    kind: fc.constantFrom(...SURFACE_KINDS),
    origin: optional(vector),
    axis: optional(vector),
    radius: optional(finite),
    minorRadius: optional(finite),
    semiAngle: optional(finite),
  })
  .map(present);

const mesh: fc.Arbitrary<CadMesh> = fc
  .record({
    vertices: fc.integer({ min: 1, max: 9 }),
    counts: fc.array(fc.nat({ max: 3 }), { maxLength: 5 }),
  })
  .chain(({ vertices, counts }) => {
    const triangles = counts.reduce((sum, count) => sum + count, 0);
    const floats = (length: number): fc.Arbitrary<Float32Array> =>
      fc.array(float, { minLength: length, maxLength: length }).map((values) => Float32Array.from(values));
    const face = fc.record({
      colour: optional(colour),
      name: optional(fc.string()),
      surface: optional(surface),
    });
    return fc
      .record({
        positions: floats(vertices * 3),
        normals: floats(vertices * 3),
        edges: fc.nat({ max: 3 }).chain((segments) => floats(segments * 6)),
        runs: optional(
          fc.array(fc.record({ count: fc.nat({ max: 2 }), colour: optional(colour) }), { maxLength: 3 }),
        ),
        indices: fc
          .array(fc.nat({ max: vertices - 1 }), { minLength: triangles * 3, maxLength: triangles * 3 })
          .map((values) => Uint32Array.from(values)),
        vertexColours: optional(
          fc
            .uint8Array({ minLength: vertices * 4, maxLength: vertices * 4 })
            .map((values) => Uint8Array.from(values)),
        ),
        coarse: optional(
          fc
            .array(fc.nat({ max: vertices - 1 }), { maxLength: 9 })
            .map((values) => Uint32Array.from(values.slice(0, values.length - (values.length % 3)))),
        ),
        faces: fc.array(face, { minLength: counts.length, maxLength: counts.length }).map((faces) => {
          let first = 0;
          return faces.map((own, at) => {
            const count = counts[at] ?? 0;
            const result = present({ first, count, ...own });
            first += count;
            return result;
          });
        }),
      })
      .map(({ runs, ...own }) => {
        // Runs that there are segments for.
        let left = own.edges.length / 6;
        const curves = runs?.map((run) => {
          const count = Math.min(left, run.count);
          left -= count;
          return present({ ...run, count });
        });
        return present({ ...own, curves });
      });
  }) as fc.Arbitrary<CadMesh>;

const part = fc
  .record({
    number: fc.string(),
    name: fc.string({ unit: "grapheme" }),
    revision: optional(fc.string()),
    colour: optional(colour),
    mesh: optional(mesh),
    hidden: optional(fc.record({ count: fc.nat(), mesh: optional(mesh) }).map(present)),
    problem: optional(fc.string()),
  })
  .map(present);

const model = fc
  .record({
    schema: fc.string(),
    originatingSystem: optional(fc.string()),
    exportedAt: optional(fc.string()),
    parts: fc.array(part, { minLength: 1, maxLength: 4 }),
    problems: fc.array(fc.string(), { maxLength: 3 }),
    remarks: optional(fc.array(fc.string(), { maxLength: 3 })),
    nodes: fc.array(
      fc.record({
        up: fc.nat({ max: 3 }),
        part: fc.nat(),
        occurrence: fc.string(),
        path: optional(fc.string()),
        transform: fc.array(finite, { minLength: 16, maxLength: 16 }),
        colour: optional(colour),
        hidden: optional(fc.constant(true as const)),
        wearsOwn: fc.boolean(),
      }),
      { maxLength: 8 },
    ),
    worn: fc.array(colour, { minLength: 1, maxLength: 3 }),
  })
  .map(({ nodes: seeds, worn, ...rest }) => {
    const nodes: CadNode[] = [];
    // The first faces of each part, which its occurrences share as an importer lets them.
    const faceColours = rest.parts.map(({ mesh: own }) =>
      worn.slice(0, own?.faces.length ?? 0).map((each, face) => ({ face, colour: each })),
    );
    for (const { up, path, wearsOwn, ...seed } of seeds) {
      let parent = nodes.length - 1;
      for (let step = 0; step < up && parent >= 0; step++) parent = nodes[parent]?.parent ?? -1;
      const above = nodes[parent];
      const joined = above === undefined ? seed.occurrence : `${above.path}/${seed.occurrence}`;
      const at = seed.part % rest.parts.length;
      const own = wearsOwn && (faceColours[at]?.length ?? 0) > 0 ? faceColours[at] : undefined;
      nodes.push(
        present({ ...seed, parent, path: path ?? joined, part: at, faceColours: own }) as unknown as CadNode,
      );
    }
    return present({ ...rest, nodes }) as CadModel;
  });

test("a model comes back as it went, from any offset of a buffer", () => {
  fc.assert(
    fc.property(model, fc.nat({ max: 9 }), (original, shift) => {
      const bytes = encodeModel(original);
      expect(decodeModel(bytes.buffer)).toEqual(original);
      const shifted = new Uint8Array(bytes.length + shift);
      shifted.set(bytes, shift);
      expect(decodeModel(shifted.subarray(shift))).toEqual(original);
    }),
    { seed: SEED, numRuns: 300 },
  );
});

test("arrays are views of the bytes, not copies", () => {
  const bytes = encodeModel(triangle());
  const positions = decodeModel(bytes).parts[0]?.mesh?.positions;
  expect(positions?.buffer).toBe(bytes.buffer);
});

test("truncated or altered bytes give a failure or a sound model, never anything else", () => {
  let refused = 0;
  fc.assert(
    fc.property(model, fc.nat(), fc.uint8Array({ maxLength: 8 }), (original, at, noise) => {
      const bytes = encodeModel(original);
      const place = at % bytes.length;
      const altered = bytes.slice();
      altered.set(noise.subarray(0, bytes.length - place), place);
      for (const hostile of [bytes.subarray(0, place), altered]) {
        try {
          for (const { mesh: read } of decodeModel(hostile).parts) checkSound(read);
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(Failure);
          expect((thrown as Failure).kind).toBe("corrupt");
          refused += 1;
        }
      }
    }),
    { seed: SEED, numRuns: 1000 },
  );
  expect(refused).toBeGreaterThan(1000);
});

test("huge counts are refused before anything is allocated", () => {
  const bytes = encodeModel(triangle());
  const text = new TextDecoder().decode(bytes.subarray(16));
  const at = text.indexOf('"triangles":1') + '"triangles":'.length;
  bytes.set(new TextEncoder().encode("9"), 16 + at);
  expect(() => decodeModel(bytes)).toThrow("its sections don't fill it");
  bytes.set(new TextEncoder().encode("-"), 16 + at);
  expect(() => decodeModel(bytes)).toThrow("its head can't be read");
  new DataView(bytes.buffer).setUint32(4, 2, true);
  expect(() => decodeModel(bytes)).toThrow("version 2, expected 1");
});

test("a model that breaks its own promises is not written", () => {
  const sound = triangle();
  const broken = (change: Partial<CadMesh>): CadModel => ({
    ...sound,
    parts: sound.parts.map((own) => ({ ...own, mesh: { ...(own.mesh as CadMesh), ...change } })),
  });
  expect(() => encodeModel(broken({ faces: [] }))).toThrow("faces that don't cover the triangles");
  expect(() => encodeModel(broken({ indices: Uint32Array.of(0, 1, 3) }))).toThrow("past the vertices");
  expect(() => encodeModel(broken({ normals: new Float32Array(3) }))).toThrow("a normal per vertex");
  expect(() => encodeModel(broken({ vertexColours: new Uint8Array(8) }))).toThrow("a colour per vertex");
  expect(() => encodeModel(broken({ edges: Float32Array.of(0, 0, 0, 0, 0, NaN) }))).toThrow("not finite");
});

test("what a part's source says of its faces comes back, and only of faces that are there", () => {
  const model = triangle();
  const said = (face: number): CadModel => ({
    ...model,
    parts: model.parts.map((part) => ({
      ...part,
      characteristics: [{ name: "⌀ 5", kind: "diameter", nominal: 5, uom: "mm", faces: [face] }],
      validation: [{ kind: "volume", stated: [1], drawn: [1.01], agrees: true }],
      layers: ["10"],
    })),
  });
  expect(decodeModel(encodeModel(said(0)))).toEqual(said(0));
  expect(() => encodeModel(said(1))).toThrow("a face that is not there");
});

test("faces in colours of single occurrences are shared as before, and only of faces that are there", () => {
  const model = triangle();
  const [node] = model.nodes as [CadNode];
  const worn = (face: number, ...more: readonly number[]): CadModel => {
    const faceColours = [face, ...more].map((each) => ({ face: each, colour: [1, 0, 0, 0.5] as const }));
    return { ...model, nodes: [node, node, node].map((own) => ({ ...own, faceColours })) };
  };
  const read = decodeModel(encodeModel(worn(0)));
  expect(read).toEqual(worn(0));
  expect(new Set(read.nodes.map(({ faceColours }) => faceColours)).size).toBe(1);
  expect(() => encodeModel(worn(1))).toThrow("a colour of a face that is not there");
  expect(() => encodeModel(worn(0, 0))).toThrow("colours of faces that don't pair");
});

function checkSound(read: CadMesh | undefined): void {
  if (read === undefined) return;
  const vertices = read.positions.length / 3;
  expect(read.normals.length).toBe(read.positions.length);
  for (const index of read.indices) expect(index).toBeLessThan(vertices);
  const last = read.faces.at(-1);
  expect(last === undefined ? 0 : last.first + last.count).toBe(read.indices.length / 3);
}

function triangle(): CadModel {
  return {
    schema: "AP214",
    parts: [
      {
        number: "10-1",
        name: "Plate",
        mesh: {
          positions: Float32Array.of(0, 0, 0, 1, 0, 0, 0, 1, 0),
          normals: Float32Array.of(0, 0, 1, 0, 0, 1, 0, 0, 1),
          indices: Uint32Array.of(0, 1, 2),
          faces: [{ first: 0, count: 1, surface: { kind: "plane", origin: [0, 0, 0], axis: [0, 0, 1] } }],
          edges: Float32Array.of(0, 0, 0, 1, 0, 0),
        },
      },
    ],
    nodes: [{ parent: -1, part: 0, occurrence: "10-1", path: "10-1", transform: identity() }],
    problems: [],
  };
}

function identity(): readonly number[] {
  return [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];
}
