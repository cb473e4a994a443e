/** Which occurrences are transparent, and how much; which of their triangles are drawn as glass. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { CadModel, CadNode, CadPart, Colour, MeshFace } from "../../../shared/model/cad.ts";
import { EMPTY_BOUNDS } from "../../../shared/geometry/bounds.ts";
import { splitFaces } from "./glass-faces.ts";
import { layerOpacity } from "./glass-opacity.ts";
import { GLASS, planGlass, withGlass } from "./glass.ts";
import { createMaterials } from "../frame/materials.ts";
import { createModelView } from "./model-view.ts";
import { GHOST, HIDDEN, SOLID } from "../presentation/node-states.ts";
import { packGeometry } from "./pack-geometry.ts";
import type { DrawRange } from "./shared-batch.ts";
import { boxMesh, translation } from "../testing/generated-assembly.ts";

const grey = (opacity: number): Colour => [0.5, 0.5, 0.5, opacity];
const BOX = boxMesh(1, 1, 1);

/** @param colours of the faces, the rest of them without one */
function box(colour: Colour | undefined, colours: readonly (Colour | undefined)[] = []): CadPart {
  const faces = BOX.faces.map((face, at): MeshFace => {
    const own = colours[at];
    return own === undefined ? face : { ...face, colour: own };
  });
  return { number: "box", name: "box", mesh: { ...BOX, faces }, ...(colour === undefined ? {} : { colour }) };
}

function modelOf(
  parts: readonly CadPart[],
  places: readonly (readonly [number, (Colour | undefined)?])[],
): CadModel {
  const nodes = places.map(([part, colour], at): CadNode => {
    const node = { parent: -1, part, occurrence: `${at}`, path: `${at}`, transform: translation(0, 0, 0) };
    return colour === undefined ? node : { ...node, colour };
  });
  return { schema: "", parts, nodes, problems: [] };
}

const plan = (part: CadPart, colour?: Colour): ReturnType<typeof planGlass> =>
  planGlass(modelOf([part], [[0, colour]]));

/** What a wholly transparent one lets through, from the opacity of its front and its back. */
function opacityOf(part: CadPart, colour?: Colour): number {
  const planned = plan(part, colour);
  expect(planned?.mixed[0] ?? 0).toBe(0);
  return planned === undefined ? 1 : 1 - (1 - (planned.steps[0] ?? 0) / 63) ** 2;
}

describe("how opaque an occurrence is", () => {
  test("as its own colour says, else its part's, else wholly", () => {
    expect(opacityOf(box(undefined))).toBe(1);
    expect(opacityOf(box(grey(0.4)))).toBeCloseTo(0.4, 1);
    expect(opacityOf(box(grey(0.4)), grey(0.8))).toBeCloseTo(0.8, 1);
    expect(opacityOf(box(grey(0.4)), grey(1))).toBe(1);
    expect(opacityOf(box(grey(1)), grey(0.8))).toBeCloseTo(0.8, 1);
  });
  test("never so little that it would be lost, and below 1 never opaque", () => {
    expect(opacityOf(box(grey(0)))).toBeGreaterThan(0.1);
    expect(opacityOf(box(grey(0.999)))).toBeLessThan(1);
  });
  test("in part, where some faces are transparent and others are not, by whichever colour", () => {
    expect(plan(box(grey(1), [grey(0.5)]))?.mixed[0]).toBe(1);
    expect(plan(box(undefined, [grey(0.5)]))?.mixed[0]).toBe(1);
    expect(plan(box(grey(0.5), [grey(1)]))?.mixed[0]).toBe(1);
    expect(plan(box(grey(1), [grey(0.5)]), grey(0.3))?.mixed[0]).toBe(0);
    expect(plan(box(grey(1), [grey(1)]))).toBeUndefined();
    expect(
      plan(
        box(
          grey(1),
          BOX.faces.map(() => grey(0.3)),
        ),
      )?.mixed[0],
    ).toBe(0);
  });
  test("what has no body is none", () => {
    expect(plan({ number: "a", name: "a", colour: grey(0.5) })).toBeUndefined();
  });
});

test("only what is shown solid is drawn as glass, and as a solid where it is so in part", () => {
  const states = Uint8Array.of(SOLID, SOLID, GHOST, HIDDEN, SOLID);
  const planned = { steps: Uint8Array.of(0, 9, 9, 9, 9), mixed: Uint8Array.of(0, 0, 1, 1, 1) };
  expect([...withGlass(states, planned)]).toEqual([SOLID, GLASS, GHOST, HIDDEN, GLASS | SOLID]);
  expect(withGlass(states, undefined)).toBe(states);
});

const colours = fc.option(fc.tuple(fc.constantFrom(0, 0.25, 0.9), fc.constantFrom(1, 1, 0.999, 0.5, 0)), {
  nil: undefined,
});
const colourOf = (made: readonly [number, number] | undefined): Colour | undefined =>
  made && [made[0], 0.5, 0.5, made[1]];

