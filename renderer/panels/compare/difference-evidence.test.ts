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

test("all are named, each in bounded length: what does not fit is for the request to say", () => {
  const difference = {
    kind: "revision",
    before: place(),
    after: place({ revision: "B", name: "x".repeat(5_000) }),
  } as const;
  const found = evidenceOfDifferences(
    Array.from({ length: 300 }, (_, at) => ({
      ...difference,
      after: place({ revision: "B", name: `${at}${"x".repeat(5_000)}` }),
    })),
    names,
  );
  expect(found).toHaveLength(300);
  const same = evidenceOfDifferences([difference, difference], names);
  expect(same.map(({ name }) => [name.length, name.slice(-9)])).toEqual([[1_000, "(2 times)"]]);
  expect(Math.max(...found.map(({ name }) => name.length))).toBe(1_000);
});
