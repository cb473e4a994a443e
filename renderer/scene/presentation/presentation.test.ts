/** What is asked of the presentation against what the batches then show, node by node. */
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { THEMES } from "../../theme/tokens.ts";
import { parseColour } from "./colour-ramp.ts";
import { createMaterials } from "../frame/materials.ts";
import { ownColours, PALETTES } from "./model-colours.ts";
import { createModelView, type ModelView } from "../model/model-view.ts";
import { GHOST, HIDDEN, SOLID, type SceneVisibility } from "./node-states.ts";
import type { CadModel } from "../../../shared/model/cad.ts";
import { createPresentation, EDGES, type Presentation } from "./presentation.ts";
import { SharedBatch } from "../model/shared-batch.ts";
import { generateAssembly } from "../testing/generated-assembly.ts";

const MODEL = generateAssembly({ parts: 5, occurrences: 14, perSubassembly: 5 });
const materials = createMaterials();
let view: ModelView;
let presentation: Presentation;
beforeAll(() => {
  view = createModelView(MODEL, materials);
  presentation = createPresentation(view, materials, THEMES.dark);
});
afterAll(() => {
  presentation.dispose();
  view.dispose();
});

/** The node and all above it. */
function lineage(node: number): number[] {
  const line: number[] = [];
  for (let at = node; at >= 0; at = MODEL.nodes[at]?.parent ?? -1) line.push(at);
  return line;
}
function stateOf(node: number, { hidden, ghosted, isolated }: SceneVisibility): number {
  const within = (set: ReadonlySet<number>): boolean => lineage(node).some((each) => set.has(each));
  if (within(hidden) || (isolated !== undefined && !within(isolated))) return HIDDEN;
  return within(ghosted) ? GHOST : SOLID;
}

interface Instance {
  readonly node: number;
  readonly visible: Readonly<Record<"solid" | "ghost" | "edges" | "ghostEdges" | "mask", boolean>>;
  readonly face: readonly number[];
  readonly edge: readonly number[];
}
const instances = (): Instance[] =>
  view.chunks.flatMap(({ nodes, solid, ghost, edges, ghostEdges, mask }) =>
    [...nodes].map((node, at): Instance => {
      const shows = (batch: SharedBatch): boolean => batch.visible && batch.getVisibleAt(at);
      return {
        node,
        visible: {
          solid: shows(solid),
          ghost: shows(ghost),
          edges: shows(edges),
          ghostEdges: shows(ghostEdges),
          mask: shows(mask),
        },
        face: [...solid.colours.subarray(at * 4, at * 4 + 4)],
        edge: [...edges.colours.subarray(at * 4, at * 4 + 3)],
      };
    }),
  );

const count = MODEL.nodes.length;
const nodes = fc.uniqueArray(fc.integer({ min: 0, max: count - 1 }), { maxLength: 4 });
const sets = nodes.map((some): ReadonlySet<number> => new Set(some));
const visibilities: fc.Arbitrary<SceneVisibility> = fc.record({
  hidden: sets,
  ghosted: sets,
  isolated: fc.option(sets, { nil: undefined }),
});
/** Rounding to a byte, 0…1. */
const BYTE = 0.51 / 255;
/** As the graphics card gets them, of colours 0…1. */
const bytes = (values: readonly number[]): number[] => values.map((value) => Math.round(value * 255));

test("each part is drawn solid, as a ghost or not at all, with its edges, and outlined where it is selected", () => {
  fc.assert(
    fc.property(visibilities, nodes, (visibility, selected) => {
      presentation.setVisibility(visibility);
      presentation.setSelection({ nodes: selected });
      presentation.apply();
      let outlined = false;
      for (const { node, visible } of instances()) {
        const state = stateOf(node, visibility);
        const mask = state === SOLID && lineage(node).some((each) => selected.includes(each));
        outlined ||= mask;
        expect(visible).toEqual({
          solid: state === SOLID,
          edges: state === SOLID,
          ghost: state === GHOST,
          ghostEdges: state === GHOST,
          mask,
        });
        expect(presentation.states()[node]).toBe(state);
      }
      expect(presentation.hasOutline()).toBe(outlined);
    }),
    { seed: 361, numRuns: 200 },
  );
});

