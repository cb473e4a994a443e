import { expect, test } from "vitest";
import { aboutOf, mergeAbout, type Selected } from "./about.ts";

const view = {
  pathOf: (node: number) => ["LA-200", "LA-200/Drive unit"][node],
  faceText: () => "Hole or inner cylinder Ø 62 mm",
};
const unit = {
  partNumber: "10-4000",
  serial: "LA2-0007",
  serialStatus: "proven",
  lot: undefined,
  position: undefined,
  label: undefined,
} as const;
const about = (selected: Partial<Selected>, isUnit = false) =>
  aboutOf(
    { nodes: [], scope: "part", ...selected },
    {
      view,
      unit: isUnit ? unit : undefined,
      title: (number) => (number === "10-4000" ? "Linear actuator" : undefined),
      zone: "UTC",
    },
  );

test("every kind of selection is named in words", () => {
  expect(about({ partNumber: "10-4000" })).toEqual([{ kind: "part", name: "10-4000 Linear actuator" }]);
  expect(about({ partNumber: "x", nodes: [1], face: { node: 1, face: 4 } })).toEqual([
    { kind: "part", name: "x" },
    { kind: "occurrence", name: "LA-200/Drive unit" },
    { kind: "face", name: "Hole or inner cylinder Ø 62 mm, LA-200/Drive unit" },
  ]);
  expect(about({}, true)).toEqual([{ kind: "unit", name: expect.stringContaining("LA2-0007") as string }]);
  const characteristic = { partNumber: "x", name: "Bore", text: "Bore on 7: 62.1 mm, out of 62–62.03" };
  expect(about({ characteristic })).toEqual([{ kind: "characteristic", name: characteristic.text }]);
  expect(about({ window: { from: 0, to: 60_000_000 } })).toEqual([
    { kind: "span", name: "1970-01-01 00:00:00 to 1970-01-01 00:01:00 (UTC)" },
  ]);
  expect(about({})).toEqual([]);
});

test("each stands once, in the order of the kinds", () => {
  const part = { kind: "part", name: "a" } as const;
  const span = { kind: "span", name: "b" } as const;
  expect(mergeAbout([span], [part, span, { ...part }])).toEqual({ about: [part, span], leftOut: 0 });
});

test("what a request does not take is counted, once each, and what it has already stays", () => {
  const parts = Array.from({ length: 130 }, (_, at) => ({ kind: "part", name: `${at}` }) as const);
  const span = { kind: "span", name: "b" } as const;
  const { about, leftOut } = mergeAbout([span], [...parts, ...parts]);
  expect([about.length, leftOut]).toEqual([100, 31]);
  expect(about.at(-1)).toEqual(span);
});
