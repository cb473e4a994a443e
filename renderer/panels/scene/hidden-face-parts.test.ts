/** Occurrences that hide faces are drawn from parts of their own: all that is said of their part holds for them too. */
import { beforeEach, expect, test } from "vitest";
import { withoutHiddenFaces } from "../../../shared/geometry/hidden-faces.ts";
import { partIndexOf, type CadModel } from "../../../shared/model/cad.ts";
import { boxMesh, cylinderMesh, translation } from "../../scene/testing/generated-assembly.ts";
import { selection } from "../../state/selection.ts";
import { selectedProduct } from "../part-links/decide.ts";
import { partPlaces, positionCounts } from "./colour-places.ts";
import { faceColours } from "./face-colours.ts";
import { linkedModel } from "./linked-model.ts";
import { groupsOf, partOf, referencesOf } from "./linked-faces.ts";
import { sameSizeFaces } from "./same-size.ts";
import type { ShownModel } from "./use-model.ts";

const whole = cylinderMesh(2, 9, 16);
const [mantle, ...ends] = whole.faces;
const half = (mantle?.count ?? 0) / 2;
/** Its mantle in two halves. */
const pin = {
  ...whole,
  faces: [{ ...mantle, first: 0, count: half }, { ...mantle, first: half, count: half }, ...ends],
};
/** A block that hides its first face at one of three places, and pins of which one has half a mantle. */
const own: CadModel = withoutHiddenFaces({
  schema: "",
  parts: [
    { number: "rig", name: "" },
    { number: "block", name: "", mesh: boxMesh(20, 10, 5), hidden: { count: 2 } },
    { number: "pin", name: "", mesh: pin },
  ],
  nodes: [0, 1, 1, 1, 2, 2].map((part, at) => ({
    parent: at === 0 ? -1 : 0,
    part,
    occurrence: String(at),
    path: String(at),
    transform: translation(0, 0, 0),
    ...(at === 2 || at === 5 ? { hiddenFaces: [0] } : {}),
  })),
  problems: [],
});
const { model, index } = linkedModel(own, "rig", [
  {
    linkId: "1",
    product: "rig",
    number: "block",
    name: "",
    partNumber: "B-7",
    finder: "person",
    decidedBy: undefined,
    decidedAt: 0,
    isThere: true,
  },
]);
const shown = { summary: { partNumber: "rig" }, own, model, index } as ShownModel;
const GREY = [0.5, 0.5, 0.5] as const;
const SCALE = { low: 0, middle: 0.5, high: 1, logarithmic: false };

beforeEach(() => selection.setState(selection.getInitialState()));

test("a node is of the part that the file says, drawn from another or not", () => {
  expect(model.parts).toHaveLength(5);
  expect(model.nodes.map((_, node) => partIndexOf(model, node))).toEqual([0, 1, 1, 1, 2, 2]);
  expect(partIndexOf(model, 99)).toBe(-1);
});

test("faces of a feature are on every occurrence that shows them", () => {
  const part = partOf(model, "B-7");
  const [first, second] = groupsOf(part?.mesh ?? boxMesh(1, 1, 1));
  if (part === undefined || first === undefined || second === undefined) throw new Error("no faces");
  const nodesOf = (face: number): number[] =>
    referencesOf(model, part.index, [{ ...first, faces: [face] }]).map(({ node }) => node);
  expect([nodesOf(0), nodesOf(1)]).toEqual([
    [1, 3],
    [1, 2, 3],
  ]);
  const coloured = (face: number): ArrayLike<number> =>
    faceColours(model, [{ part: part.index, face, value: 0.5 }], SCALE, [GREY, GREY], GREY).nodes;
  expect([coloured(0), coloured(1)]).toEqual([
    [1, 3],
    [1, 2, 3],
  ]);
});

test("numbers of parts count each part once, and places by what the part occurs as", () => {
  const values = model.parts.map(({ number }) => (number === "B-7" ? 4 : NaN));
  const { seen, values: perNode } = partPlaces(model, values, "events", undefined, undefined);
  expect(seen).toEqual([4, NaN]);
  expect([...perNode]).toEqual([NaN, 4, 4, 4, NaN, NaN]);
  expect(positionCounts(model, values, undefined)).toEqual({ own: 0, wide: 0, shared: 3 });
  const onNodes = Int32Array.of(0, 0, 1, 0, 0, 2);
  expect(positionCounts(model, values, { onNodes, isWide: new Uint8Array(6) })).toEqual({
    own: 2,
    wide: 0,
    shared: 2,
  });
});

test("occurrences of one part are one product, with a hidden face or without", () => {
  selection.setState({ nodes: [1, 2, 3] });
  expect(selectedProduct(shown)?.number).toBe("block");
  selection.setState({ nodes: [2, 4] });
  expect(selectedProduct(shown)).toBeUndefined();
});

test("a hidden face is not among those of the same size", () => {
  expect(sameSizeFaces(model, { node: 4, face: 0 })).toEqual([
    { node: 4, face: 0 },
    { node: 4, face: 1 },
    { node: 5, face: 1 },
  ]);
});

test("hidden bodies of a part are counted once", () => {
  expect(model.parts.filter(({ hidden }) => hidden !== undefined)).toHaveLength(1);
});
