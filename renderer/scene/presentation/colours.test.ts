import { expect, test } from "vitest";
import { colourNodes, parseColour, rampAt } from "./colour-ramp.ts";
import { calmColour, lumaOf, ownColours, PALETTES } from "./model-colours.ts";
import { generateAssembly } from "../testing/generated-assembly.ts";

test("places become colours, no data becomes none", () => {
  const colours = colourNodes([0, 0.5, 2, NaN], ["#000000", "#808080", "#ffffff"]);
  expect([...colours.subarray(0, 4)]).toEqual([0, 0, 0, 1]);
  expect(colours[4]).toBeCloseTo(128 / 255, 6);
  expect([...colours.subarray(8, 12)]).toEqual([1, 1, 1, 1]);
  expect([...colours.subarray(12)]).toEqual([0, 0, 0, 0]);
});

test("the ramp is the legend's: straight between its stops", () => {
  const stops = [parseColour("#000000"), parseColour("#ff0000"), parseColour("#ff00ff")] as const;
  expect(rampAt(stops, 0.25)).toEqual([0.5, 0, 0]);
  expect(rampAt(stops, 0.75)).toEqual([1, 0, 0.5]);
  expect(rampAt(stops, -1)).toEqual([0, 0, 0]);
});

test("what is no colour is refused", () => {
  expect(() => parseColour("red")).toThrow(RangeError);
});

test.each(["dark", "light"] as const)("no colour of a designer vanishes in the %s viewport", (theme) => {
  const palette = PALETTES[theme];
  for (const colour of [
    [0, 0, 0],
    [1, 1, 1],
    [0.02, 0, 0.1],
    [1, 1, 0],
  ] as const) {
    const luma = lumaOf(calmColour(colour, palette));
    expect(luma).toBeGreaterThanOrEqual(palette.darkest - 1e-9);
    expect(luma).toBeLessThanOrEqual(palette.lightest + 1e-9);
  }
});

test("an occurrence's colour goes before its part's, and that before neutral", () => {
  const model = generateAssembly({ parts: 2, occurrences: 2 });
  const palette = PALETTES.dark;
  const blue = [0, 0, 1, 1] as const;
  const nodes = model.nodes.map((node, at) => (at === 3 ? { ...node, colour: blue } : node));
  const colours = ownColours({ ...model, nodes }, palette);
  const at = (node: number): number[] => [...colours.subarray(node * 3, node * 3 + 3)];
  const near = (node: number, expected: readonly number[]): void =>
    expected.forEach((value, channel) => expect(at(node)[channel]).toBeCloseTo(value, 6));
  near(2, palette.neutral);
  near(3, calmColour([0, 0, 1], palette));
});
