import { expect, test } from "vitest";
import type { Difference } from "../../../shared/compare/comparison.ts";
import { differencesCsv, differenceText, partText, signOf } from "./difference-text.ts";
import { place } from "./testing/difference-place.ts";

const hole = (radius: number) =>
  ({ kind: "cylinder", inside: true, radius, semiAngle: undefined, area: 10 }) as const;

const skin = {
  kind: "unknown",
  inside: undefined,
  radius: undefined,
  semiAngle: undefined,
  area: 10,
} as const;

test("every kind in words, with its sign", () => {
  const both = { before: place(), after: place() };
  const cases: readonly (readonly [Difference, string, string])[] = [
    [{ kind: "added", before: undefined, after: place(), quantity: [0, 2] }, "+", "added to 20-1, 2×"],
    [{ kind: "removed", before: place(), after: undefined, quantity: [3, 0] }, "−", "removed from 20-1, 3×"],
    [{ kind: "quantity", before: place(), after: undefined, quantity: [4, 3] }, "~", "4 → 3 in 20-1"],
    [
      { kind: "moved", ...both, after: place({ nodes: [1, 2] }), distance: 8, angle: Math.PI / 6 },
      "~",
      "moved by 8 mm, turned by 30°, 2 occurrences",
    ],
    [
      { kind: "moved", ...both, after: place({ parentNumber: "20-2" }), distance: 0, angle: 0 },
      "~",
      "from 20-1 to 20-2",
    ],
    [{ kind: "moved", ...both, after: place({ parentNumber: "20-2" }), angle: 0 }, "~", "from 20-1 to 20-2"],
    [{ kind: "moved", ...both, angle: 0 }, "~", "in another 20-1"],
    [{ kind: "moved", ...both, distance: 0.0002, angle: 1e-5 }, "~", "moved by less than 0.001 mm"],
    [
      { kind: "added", before: undefined, after: place({ parentNumber: undefined }), quantity: [0, 1] },
      "+",
      "added at the top, 1×",
    ],
    [
      { kind: "moved", ...both, before: place({ parentNumber: undefined }), distance: 3, angle: 0 },
      "~",
      "from the top to 20-1, moved by 3 mm",
    ],
    [{ kind: "renamed", ...both, before: place({ name: "" }), foundBy: "number" }, "~", "had no name"],
    [
      { kind: "face-changed", ...both, faces: [skin, skin], change: "shape", distance: 3.333 },
      "~",
      "surface 10 mm²: up to 3.333 mm off",
    ],
    [
      { kind: "renamed", ...both, foundBy: "geometry" },
      "~",
      "was 10-1 Bracket: found by its shape and place",
    ],
    [{ kind: "revision", ...both, after: place({ revision: "B" }) }, "~", "revision A → B"],
    [
      {
        kind: "face-removed",
        before: place(),
        after: undefined,
        faces: [{ ...hole(2), isFitted: true }, undefined],
        distance: 1.25,
      },
      "−",
      "hole ≈ Ø 4 mm removed, up to 1.25 mm off",
    ],
    [
      { kind: "face-added", before: undefined, after: place(), faces: [undefined, hole(2)] },
      "+",
      "hole Ø 4 mm added",
    ],
    [
      { kind: "face-changed", ...both, faces: [hole(3), hole(3.5)], change: "size" },
      "~",
      "hole Ø 6 mm → Ø 7 mm",
    ],
    [
      { kind: "face-changed", ...both, faces: [hole(3), hole(3)], change: "place", distance: 0.25 },
      "~",
      "hole Ø 6 mm moved by 0.25 mm",
    ],
  ];
  for (const [difference, sign, text] of cases) {
    expect([signOf(difference), differenceText(difference)]).toEqual([sign, text]);
    expect(partText(difference)).toBe("10-1 Bracket");
  }
});

test("the table quotes what RFC 4180 asks for, and no cell is a formula", () => {
  const csv = differencesCsv([
    { kind: "revision", before: place({ name: 'a "b"' }), after: place({ name: "=1+1", revision: 'x,"y"' }) },
  ]);
  expect(csv.split("\r\n")[1]).toBe(
    'revision,10-1,A,10-1,"x,""y""",\'=1+1,20-1,20-1,,,,,"revision A → x,""y"""',
  );
});