describe("colours", () => {
  const visibility = { hidden: new Set<number>(), ghosted: new Set<number>() };
  const accent = bytes(parseColour(THEMES.dark.accent));

  test("data are shown as they are: neither selection nor the designer changes them", () => {
    const data = fc.array(
      fc.option(fc.tuple(fc.nat({ max: 255 }), fc.nat({ max: 255 }), fc.nat({ max: 255 })), {
        nil: undefined,
      }),
      {
        minLength: count,
        maxLength: count,
      },
    );
    fc.assert(
      fc.property(data, nodes, (given, selected) => {
        const colours = new Float32Array(count * 4);
        given.forEach((colour, node) => {
          if (colour !== undefined) colours.set([...colour.map((channel) => channel / 255), 1], node * 4);
        });
        presentation.setVisibility(visibility);
        presentation.setHover(undefined);
        presentation.setColouring(colours);
        presentation.setSelection({ nodes: selected });
        presentation.apply();
        for (const { node, face, edge } of instances()) {
          const colour = given[node]?.map((channel) => channel / 255) ?? parseColour(THEMES.dark.noData);
          // Where there are no data the shader hatches.
          expect(face).toEqual(bytes([...colour, given[node] === undefined ? 1 / 255 : 0]));
          const isSelected = lineage(node).some((each) => selected.includes(each));
          if (isSelected) expect(edge).toEqual(accent);
          else expect(edge).not.toEqual(accent);
        }
      }),
      { seed: 362, numRuns: 60 },
    );
  });

  test("without data parts have their own colour, selected ones a tint of the accent, hovered ones more light", () => {
    presentation.setColouring(undefined);
    presentation.setVisibility(visibility);
    fc.assert(
      fc.property(
        nodes,
        fc.option(fc.integer({ min: 0, max: count - 1 }), { nil: undefined }),
        (selected, hover) => {
          presentation.setSelection({ nodes: selected });
          presentation.setHover(hover === undefined ? undefined : { node: hover });
          presentation.apply();
          const own = ownColours(MODEL, PALETTES.dark);
          for (const { node, face } of instances()) {
            const isSelected = lineage(node).some((each) => selected.includes(each));
            const isHovered = hover !== undefined && lineage(node).includes(hover);
            const plain = [...own.subarray(node * 3, node * 3 + 3)];
            if (!isSelected && !isHovered) expect(face).toEqual(bytes([...plain, 1]));
            for (const [channel, value] of plain.entries()) {
              const shown = (face[channel] ?? NaN) / 255;
              const toAccent = isSelected ? value + ((accent[channel] ?? 0) / 255 - value) * 0.34 : value;
              const expected = isHovered ? toAccent + (1 - toAccent) * 0.16 : toAccent;
              expect(Math.abs(shown - expected)).toBeLessThan(BYTE);
            }
            // The less of the part's own colour, the less of its faces' colours.
            const share = 1 - (isSelected ? 0.34 : 0) - (isHovered ? 0.16 : 0);
            expect(Math.abs((face[3] ?? NaN) / 255 - share)).toBeLessThan(BYTE);
          }
        },
      ),
      { seed: 363, numRuns: 100 },
    );
  });

  test("another theme has other colours, at once", () => {
    presentation.setHover(undefined);
    presentation.setSelection({ nodes: [] });
    presentation.apply();
    const dark = instances().map(({ face }) => face);
    presentation.setTheme(THEMES.light);
    presentation.apply();
    expect(instances().map(({ face }) => face)).not.toEqual(dark);
    presentation.setTheme(THEMES.dark);
    presentation.apply();
    expect(instances().map(({ face }) => face)).toEqual(dark);
  });
});

test("what is asked for again, and nothing instead of nothing, needs no other frame", () => {
  const face = { node: 0, face: 0 };
  const ask = (): void => {
    presentation.setSelection({ nodes: [1], faces: [face] });
    presentation.setMarks([{ ...face }]);
    presentation.setProposedFaces({ chosen: [face], others: [] });
  };
  ask();
  expect(presentation.isStale()).toBe(true);
  presentation.apply();
  ask();
  expect(presentation.isStale()).toBe(false);
  const without: readonly (() => void)[] = [
    () => presentation.setSelection({ nodes: [] }),
    () => presentation.setMarks([]),
    () => presentation.setProposedFaces({ chosen: [], others: [] }),
    () => presentation.setColouring(undefined),
    () => presentation.setFaceColouring(undefined),
  ];
  presentation.setColouring(new Float32Array(view.ends.length * 4));
  presentation.setFaceColouring({
    nodes: new Int32Array(),
    faces: new Int32Array(),
    colours: new Float32Array(),
  });
  presentation.apply();
  for (const change of without) {
    change();
    expect(presentation.isStale()).toBe(true);
    presentation.apply();
    change();
    expect(presentation.isStale()).toBe(false);
  }
});

