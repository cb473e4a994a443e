import fc from "fast-check";
import { expect, test } from "vitest";
import { placeLabels, shorten, type LabelItem } from "./labels.ts";

const measure = (text: string): number => text.length * 6;
const WIDTH = 1_000;

const items = fc
  .array(
    fc.record({
      left: fc.integer({ min: -200, max: 1_100 }),
      length: fc.integer({ min: 3, max: 300 }),
      text: fc.string({ minLength: 0, maxLength: 40, unit: "grapheme-ascii" }),
      holds: fc.boolean(),
    }),
    { maxLength: 30 },
  )
  .map((drawn) =>
    drawn
      .map(({ left, length, text, holds }): LabelItem => ({
        left,
        right: left + (holds ? length : 11),
        text,
        holds,
      }))
      .toSorted((a, b) => a.left - b.left),
  );

test("no label overlaps another label, another mark or the edges", () => {
  fc.assert(
    fc.property(items, (row) => {
      const labels = placeLabels(row, WIDTH, measure);
      for (const label of labels) {
        const right = label.left + label.width;
        expect(label.left).toBeGreaterThanOrEqual(0);
        expect(right).toBeLessThanOrEqual(WIDTH);
        for (const other of labels) {
          if (other === label) continue;
          expect(right <= other.left || other.left + other.width <= label.left).toBe(true);
        }
        row.forEach((item, index) => {
          if (index === label.index) {
            if (label.inside) expect(label.left >= item.left && right <= item.right).toBe(true);
            else expect(label.left).toBeGreaterThan(item.right);
            return;
          }
          expect(right <= item.left || item.right <= label.left).toBe(true);
        });
      }
    }),
    { seed: 21, numRuns: 1_000 },
  );
});

test("a label that fits is there, whole, inside its bar", () => {
  const [label] = placeLabels(
    [{ left: 100, right: 220, text: "PM-3011 spindle", holds: true }],
    WIDTH,
    measure,
  );
  expect(label).toEqual({ index: 0, left: 106, width: 90, text: "PM-3011 spindle", inside: true });
});

test("a bar too short has its label beside it, a diamond always", () => {
  const labels = placeLabels(
    [
      { left: 100, right: 120, text: "PM-3011 spindle", holds: true },
      { left: 400, right: 411, text: "RMA 118", holds: false },
    ],
    WIDTH,
    measure,
  );
  expect(labels.map(({ left, inside }) => [left, inside])).toEqual([
    [125, false],
    [416, false],
  ]);
});

test("a bar that begins left of the plot keeps its label in view", () => {
  const [label] = placeLabels([{ left: -500, right: 300, text: "order 8812", holds: true }], WIDTH, measure);
  expect(label).toMatchObject({ left: 6, inside: true, text: "order 8812" });
});

test("shortening keeps a beginning that fits, and no half characters", () => {
  expect(shorten("gate driver clearance", 60, measure)).toBe("gate driv…");
  expect(shorten("gate", 12, measure)).toBeUndefined();
  expect(shorten("abcde🙂🙂🙂🙂", 48, measure)).toBe("abcde🙂…");
});
