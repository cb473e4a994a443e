import fc from "fast-check";
import { expect, test } from "vitest";
import { hitTest, markAt } from "./hit.ts";
import { layoutFrame, type PlacedMark } from "./layout.ts";
import { HEAD_HEIGHT } from "./rows.ts";
import { timeToX } from "./scale.ts";
import { at } from "./testing/fake-history.ts";
import { fakeFrame } from "./testing/frames.ts";

const WINDOW = { from: at(2026, 3, 1), to: at(2026, 4, 20) };

test("the mark found is the one that painting would have left on top", () => {
  const marks = fc.array(
    fc.record({
      left: fc.integer({ min: 0, max: 60 }),
      top: fc.integer({ min: 0, max: 20 }),
      width: fc.integer({ min: 3, max: 20 }),
      height: fc.integer({ min: 3, max: 12 }),
    }),
    { minLength: 1, maxLength: 12 },
  );
  fc.assert(
    fc.property(marks, (boxes) => {
      const placed = boxes.map(({ left, top, width, height }, index): PlacedMark => ({
        index,
        left,
        right: left + width,
        top,
        bottom: top + height,
        shape: "span",
      }));
      // Brute force: every half pixel painted in order.
      for (let x = 0.5; x < 80; x += 3) {
        for (let y = 0.5; y < 32; y += 3) {
          let painted: number | undefined;
          for (const { index, left, right, top, bottom } of placed) {
            if (x >= left && x <= right && y >= top && y <= bottom) painted = index;
          }
          const found = markAt({ marks: placed }, x, y);
          if (painted !== undefined) expect(found).toBe(painted);
          else if (found !== undefined) {
            const { left, right, top, bottom } = placed[found] as PlacedMark;
            expect(Math.max(left - x, x - right, top - y, y - bottom)).toBeLessThanOrEqual(2);
          }
        }
      }
    }),
    { seed: 71, numRuns: 60 },
  );
});

test("every drawn mark is hit at its middle, or one that lies over it", async () => {
  const { data, view } = await fakeFrame(WINDOW);
  const frame = layoutFrame(data, view, () => Infinity);
  let tested = 0;
  for (const { row, marks } of frame.lanes) {
    for (const mark of marks) {
      const x = (mark.left + mark.right) / 2;
      if (x < 0 || x > view.width) continue;
      const hit = hitTest(data, frame, 0, x, HEAD_HEIGHT + (mark.top + mark.bottom) / 2);
      expect(hit).toMatchObject({ type: "mark", lane: row.index });
      if (hit.type !== "mark") continue;
      tested += 1;
      const over = marks.find(({ index }) => index === hit.mark);
      expect(over !== undefined && x >= over.left && x <= over.right).toBe(true);
    }
  }
  expect(tested).toBeGreaterThan(10);
});

test("head, bars, gap and trace are told apart, scrolled or not", async () => {
  const { data, view } = await fakeFrame(WINDOW);
  const frame = layoutFrame(data, view, () => Infinity);
  expect(hitTest(data, frame, 0, 100, 10)).toEqual({ type: "overview" });
  expect(hitTest(data, frame, 0, 100, 30)).toEqual({ type: "axis" });
  const rowOf = (kind: string) => {
    const row = frame.lanes.find(({ lane }) => lane.kind === kind)?.row;
    if (row === undefined) throw new Error(`no lane ${kind}`);
    return row;
  };
  const machine = rowOf("machine");
  const y = HEAD_HEIGHT + machine.top + machine.height / 2;
  // In the middle of the gap, a weekend: no event, only the hatching.
  const inGap = timeToX(frame.scale, at(2026, 3, 22, 6));
  expect(hitTest(data, frame, 0, inGap, y)).toEqual({ type: "gap", gap: 0 });
  expect(hitTest(data, frame, machine.height, inGap, y - machine.height)).toEqual({ type: "gap", gap: 0 });
  const inspection = data.slice?.lanes[rowOf("inspection").index];
  const bucket = inspection?.counts.findIndex((count, index) => {
    const answered = data.slice?.window ?? WINDOW;
    const time = answered.from + ((index + 0.5) * (answered.to - answered.from)) / inspection.counts.length;
    return count > 0 && time > WINDOW.from && time < WINDOW.to;
  });
  const answered = data.slice?.window ?? WINDOW;
  const middle =
    answered.from +
    (((bucket ?? 0) + 0.5) * (answered.to - answered.from)) / (inspection?.counts.length ?? 1);
  const inspectionRow = rowOf("inspection");
  expect(
    hitTest(
      data,
      frame,
      0,
      timeToX(frame.scale, middle),
      HEAD_HEIGHT + inspectionRow.top + inspectionRow.height - 3,
    ),
  ).toEqual({ type: "bucket", lane: inspectionRow.index, bucket });
  const trace = frame.rows.rows.find(({ type }) => type === "trace");
  expect(hitTest(data, frame, 0, 600, HEAD_HEIGHT + (trace?.top ?? 0) + 4)).toMatchObject({
    type: "trace",
    trace: 0,
  });
  expect(hitTest(data, frame, 0, 600, 5_000)).toEqual({ type: "nothing" });
});
