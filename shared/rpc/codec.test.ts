import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeMessage, encodeMessage } from "./codec.ts";
import { Failure } from "./failure.ts";

const arrays = fc.oneof(
  fc.uint8Array(),
  fc.uint32Array(),
  fc.float32Array(),
  fc.float64Array(),
  fc.int16Array(),
);
const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { maxDepth: 5 },
    fc.string(),
    fc.double(),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    arrays,
    fc.array(tie("any"), { maxLength: 5 }),
    fc.dictionary(
      fc.oneof(fc.string(), fc.constantFrom("$array", "$object", "$number", "__proto__")),
      tie("any"),
      {
        maxKeys: 5,
        noNullPrototype: true,
      },
    ),
  ),
})).any;

test("what is encoded is decoded again, typed arrays and hostile keys included", () => {
  fc.assert(
    fc.property(value, (message) => {
      const decoded = decodeMessage(encodeMessage(message));
      // JSON has no -0; everything else comes back as it went.
      expect(normalZero(decoded)).toEqual(normalZero(message));
    }),
    { seed: 20261124, numRuns: 500 },
  );
});

test("what is sent stays as it was; what is undefined is left out of objects and kept in lists", () => {
  const rows = Float64Array.of(1, 2);
  const message = {
    rows: [{ at: NaN, of: undefined, $sum: 3 }, undefined, { rows }],
    plain: [{ part: "A" }],
  };
  const before = {
    rows: [{ at: NaN, of: undefined, $sum: 3 }, undefined, { rows: Float64Array.of(1, 2) }],
    plain: [{ part: "A" }],
  };
  const decoded = decodeMessage(encodeMessage(message));
  expect(message).toStrictEqual(before);
  expect(message.rows[2]).toHaveProperty("rows", rows);
  expect(decoded).toStrictEqual({
    rows: [{ at: NaN, $sum: 3 }, undefined, { rows: Float64Array.of(1, 2) }],
    plain: [{ part: "A" }],
  });
});

test("bytes that no encoder wrote give a failure, never a crash or a forged prototype", () => {
  fc.assert(
    fc.property(value, fc.nat(), fc.uint8Array({ minLength: 1, maxLength: 8 }), (message, at, noise) => {
      const bytes = encodeMessage(message);
      bytes.set(noise.subarray(0, Math.max(0, bytes.length - (at % bytes.length))), at % bytes.length);
      try {
        decodeMessage(bytes);
      } catch (thrown) {
        expect(thrown).toBeInstanceOf(Failure);
      }
      expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
    }),
    { seed: 20261124, numRuns: 1000 },
  );
  expect(() => decodeMessage(new Uint8Array(2))).toThrow("shorter than its header");
});

test("a typed array cut from the middle of another buffer arrives whole", () => {
  const part = new Float64Array([1, 2, 3, 4]).subarray(1, 3);
  expect(decodeMessage(encodeMessage({ part }))).toEqual({ part: Float64Array.of(2, 3) });
});

function normalZero(input: unknown): unknown {
  if (input === 0) return 0;
  if (Array.isArray(input)) return input.map(normalZero);
  if (typeof input !== "object" || input === null || ArrayBuffer.isView(input)) return input;
  return Object.entries(input).map(([key, item]) => [key, normalZero(item)]);
}
