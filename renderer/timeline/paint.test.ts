import fc from "fast-check";
import { expect, test } from "vitest";
import { createPaint, mergeSpans } from "./paint.ts";
import { at, DAY, HOUR } from "./testing/fake-history.ts";
import { fakeFrame, type FakeFrame } from "./testing/frames.ts";
import { recordedContext, type RecordedText } from "./testing/recorded-context.ts";

const draw = ({ data, view }: FakeFrame): readonly RecordedText[] => {
  const { context, texts } = recordedContext();
  createPaint(context)(data, view);
  return texts;
};

const overlapping = (texts: readonly RecordedText[]): string[] =>
  texts.flatMap((a, index) =>
    texts.slice(index + 1).flatMap((b) => {
      const apart = a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;
      return apart ? [] : [`${a.text} | ${b.text}`];
    }),
  );

test("no text overlaps any other, at any zoom and width", async () => {
  const month = { from: at(2026, 3, 1), to: at(2026, 4, 20) };
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 28 }),
      fc.constantFrom(HOUR / 2, 8 * HOUR, 2 * DAY, 12 * DAY, 60 * DAY),
      fc.integer({ min: 300, max: 2_400 }),
      async (day, span, width) => {
        const from = month.from + day * DAY;
        const texts = draw(await fakeFrame({ from, to: from + span }, width));
        expect(overlapping(texts)).toEqual([]);
        expect(texts.filter(({ right }) => right > width)).toEqual([]);
      },
    ),
    { seed: 61, numRuns: 40 },
  );
});

test("the rare events of the bad fortnight are named, the returns in the colour of their severity", async () => {
  const frame = await fakeFrame({ from: at(2026, 3, 1), to: at(2026, 4, 20) }, 1_400);
  const words = draw(frame).map(({ text }) => text);
  expect(words).toContain("Rev B released");
  expect(words).toContain("ECO-0031 · effective SN 0097");
  expect(words).toContain("CM-3027 Z-axis ballscrew");
});

test("a collapsed lane keeps its place and loses its words", async () => {
  const window = { from: at(2026, 3, 1), to: at(2026, 4, 20) };
  const words = draw(await fakeFrame(window, 1_400, 260, ["kind:design"])).map(({ text }) => text);
  expect(words).not.toContain("Rev B released");
  expect(words).toContain("ECO-0031 · effective SN 0097");
});

test("without data there are still the axis and the overview", async () => {
  const { view } = await fakeFrame(undefined);
  const empty = { slice: undefined, overview: undefined, traces: [], rate: { baseline: 0, high: 0.1 } };
  expect(draw({ data: empty, view }).map(({ text }) => text)).toContain("2025");
});

test("the time of a cursor stands in the middle of its plate, whichever its figures", async () => {
  const { data, view } = await fakeFrame(undefined);
  const boxes = ["2026-11-11 11:11 plant", "2026-08-08 08:08 plant"].map((text) => {
    const cursor = { x: 300, left: 220, width: 160, text };
    const texts = draw({ data, view: { ...view, cursor } }).filter((one) => one.top > 24 && one.bottom < 40);
    const written = texts.filter(({ colour }) => colour === view.colours.panel);
    expect(written.map((one) => one.text).join("")).toBe(text);
    const [left, right] = [written[0]?.left ?? NaN, written.at(-1)?.right ?? NaN];
    expect(Math.abs(left - 220 - (380 - right))).toBeLessThan(2);
    return [left, right];
  });
  expect(boxes[0]).toEqual(boxes[1]);
});

test("overlapping gaps are hatched once", () => {
  expect(
    mergeSpans([
      { left: 50, right: 60 },
      { left: 0, right: 10 },
      { left: 5, right: 20 },
      { left: 55, right: 58 },
    ]),
  ).toEqual([
    [0, 20],
    [50, 60],
  ]);
});
