import { expect, test } from "vitest";
import type { MeasuredFeature } from "../../../shared/contract/colouring.ts";
import type { CadModel } from "../../../shared/model/cad.ts";
import { boxMesh, translation } from "../../scene/testing/generated-assembly.ts";
import { featureKey } from "../../state/face-links.ts";
import { faceColours, valuesOnFaces } from "./face-colours.ts";
import { groupsOf, type LinkedFaces } from "./linked-faces.ts";

const mesh = boxMesh(20, 10, 5);
/** A block at four places. */
const MODEL: CadModel = {
  schema: "",
  parts: [
    { number: "rig", name: "" },
    { number: "block", name: "", mesh },
  ],
  nodes: [0, 1, 2, 3, 4].map((at) => ({
    parent: at === 0 ? -1 : 0,
    part: at === 0 ? 0 : 1,
    occurrence: String(at),
    path: String(at),
    transform: translation(0, 0, 0),
  })),
  problems: [],
};
const numbers = (mean: number) => ({
  count: 3,
  failed: 0,
  mean,
  minimum: mean,
  maximum: mean,
  deviation: 0.1,
  movingRange: 0.1,
  undated: 0,
});
const FEATURE: MeasuredFeature = {
  partNumber: "block",
  sourceId: "a",
  characteristic: "D",
  sourceName: "a",
  laboratory: undefined,
  kind: "length",
  nominal: 10,
  lowerLimit: 9,
  upperLimit: 11,
  uom: "mm",
  place: undefined,
  faces: undefined,
  ...numbers(10.5),
  units: [
    { unitId: 1, ...numbers(10.1) },
    { unitId: 2, ...numbers(10.9) },
  ],
};
const [group] = groupsOf(mesh);
const LINKED: LinkedFaces = {
  features: new Map([
    [
      featureKey(FEATURE),
      {
        key: FEATURE,
        groups: group === undefined ? [] : [group],
        confirmed: [],
        rejected: [],
        lost: [],
        earlier: [],
        missing: [],
      },
    ],
  ]),
  onFace: () => [],
  facesOf: () => [],
};
/** Two places that are known, one of a unit that was not measured, one of which nothing is known. */
const UNITS = Int32Array.of(0, 1, 2, 3, 0);

test("a face has the value of what stands at its place, and where that is not known the part's", () => {
  const values = valuesOnFaces(MODEL, LINKED, [FEATURE], "deviation-mean", UNITS);
  const own = new Map(values.map(({ node, value }) => [node, Number(value.toFixed(9))]));
  expect(own).toEqual(
    new Map([
      [1, 0.1],
      [2, 0.9],
      [3, NaN],
      [4, 0.5],
    ]),
  );
});

test("each place is coloured once, by its own value; without places each occurrence by the part's", () => {
  const scale = { low: 0, middle: 0.5, high: 1, logarithmic: false } as const;
  const ramp = [
    [0, 0, 0],
    [1, 1, 1],
  ] as const;
  const coloured = (units?: Int32Array): Record<number, number | undefined> => {
    const values = valuesOnFaces(MODEL, LINKED, [FEATURE], "deviation-mean", units);
    const { nodes, faces, colours } = faceColours(MODEL, values, scale, ramp, [0, 0, 1]);
    expect(new Set(Array.from(faces))).toEqual(new Set(group?.faces));
    return Object.fromEntries(Array.from(nodes, (node, at) => [node, Number(colours[at * 4]?.toFixed(6))]));
  };
  expect(coloured(UNITS)).toEqual({ 1: 0.1, 2: 0.9, 3: 0, 4: 0.5 });
  expect(coloured()).toEqual({ 1: 0.5, 2: 0.5, 3: 0.5, 4: 0.5 });
});
