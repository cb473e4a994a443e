import { describe, expect, test } from "vitest";
import type { MeasuredFeature } from "../../../shared/contract/colouring.ts";
import type { FaceLink } from "../../../shared/contract/links.ts";
import { faceKeyOf } from "../../../shared/links/face-key.ts";
import { groupFaces } from "../../../shared/links/face-groups.ts";
import { createTestMesh } from "../../../shared/links/testing.ts";
import type { CadModel } from "../../../shared/model/cad.ts";
import { linkedFaces } from "../scene/linked-faces.ts";
import { featureRows } from "./candidates.ts";
import { currentDecision } from "./decide.ts";

/** A plate with holes of 4 mm at the given places, twice in its assembly. */
function model(places: readonly number[], revision = "A"): CadModel {
  const { wall, mesh } = createTestMesh();
  for (const x of places) wall({ at: [x, 0, 0], radius: 2, height: 5 });
  const node = { transform: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1] };
  return {
    schema: "AP214",
    parts: [
      { number: "BX", name: "Box" },
      { number: "PL", name: "Plate", revision, mesh: mesh() },
    ],
    nodes: [
      { ...node, parent: -1, part: 0, occurrence: "box", path: "box" },
      { ...node, parent: 0, part: 1, occurrence: "left", path: "box/left" },
      { ...node, parent: 0, part: 1, occurrence: "right", path: "box/right" },
    ],
    problems: [],
  };
}

const feature = (characteristic: string, more: Partial<MeasuredFeature> = {}): MeasuredFeature => ({
  partNumber: "PL",
  sourceId: "qif:a",
  characteristic,
  sourceName: "a",
  laboratory: undefined,
  kind: "diameter",
  nominal: 4,
  lowerLimit: 3.9,
  upperLimit: 4.1,
  uom: "mm",
  place: undefined,
  faces: undefined,
  count: 0,
  failed: 0,
  mean: NaN,
  minimum: NaN,
  maximum: NaN,
  deviation: NaN,
  movingRange: NaN,
  undated: 0,
  ...more,
});

/** A decision about the hole at a place of a model. */
function link(of: CadModel, hole: number, characteristic: string, more: Partial<FaceLink> = {}): FaceLink {
  const mesh = of.parts[1]?.mesh;
  const group = mesh === undefined ? undefined : groupFaces(mesh)[hole];
  if (group === undefined) throw new Error(`no hole ${hole}`);
  return {
    linkId: `${characteristic}-${hole}`,
    partNumber: "PL",
    sourceId: "qif:a",
    characteristic,
    revision: "A",
    state: "confirmed",
    finder: "size",
    face: faceKeyOf(group),
    decidedBy: "ann",
    decidedAt: 1,
    ...more,
  };
}
const rowsOf = (of: CadModel, features: readonly MeasuredFeature[], links: readonly FaceLink[]) =>
  featureRows(of, features, linkedFaces(of, links));

describe("the list", () => {
  const plate = model([10, 20, 30]);

  test("counts names as people do, and says what each waits for", () => {
    const place = { kind: "cylinder", point: [20, 0, 1], direction: [0, 0, 1], diameter: 4 } as const;
    const rows = rowsOf(
      plate,
      [feature("D10"), feature("D2", { place }), feature("V", { kind: "voltage", uom: "V" }), feature("D1")],
      [link(plate, 0, "D1")],
    );
    expect(rows.map(({ feature: { characteristic }, state }) => [characteristic, state])).toEqual([
      ["D1", "linked"],
      ["D2", "certain"],
      ["D10", "open"],
      ["V", "none"],
    ]);
  });

  test("a rejected face is proposed no more, one of another feature last", () => {
    const [row] = rowsOf(
      plate,
      [feature("D1"), feature("D2")],
      [link(plate, 0, "D1", { state: "rejected" }), link(plate, 1, "D2")],
    );
    expect(row?.proposals.map(({ group }) => group.faces)).toEqual([[2], [1]]);
    expect(currentDecision(row, undefined)?.group.faces).toEqual([2]);
  });
});

describe("the model comes again", () => {
  const before = model([10, 20, 30]);
  const links = [link(before, 0, "D1"), link(before, 2, "D1"), link(before, 1, "D2")];

  test("with its faces in another order: every link is where it was, on each occurrence", () => {
    const after = model([30, 20, 10]);
    const linked = linkedFaces(after, links);
    expect(linked.facesOf({ partNumber: "PL", sourceId: "qif:a", characteristic: "D1" })).toEqual([
      { node: 1, face: 2 },
      { node: 1, face: 0 },
      { node: 2, face: 2 },
      { node: 2, face: 0 },
    ]);
    expect(linked.onFace(1, 1).map(({ characteristic }) => characteristic)).toEqual(["D2"]);
  });

  test("without a hole: its link is listed as lost, the others stay", () => {
    const after = model([10, 30]);
    const [first, second] = rowsOf(after, [feature("D1"), feature("D2")], links);
    expect(first?.state).toBe("linked");
    expect(second).toMatchObject({ state: "lost", linked: { lost: [{ linkId: "D2-1" }] } });
    // What else it may be now is proposed beside it; D1 has those two.
    expect(second?.proposals).toHaveLength(2);
  });

  test("as another revision: nothing is linked by itself, what is still there is proposed", () => {
    const after = model([10, 20], "B");
    const [first, second] = rowsOf(after, [feature("D1"), feature("D2")], links);
    expect([first?.linked?.groups, second?.linked?.groups]).toEqual([[], []]);
    expect(first?.certain).toMatchObject({ finder: "revision", group: { faces: [0] } });
    expect(second?.certain).toMatchObject({ finder: "revision", group: { faces: [1] } });
  });
});

test("a face that was picked by hand is decided as that", () => {
  const plate = model([10, 20]);
  const [row] = rowsOf(plate, [feature("V", { kind: "voltage", uom: "V" })], []);
  const group = groupFaces(plate.parts[1]?.mesh ?? createTestMesh().mesh())[1];
  expect(currentDecision(row, group)).toMatchObject({ finder: "hand", group: { faces: [1] } });
  expect(currentDecision(row, undefined)).toBeUndefined();
});
