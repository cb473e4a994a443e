import fc from "fast-check";
import { expect, test } from "vitest";
import type { UnitReference } from "../../../../shared/model/record.ts";
import { CHUNK_SAMPLES, SignalBuffer } from "./signal-buffer.ts";

const unit = (serial: string): UnitReference => ({
  part: { name: "p", strength: "guessed" },
  serial,
  serialStatus: "assumed",
});

test("any order comes out ascending, in chunks, each sample once, with its unit", () => {
  const samples = fc.array(fc.tuple(fc.integer({ min: 0, max: 100 }), fc.integer()), { maxLength: 300 });
  fc.assert(
    fc.property(
      samples,
      fc.integer({ min: 0, max: 100 }),
      fc.integer({ min: 0, max: 100 }),
      (pairs, a, b) => {
        const [from, to] = [Math.min(a, b), Math.max(a, b)];
        const buffer = new SignalBuffer("s", "rpm");
        for (const [time, value] of pairs) buffer.add(time, value);
        const chunks = [...buffer.chunks("m", [{ from, to, unit: unit("1") }])];
        const flat = chunks.flatMap(({ times, values, unit: of }) =>
          [...times].map((time, index) => [time, values[index], of?.serial]),
        );
        // Reference: the language's own stable sort, and the definition of the span.
        const expected = [...pairs]
          .sort(([x], [y]) => x - y)
          .map(([time, value]) => [time, value, from <= time && time <= to ? "1" : undefined]);
        expect(flat).toEqual(expected);
        const inside = pairs.filter(([time]) => from <= time && time <= to).map(([, value]) => value);
        expect(buffer.maximum(from, to)).toBe(inside.length === 0 ? undefined : Math.max(...inside));
      },
    ),
    { seed: 4096, numRuns: 500 },
  );
});

test("a chunk holds at most 4096 samples", () => {
  const buffer = new SignalBuffer("s", undefined);
  for (let index = 0; index < CHUNK_SAMPLES * 2 + 1; index += 1) buffer.add(index, index);
  const chunks = [...buffer.chunks("m", [])];
  expect(chunks.map(({ times }) => times.length)).toEqual([4096, 4096, 1]);
  expect(chunks[0]?.uom).toBeUndefined();
});

test("a maximum passes over what was unavailable", () => {
  const buffer = new SignalBuffer("s", undefined);
  [Number.NaN, 3, Number.NaN, 5, Number.NaN].forEach((value, time) => buffer.add(time, value));
  expect(buffer.maximum(0, 10)).toBe(5);
  expect(buffer.maximum(0, 0)).toBeUndefined();
});
