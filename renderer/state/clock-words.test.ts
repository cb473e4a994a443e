import { expect, test } from "vitest";
import type { SourceClock } from "../../shared/model/clock.ts";
import { clockHere, clockOff, clockShort, clockSpanText, clocksWereOff } from "./clock-words.ts";

const SECOND = 1_000_000;
const DAY = 86_400 * SECOND;
const clock = (skew: number, more: Partial<SourceClock> = {}): SourceClock => ({
  sourceId: "mes",
  sourceName: "MES",
  from: 0,
  to: undefined,
  skew,
  uncertainty: 4_000,
  method: "plant",
  ...more,
});

test("how far a clock is off, in full and where there is little room", () => {
  expect(clockOff(clock(192 * SECOND))).toBe("3 min 12 s ahead of this computer’s");
  expect(clockOff(clock(-DAY))).toBe("1 d 00 h behind this computer’s");
  expect([192, -7_190, 86_400, -2_000_000, 4, 31, 86_399].map((s) => clockShort(clock(s * SECOND)))).toEqual([
    "+3 min",
    "−2 h",
    "+1 d",
    "−23 d",
    "+4 s",
    "+1 min",
    "+1 d",
  ]);
});

test("when it was off: newest first, once for all sources of a plant, and nothing of what is only slow", () => {
  const clocks = [
    clock(DAY, { from: 5, to: 9 }),
    clock(200_000, { from: 9 }),
    clock(DAY, { sourceId: "plm", from: 5, to: 9 }),
    clock(-DAY, { sourceId: "other" }),
    clock(-3 * SECOND, { from: 20 }),
  ];
  expect(clocksWereOff(clocks, new Set(["mes", "plm"])).map(({ from, skew }) => [from, skew])).toEqual([
    [20, -3 * SECOND],
    [5, DAY],
  ]);
});

test("what it means for a view: from when on, by the source's own time", () => {
  expect(clockHere(clock(DAY), "UTC")).toBe(
    "The clock of MES was 1 d 00 h ahead of this computer’s, from 1970-01-02 00:00 on by its own time. Times are shown as it stated them.",
  );
  expect(clockHere(clock(DAY, { to: DAY }), "UTC")).toContain("from 1970-01-02 00:00 to 1970-01-03 00:00 by");
});

test("a span of it in words, with how sure it is", () => {
  expect(clockSpanText(clock(DAY, { to: DAY }), "UTC")).toBe(
    "1970-01-01 00:00 to 1970-01-02 00:00: 1 d 00 h ahead of this computer’s (± 4 ms)",
  );
  expect(clockSpanText(clock(-DAY, { uncertainty: 3 * SECOND }), "UTC")).toBe(
    "since 1970-01-01 00:00: 1 d 00 h behind this computer’s (± 3 s)",
  );
});
