import { expect, test } from "vitest";
import { meshOf, modelOf } from "../../../shared/compare/testing.ts";
import type { FaceLink, GoneLinks } from "../../../shared/contract/links.ts";
import { groupFaces } from "../../../shared/links/face-groups.ts";
import { faceKeyOf } from "../../../shared/links/face-key.ts";
import { draftsFor, waitingParts } from "./gone-links.tsx";

const shape = {
  width: 40,
  height: 5,
  holes: [
    { x: 0, y: 0, radius: 2 },
    { x: 9, y: 0, radius: 3 },
  ],
};
const model = modelOf([
  {
    number: "NEW",
    name: "Plate",
    revision: "B",
    shape: { ...shape, holes: shape.holes.slice(0, 1) },
    lines: [],
  },
]);
const holes = groupFaces(meshOf(shape)).filter(({ kind }) => kind === "cylinder");
const links = holes.map((hole, at): FaceLink => ({
  linkId: `00000000-0000-4000-8000-00000000000${at}`,
  partNumber: "OLD",
  revision: "A",
  sourceId: "qif:lab",
  characteristic: `D${at}`,
  state: "confirmed",
  finder: "hand",
  face: faceKeyOf(hole),
  decidedBy: undefined,
  decidedAt: 1,
}));
const gone: GoneLinks = {
  partNumber: "OLD",
  product: "TOP",
  fileName: "b.step",
  found: { number: "NEW", revision: "B", by: "geometry" },
  links,
};
const decided = (at: number, state: FaceLink["state"]): FaceLink => ({
  ...(links[at] as FaceLink),
  partNumber: "NEW",
  state,
});

test("a part waits while its product is shown, and its links until each is decided", () => {
  expect(waitingParts([gone], ["OTHER"], [])).toEqual([]);
  // The older model, which holds it, is shown.
  expect(waitingParts([gone], ["TOP", "OLD"], [])).toEqual([]);
  expect(waitingParts([gone], ["TOP", "NEW"], [])[0]?.open).toEqual(links);
  expect(waitingParts([gone], ["TOP", "NEW"], [decided(0, "confirmed")])[0]?.open).toEqual([links[1]]);
  expect(waitingParts([gone], ["TOP"], [decided(0, "confirmed"), decided(1, "rejected")])).toEqual([]);
  expect(waitingParts([{ ...gone, found: undefined }], ["TOP"], [])[0]?.open).toEqual(links);
});

test("taken over is what has its face there; dropped is all of it", () => {
  const part = { ...gone, open: links };
  expect(draftsFor(model, part, false)).toMatchObject([
    {
      partNumber: "NEW",
      revision: "B",
      state: "confirmed",
      finder: "revision",
    },
  ]);
  // A person's own decision: not among those that one step takes back as carried over.
  expect(draftsFor(model, part, false)[0]).not.toHaveProperty("carriedFrom");
  expect(draftsFor(model, part, true).map(({ partNumber, state }) => [partNumber, state])).toEqual([
    ["NEW", "rejected"],
    ["NEW", "rejected"],
  ]);
});
