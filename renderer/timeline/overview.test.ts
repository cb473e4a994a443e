import { expect, test } from "vitest";
import { centreOn, dragOverview, overviewPartAt } from "./overview.ts";
import { SHORTEST_SPAN } from "./viewport.ts";

const SCALE = { window: { from: 0, to: 1_000_000 }, width: 1_000 };
const WINDOW = { from: 200_000, to: 400_000 };

test("edges, inside and outside are told apart", () => {
  expect([196, 203, 300, 398, 404, 500].map((x) => overviewPartAt(WINDOW, SCALE, x))).toEqual([
    "from",
    "from",
    "window",
    "to",
    "to",
    "outside",
  ]);
});

test("a sliver is taken whole", () => {
  expect(overviewPartAt({ from: 300_000, to: 302_000 }, SCALE, 304)).toBe("window");
});

test("dragging moves, resizes or draws a new window", () => {
  expect(dragOverview(WINDOW, "window", SCALE, 300, 350)).toEqual({ from: 250_000, to: 450_000 });
  expect(dragOverview(WINDOW, "window", SCALE, 300, 2_000)).toEqual({ from: 800_000, to: 1_000_000 });
  expect(dragOverview(WINDOW, "from", SCALE, 200, 250)).toEqual({ from: 250_000, to: 400_000 });
  expect(dragOverview(WINDOW, "from", SCALE, 200, 900)).toEqual({
    from: 400_000 - SHORTEST_SPAN,
    to: 400_000,
  });
  expect(dragOverview(WINDOW, "to", SCALE, 400, 2_000)).toEqual({ from: 200_000, to: 1_000_000 });
  expect(dragOverview(WINDOW, "outside", SCALE, 900, 700)).toEqual({ from: 700_000, to: 900_000 });
});

test("a click beside the window centres it there, inside the limits", () => {
  expect(centreOn(WINDOW, 600_000, SCALE.window)).toEqual({ from: 500_000, to: 700_000 });
  expect(centreOn(WINDOW, 990_000, SCALE.window)).toEqual({ from: 800_000, to: 1_000_000 });
});
