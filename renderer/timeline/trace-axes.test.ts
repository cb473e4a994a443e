import { expect, test } from "vitest";
import type { Trace } from "../../shared/contract/events.ts";
import { DARK, LIGHT } from "../theme/tokens.ts";
import { HEAD_HEIGHT } from "./rows.ts";
import { hitTest } from "./hit.ts";
import { layoutFrame } from "./layout.ts";
import { axesOf, lineStyle, valueToY } from "./trace-axes.ts";
import { NO_DATA, type PlacedTrace } from "./view.ts";
import { fakeFrame } from "./testing/frames.ts";

const WINDOW = { from: 0, to: 100 };
const placed = (signal: string, uom: string | undefined, values: readonly number[]): PlacedTrace => {
  const column = Float32Array.from(values);
  const trace: Trace = {
    equipment: "M-1",
    signal,
    uom,
    first: 0,
    minimum: column,
    maximum: column,
    mean: column,
    until: undefined,
  };
  const known = values.filter((value) => !Number.isNaN(value));
  const range = known.length === 0 ? undefined : ([Math.min(...known), Math.max(...known)] as const);
  return { trace, window: WINDOW, range };
};

const TRACES = [
  placed("load", "percent", [10, 20, 30, 40]),
  placed("temperature", "celsius", [21, 22, 24, 23]),
  placed("override", "percent", [100, 100, NaN, 90]),
  placed("door", undefined, [NaN, NaN, NaN, NaN]),
];

test("signals of one unit share an axis that holds all of them, others have their own", () => {
  expect(axesOf(TRACES)).toEqual([
    { uom: "percent", range: [0, 100], traces: [0, 2] },
    { uom: "celsius", range: [21, 24], traces: [1] },
    { uom: undefined, range: undefined, traces: [3] },
  ]);
});

test("six lines are told apart by their colours, and without them", () => {
  for (const tokens of [DARK, LIGHT]) {
    const styles = Array.from({ length: 6 }, (_, at) => lineStyle(tokens, at));
    expect(new Set(styles.map(({ colour }) => colour)).size).toBe(6);
    expect(new Set(styles.map(({ dash }) => dash.join())).size).toBe(6);
  }
});

test("under the pointer is the signal whose line is nearest, each by its own axis", async () => {
  const { view } = await fakeFrame(undefined);
  const data = { ...NO_DATA, traces: TRACES };
  const together = { ...view, window: WINDOW, shapes: { ...view.shapes, together: 4 } };
  const frame = layoutFrame(data, together, (text) => text.length * 6);
  const row = frame.rows.rows.find(({ type }) => type === "trace");
  if (row === undefined) throw new Error("no row of traces");
  expect(row.traces).toBe(4);
  const at = (range: readonly [number, number], value: number): unknown =>
    hitTest(data, frame, 0, together.width * 0.1, HEAD_HEIGHT + valueToY(row, range, value));
  expect(at([0, 100], 12)).toEqual({ type: "trace", trace: 0, bucket: 0 });
  expect(at([21, 24], 21.05)).toEqual({ type: "trace", trace: 1, bucket: 0 });
  expect(at([0, 100], 95)).toEqual({ type: "trace", trace: 2, bucket: 0 });
});
