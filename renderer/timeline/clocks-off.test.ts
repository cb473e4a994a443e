import { expect, test } from "vitest";
import type { SourceClock } from "../../shared/model/clock.ts";
import { clocksBeside, clocksOf, clockSpans, worstClocks } from "./clocks-off.ts";

const clock = (sourceId: string, from: number, to: number | undefined, skew: number): SourceClock => ({
  sourceId,
  sourceName: sourceId.toUpperCase(),
  from,
  to,
  skew,
  uncertainty: 0,
  method: "plant",
});
const CLOCKS = [clock("mes", 0, 10, 20), clock("mes", 10, undefined, -40), clock("plm", 5, 50, 30)];
const lane = (by: "source" | "kind", key: string, others = 0, parent?: string) => ({
  by,
  key,
  others,
  parent,
});

test("a lane by source has its own clocks; the others are named beside the axis", () => {
  expect(clocksOf(lane("source", "mes"), CLOCKS)).toEqual(CLOCKS.slice(0, 2));
  expect(clocksOf(lane("source", "mes", 3), CLOCKS)).toEqual([]);
  expect(clocksOf(lane("kind", "mes"), CLOCKS)).toEqual([]);
  expect(clocksBeside([lane("source", "mes"), lane("source", "", 2)], CLOCKS)).toEqual([CLOCKS[2]]);
  expect(clocksBeside([lane("kind", "machine")], CLOCKS)).toEqual(CLOCKS);
  expect(clocksBeside([lane("kind", "machine"), lane("source", "mes", 0, "machine")], CLOCKS)).toEqual(
    CLOCKS,
  );
});

test("where every source of the selection has its lane, those without one have nothing to do with it", () => {
  expect(clocksBeside([lane("source", "mes")], CLOCKS)).toEqual([]);
});

test("of each source the clock that was off the most stands for it, behind or ahead", () => {
  expect(worstClocks(CLOCKS)).toEqual([CLOCKS[1], CLOCKS[2]]);
});

test("spans are of the times that were stated, cut to the plot; one that goes on reaches its end", () => {
  const scale = { window: { from: 0, to: 100 }, width: 200 };
  expect(clockSpans(CLOCKS, scale)).toEqual([
    { left: 40, right: 60 },
    { left: 0, right: 200 },
    { left: 70, right: 160 },
  ]);
  expect(clockSpans([clock("mes", 200, 300, 0)], scale)).toEqual([]);
});
