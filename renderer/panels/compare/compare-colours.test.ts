import { expect, test } from "vitest";
import { compareModels } from "../../../shared/compare/compare-models.ts";
import { placeModel } from "../../../shared/compare/placed-model.ts";
import { modelOf, type TestPart } from "../../../shared/compare/testing.ts";
import { parseColour } from "../../scene/presentation/colour-ramp.ts";
import { DARK } from "../../theme/tokens.ts";
import { sideColours } from "./compare-colours.ts";

const leaf = (number: string, width: number, holes = 1): TestPart => ({
  number,
  name: number,
  revision: "A",
  shape: {
    width,
    height: 5,
    holes: Array.from({ length: holes }, (_, hole) => ({ x: hole * 5, y: 0, radius: 1 })),
  },
  lines: [],
});
const root = (parts: readonly number[]): TestPart => ({
  number: "R",
  name: "R",
  revision: "A",
  shape: undefined,
  lines: parts.map((part) => ({ part, name: `${part}`, at: [part * 50, 0, 0], turn: 0 })),
});

test("what came is only on the newer side, what went only on the older; the same is a ghost, a drilled part is not", () => {
  const before = placeModel(
    modelOf([leaf("same", 10), leaf("gone", 20), leaf("drilled", 30), root([0, 1, 2])]),
  );
  const after = placeModel(
    modelOf([leaf("same", 10), leaf("new", 25, 3), leaf("drilled", 30, 2), root([0, 1, 2])]),
  );
  const comparison = compareModels(before.model, after.model, 0.01);
  const older = sideColours(comparison, "before", before, DARK);
  const newer = sideColours(comparison, "after", after, DARK);
  const colour = ({ nodes }: typeof older, node: number): number[] => [
    ...nodes.subarray(node * 4, node * 4 + 3),
  ];
  const of = (hex: string): number[] => [...Float32Array.from(parseColour(hex))];
  expect(colour(older, 2)).toEqual(of(DARK.fail));
  expect(colour(newer, 2)).toEqual(of(DARK.good));
  // The drilled one is neutral, its new hole is not.
  expect(colour(newer, 3)).toEqual(of(DARK.muted));
  expect([[...older.ghosted], [...newer.ghosted]]).toEqual([[1, 3], [1]]);
  expect([older.faces?.nodes.length, Array.from(newer.faces?.nodes ?? [])]).toEqual([0, [3]]);
  expect([...(newer.faces?.colours.subarray(0, 3) ?? [])]).toEqual(of(DARK.good));
});

test("a part that stands too often for its faces to be told apart is coloured as a whole", () => {
  const many = root(Array.from({ length: 2_000 }, () => 0));
  const holes = (radius: number): TestPart => ({
    ...leaf("drilled", 900),
    shape: {
      width: 900,
      height: 5,
      holes: Array.from({ length: 110 }, (_, hole) => ({ x: hole * 4, y: 0, radius })),
    },
  });
  const placed = placeModel(modelOf([holes(1.2), many]));
  const comparison = compareModels(modelOf([holes(1), many]), placed.model, 0.01);
  expect(comparison.differences).toHaveLength(110);
  const { faces, nodes, ghosted } = sideColours(comparison, "after", placed, DARK);
  expect(faces).toBeUndefined();
  expect([...nodes.subarray(4, 7)]).toEqual([...Float32Array.from(parseColour(DARK.warn))]);
  expect(ghosted.size).toBe(0);
});