test("each triangle of each occurrence is drawn once: with the solids or as glass, as its face is", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(colours, fc.array(colours, { maxLength: 6 }), fc.boolean()), {
        minLength: 1,
        maxLength: 4,
      }),
      fc.array(fc.tuple(fc.nat(), colours), { minLength: 1, maxLength: 8 }),
      (made, places) => {
        const parts = made.map(([own, faces, hasCoarse]): CadPart => {
          const part = box(colourOf(own), faces.map(colourOf));
          if (part.mesh === undefined || !hasCoarse) return part;
          return { ...part, mesh: { ...part.mesh, coarse: part.mesh.indices.slice(0, 18) } };
        });
        const model = modelOf(
          parts,
          places.map(([at, colour]) => [at % parts.length, colourOf(colour)] as const),
        );
        const packed = packGeometry(parts);
        const planned = planGlass(model);
        const split = splitFaces(model, planned, packed);
        const whole = packed.ranges.map((range): DrawRange => {
          return { start: range?.indexStart ?? 0, count: range?.indexCount ?? 0, bounds: EMPTY_BOUNDS };
        });
        const ranges = [...whole, ...split.faces];
        const states = withGlass(new Uint8Array(model.nodes.length).fill(SOLID), planned);
        const trianglesOf = ({ start, count }: DrawRange, from: Uint32Array): string[] =>
          Array.from({ length: count / 3 }, (_, at) =>
            [...from.subarray(start + at * 3, start + at * 3 + 3)].join(),
          );
        model.nodes.forEach(({ part, colour }, node) => {
          const { mesh, colour: ofPart } = parts[part] ?? {};
          const expected: { opaque: string[]; transparent: string[] } = { opaque: [], transparent: [] };
          for (const { first, count, colour: own } of mesh?.faces ?? []) {
            const opacity = (own ?? colour ?? ofPart)?.[3] ?? 1;
            const start = (packed.ranges[part]?.indexStart ?? 0) + first * 3;
            const triangles = trianglesOf({ start, count: count * 3, bounds: EMPTY_BOUNDS }, packed.indices);
            (opacity < 1 ? expected.transparent : expected.opaque).push(...triangles);
          }
          const drawn = (bit: number, range: number): string[] =>
            ((states[node] ?? 0) & bit) === 0
              ? []
              : trianglesOf(ranges[range] ?? { start: 0, count: 0, bounds: EMPTY_BOUNDS }, split.indices);
          expect(drawn(SOLID, split.opaque(node)).toSorted()).toEqual(expected.opaque.toSorted());
          expect(drawn(GLASS, split.transparent(node)).toSorted()).toEqual(expected.transparent.toSorted());
        });
        // While the view moves a part in two kinds is drawn of the same triangles.
        split.coarseFaces.forEach((range, at) =>
          expect(trianglesOf(range, split.coarse ?? split.indices)).toEqual(
            split.coarse === undefined
              ? expect.anything()
              : trianglesOf(split.faces[at] ?? range, split.indices),
          ),
        );
        expect(split.edges).toHaveLength(split.faces.length);
        if (planned === undefined) expect(split.indices).toBe(packed.indices);
      },
    ),
    { numRuns: 300, seed: 20_261_127 },
  );
});

test("a face's own opacity lies at its vertices: of a single layer, or of two where the whole body is transparent", () => {
  const alphas = (part: CadPart): Set<number> => {
    const { faceColours } = packGeometry([part]);
    return new Set(faceColours.filter((_, at) => at % 4 === 3));
  };
  expect(alphas(box(grey(1), [grey(0.5), grey(0)]))).toEqual(new Set([0, 128, Math.round(0.15 * 255)]));
  expect(
    alphas(
      box(
        undefined,
        BOX.faces.map(() => grey(0.75)),
      ),
    ),
  ).toEqual(new Set([Math.round(layerOpacity(0.75, true) * 255)]));
  expect(layerOpacity(0.75, true)).toBe(0.5);
});

test("edges of a part with a transparent face are drawn once, and its cut counts all its faces", () => {
  const view = createModelView(
    modelOf([box(grey(1), [grey(0.5)]), box(grey(0.5))], [[0], [1]]),
    createMaterials(),
  );
  view.show(Uint8Array.of(SOLID, SOLID));
  const [chunk] = view.chunks;
  const nodesOf = (drawn: readonly { readonly instances: readonly number[] }[]): number[] =>
    drawn.flatMap(({ instances }) => instances.map((at) => chunk?.nodes[at] ?? -1)).toSorted((a, b) => a - b);
  expect(nodesOf(chunk?.solid.drawn() ?? [])).toEqual([0]);
  expect(nodesOf(chunk?.glass?.faces.drawn() ?? [])).toEqual([0, 1]);
  expect(nodesOf(chunk?.edges.drawn() ?? [])).toEqual([0]);
  const [body] = view.bodies();
  expect(
    body
      ?.drawn()
      .map(({ range }) => range)
      .toSorted(),
  ).toEqual([0, 1]);
  view.dispose();
});
