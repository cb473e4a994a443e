import { expect, test } from "vitest";
import { INITIAL_STATE } from "../../timeline/state.ts";
import { at, fakeHistory } from "../../timeline/testing/fake-history.ts";
import { fakeFrame } from "../../timeline/testing/frames.ts";
import { timeZone } from "../../timeline/time-zone.ts";
import { summaryOf, visibleCount } from "./summary.ts";
import { uomText, valueText } from "../../timeline/trace-value.ts";
import { rangeText } from "./trace-text.ts";

const WINDOW = { from: at(2026, 3, 1), to: at(2026, 4, 20) };

test("rare lanes are counted exactly, in words", async () => {
  const { data, view } = await fakeFrame(WINDOW);
  const words = summaryOf({ ...INITIAL_STATE, data, window: view.window }, timeZone("UTC"));
  expect(words).toContain("from 2026-03-01 00:00 to 2026-04-20 00:00.");
  expect(words).toContain("Design: 2 events.");
  expect(words).toContain("Maintenance: 3 events.");
  expect(words).toContain("Field: 5 events, 5 failed.");
  expect(words).toContain("Change: 2 events.");
});

test("the visible events are those of the window, to a bucket at each end", async () => {
  const { data, view } = await fakeFrame(WINDOW);
  const known = fakeHistory(4).events.filter(
    ({ startedAt = NaN, endedAt = startedAt }) => startedAt < WINDOW.to && endedAt >= WINDOW.from,
  ).length;
  const counted = visibleCount({ ...INITIAL_STATE, data, window: view.window });
  expect(Math.abs(counted - known)).toBeLessThanOrEqual(6);
});

test("an event that stands in several lanes is one event", async () => {
  const { data, view } = await fakeFrame(WINDOW);
  const { slice } = data;
  if (slice === undefined) throw new Error("no slice");
  const one = slice.lanes.map((lane) => ({ ...lane, by: "characteristic" as const }));
  const counted = (lanes: typeof one) =>
    visibleCount({ data: { ...data, slice: { ...slice, lanes } }, window: view.window });
  expect(counted([...one, ...one])).toBe(counted(one));
  expect(Math.abs(counted(one) - visibleCount({ data, window: view.window }))).toBeLessThanOrEqual(6);
});

test("values keep three digits and their unit's symbol", () => {
  expect([0, 0.012_345, 7.456, 70.49, 1_234.6].map(valueText)).toEqual([
    "0",
    "0.0123",
    "7.46",
    "70.5",
    "1235",
  ]);
  expect(uomText("PERCENT")).toBe("\u00a0%");
  expect(uomText("DEGREE")).toBe("°");
  expect(uomText("newton")).toBe("\u00a0newton");
  expect(uomText(undefined)).toBe("");
});

test("a trace says what its height stands for, or that nothing was recorded", async () => {
  const [placed] = (await fakeFrame(WINDOW)).data.traces;
  if (placed === undefined) throw new Error("no trace");
  expect(rangeText({ ...placed, range: [0, 71] })).toBe("0–71\u00a0%, min/max");
  expect(rangeText({ ...placed, range: undefined })).toBe("nothing recorded here");
});
