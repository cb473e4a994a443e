import { expect, test } from "vitest";
import { evidenceOfDifferences } from "./difference-evidence.ts";
import { place } from "./testing/difference-place.ts";

const names = { before: "Rev A · a.step", after: "Rev B · b.step" };

test("each says what it is about, on which part, between which models", () => {
  const face = { kind: "cylinder", inside: true, semiAngle: undefined, area: 10 } as const;
  expect(
    evidenceOfDifferences(
      [
        { kind: "added", before: undefined, after: place(), quantity: [0, 2] },
        { kind: "moved", before: place(), after: place(), distance: 8, angle: 0 },
        {
          kind: "face-changed",
          before: place({ faces: [3] }),
          after: place({ faces: [4] }),
          faces: [
            { ...face, radius: 3 },
            { ...face, radius: 3.5 },
          ],
          change: "size",
        },
      ],
      names,
    ),
  ).toEqual([
    { kind: "part", name: "10-1 Bracket: added to 20-1, 2× (Rev A · a.step → Rev B · b.step)" },
    { kind: "occurrence", name: "10-1 Bracket: moved by 8 mm (Rev A · a.step → Rev B · b.step)" },
    { kind: "face", name: "10-1 Bracket: hole Ø 6 mm → Ø 7 mm (Rev A · a.step → Rev B · b.step)" },
  ]);
});

test("a request takes a hundred, each of bounded length", () => {
  const difference = {
    kind: "revision",
    before: place(),
    after: place({ revision: "B", name: "x".repeat(5_000) }),
  } as const;
  const found = evidenceOfDifferences(
    Array.from({ length: 300 }, () => difference),
    names,
  );
  expect(found).toHaveLength(100);
  expect(Math.max(...found.map(({ name }) => name.length))).toBe(1_000);
});
