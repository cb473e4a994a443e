import { expect, test } from "vitest";
import { brushAnchor, brushBetween, brushEdgeAt, brushTime } from "./brush.ts";

const LIMITS = { from: 0, to: 10_000 };
const SCALE = { window: { from: 1_000, to: 2_000 }, width: 500 };

test("a drag makes a whole, ordered span inside the limits, either way", () => {
  expect(brushBetween(3_000.4, 1_999.6, LIMITS)).toEqual({ from: 2_000, to: 3_000 });
  expect(brushBetween(9_000, 99_999, LIMITS)).toEqual({ from: 9_000, to: 10_000 });
  expect(brushBetween(5_000.1, 5_000.2, LIMITS)).toBeUndefined();
});

test("the nearer edge is taken, within reach only", () => {
  const brush = { from: 1_200, to: 1_216 };
  // Edges at 100 and 108 pixels.
  expect(brushEdgeAt(brush, SCALE, 96)).toBe("from");
  expect(brushEdgeAt(brush, SCALE, 103)).toBe("from");
  expect(brushEdgeAt(brush, SCALE, 106)).toBe("to");
  expect(brushEdgeAt(brush, SCALE, 120)).toBeUndefined();
  expect(brushEdgeAt(undefined, SCALE, 100)).toBeUndefined();
});

test("a dragged edge may cross the other", () => {
  const brush = { from: 1_200, to: 1_400 };
  expect(brushBetween(brushAnchor(brush, "from"), 1_600, LIMITS)).toEqual({ from: 1_400, to: 1_600 });
  expect(brushBetween(brushAnchor(brush, "to"), 1_100, LIMITS)).toEqual({ from: 1_100, to: 1_200 });
});

test("outside of the plot the drag stays at its edge", () => {
  expect(brushTime(SCALE, -40)).toBe(1_000);
  expect(brushTime(SCALE, 900)).toBe(2_000);
});