describe("single faces", () => {
  const overlays = (): SharedBatch[] =>
    view.group.children.filter(
      (child): child is SharedBatch =>
        child instanceof SharedBatch &&
        [materials.faceData, materials.faceMark].includes(child.material as never),
    );
  const drawn = MODEL.nodes.findIndex(({ part }) => MODEL.parts[part]?.mesh !== undefined);

  test("a picked one is marked on its part while that is drawn solid, and gone with the selection", () => {
    presentation.setVisibility({ hidden: new Set(), ghosted: new Set() });
    presentation.setSelection({ nodes: [drawn], faces: [{ node: drawn, face: 2 }] });
    presentation.apply();
    const [mark] = overlays();
    expect(overlays()).toHaveLength(1);
    expect(mark?.material).toBe(materials.faceMark);
    const face = MODEL.parts[MODEL.nodes[drawn]?.part ?? -1]?.mesh?.faces[2];
    const start = (view.ranges[MODEL.nodes[drawn]?.part ?? -1]?.indexStart ?? NaN) + (face?.first ?? NaN) * 3;
    expect(mark?.getGeometryRangeAt(0)).toMatchObject({ start, count: (face?.count ?? NaN) * 3 });
    expect([...(mark?.colours.subarray(0, 3) ?? [])]).toEqual(bytes(parseColour(THEMES.dark.accent)));
    presentation.setVisibility({ hidden: new Set(), ghosted: new Set([drawn]) });
    presentation.apply();
    expect(overlays()).toEqual([]);
    presentation.setVisibility({ hidden: new Set(), ghosted: new Set() });
    presentation.apply();
    expect(overlays()).toHaveLength(1);
    presentation.setSelection({ nodes: [] });
    presentation.apply();
    expect(overlays()).toEqual([]);
  });

  test("faces coloured by data are drawn, those without data and those that are none are not", () => {
    presentation.setFaceColouring({
      nodes: [drawn, drawn, drawn, 9_999, 0],
      faces: [0, 1, 999, 0, 0],
      colours: Float32Array.from([1, 0, 0, 1, 0, 1, 0, 0, 0, 0, 1, 1, 0, 0, 1, 1, 1, 1, 1, 1]),
    });
    presentation.apply();
    expect(overlays().map(({ instanceCount, material }) => [instanceCount, material])).toEqual([
      [1, materials.faceData],
    ]);
    expect([...(overlays()[0]?.colours.subarray(0, 3) ?? [])]).toEqual([255, 0, 0]);
    presentation.setFaceColouring(undefined);
    presentation.apply();
    expect(overlays()).toEqual([]);
  });
});

test("curves without a face behind them have their part's colour, else one that stands out from the ground", () => {
  const edges = Float32Array.of(0, 0, 0, 1, 0, 0);
  const wire = {
    positions: edges,
    normals: new Float32Array(6),
    indices: new Uint32Array(),
    faces: [],
    edges,
  };
  const solid = MODEL.parts.find(({ mesh }) => mesh !== undefined);
  const model: CadModel = {
    schema: "",
    parts: [
      { number: "plain", name: "", mesh: wire },
      { number: "red", name: "", mesh: wire, colour: [1, 0, 0, 1] },
      { number: "solid", name: "", ...(solid?.mesh === undefined ? {} : { mesh: solid.mesh }) },
    ],
    nodes: [0, 1, 2].map((part) => ({
      parent: -1,
      part,
      occurrence: `${part}`,
      path: `${part}`,
      transform: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1],
    })),
    problems: [],
  };
  const wires = createModelView(model, materials);
  const shown = createPresentation(wires, materials, THEMES.light);
  const bytes = (colour: ArrayLike<number>): number[] =>
    Array.from(colour, (value) => Math.round(value * 255));
  const edgeOf = (node: number): number[] =>
    wires.chunks.flatMap((chunk) => {
      const at = chunk.nodes.indexOf(node);
      return at < 0 ? [] : [...chunk.edges.colours.subarray(at * 4, at * 4 + 3)];
    });
  shown.apply();
  expect(edgeOf(0)).toEqual(bytes(parseColour(THEMES.light.muted)));
  expect(edgeOf(1)).toEqual(bytes(ownColours(model, PALETTES.light).subarray(3, 6)));
  expect(edgeOf(2)).toEqual(bytes(EDGES.light));
  shown.setSelection({ nodes: [0] });
  shown.apply();
  expect(edgeOf(0)).toEqual(bytes(parseColour(THEMES.light.accent)));
  shown.setTheme(THEMES.dark);
  shown.setSelection({ nodes: [] });
  shown.apply();
  expect(edgeOf(0)).toEqual(bytes(parseColour(THEMES.dark.muted)));
  shown.dispose();
  wires.dispose();
});
