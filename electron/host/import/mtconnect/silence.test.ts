import fc from "fast-check";
import { expect, test } from "vitest";
import { LONG_SILENCE_MICROSECONDS, SilenceTracker } from "./silence.ts";

test("finds the same silences as sorting every time", () => {
  // Some hours in steps of 0.1 s, in any order.
  const times = fc.array(fc.integer({ min: 0, max: 200_000 }), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(times, (tenths) => {
      const tracker = new SilenceTracker();
      for (const tenth of tenths) tracker.observe(tenth * 100_000);
      const sorted = tenths.map((tenth) => tenth * 100_000).sort((a, b) => a - b);
      const expected = sorted
        .map((to, index) => ({ from: sorted[index - 1] ?? to, to }))
        .filter(({ from, to }) => to - from > LONG_SILENCE_MICROSECONDS);
      expect(tracker.silences()).toEqual(expected);
    }),
    { seed: 600, numRuns: 500 },
  );
});
