import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeColumns, decodeHead, decodeRest, decodeUnits, encodeChunk } from "./chunk-bytes.ts";
import { headOf } from "./chunk-head.ts";
import { chunkOf } from "./event-chunk.ts";
import { rowArbitrary, SEED, type RandomRow } from "./testing/random-history.ts";
import { timesOf } from "./time-column.ts";

test("times are kept exactly, in seconds, milliseconds or microseconds, near or far apart", () => {
  const times = fc
    .tuple(
      fc.constantFrom(1, 7, 1_000, 1_000_000),
      fc.integer({ min: -(2 ** 40), max: 2 ** 40 }),
      fc.array(fc.oneof(fc.nat({ max: 5_000 }), fc.nat({ max: 2 ** 31 - 1 })), { maxLength: 50 }),
    )
    .map(([step, origin, steps]) => steps.map((n) => origin + n * step));
  fc.assert(
    fc.property(times, (some) => {
      const { origin, step, values } = timesOf(some);
      expect(Array.from(values, (value) => origin + value * step)).toEqual(some);
    }),
    { seed: SEED, numRuns: 200 },
  );
  expect(timesOf([0, 3_600_000_000, 7_200_000_000]).values).toBeInstanceOf(Uint16Array);
  expect(timesOf([0, 86_400_000_000]).values).toBeInstanceOf(Uint32Array);
});

/** Ids of one, two and four bytes, columns that are the same everywhere, positions with and without gaps. */
const histories = fc
  .tuple(
    fc.array(rowArbitrary, { maxLength: 300 }),
    fc.constantFrom(1, 100, 100_000),
    fc.boolean(),
    fc.integer({ min: 1, max: 3 }),
  )
  .map(([rows, factor, isSame, gap]) =>
    rows.map((row, at): RandomRow & { position: number } => ({
      ...row,
      part: isSame ? (rows[0]?.part ?? null) : row.part,
      unit: row.unit === null ? null : row.unit * factor,
      equipment: isSame ? null : row.equipment,
      source: isSame ? 1 : row.source * factor,
      position: at * gap,
    })),
  );

test("a chunk comes back from its bytes as it went in, from whatever address", () => {
  fc.assert(
    fc.property(histories, fc.nat({ max: 7 }), (rows, shift) => {
      const chunk = chunkOf(rows);
      const head = headOf(chunk, 8_192, chunk.offsets);
      const bytes = encodeChunk(chunk, head);
      const moved = (piece: Uint8Array): Uint8Array => {
        const elsewhere = new Uint8Array(piece.length + shift).subarray(shift);
        elsewhere.set(piece);
        return elsewhere;
      };
      expect(decodeHead(moved(bytes.head))).toEqual(head);
      const columns = decodeColumns(moved(bytes.columns), rows.length);
      const units = decodeUnits(moved(bytes.units), rows.length);
      const rest = decodeRest(moved(bytes.rest), rows.length);
      expect({ ...columns, units, ...rest }).toEqual(chunk);
      expect(() => decodeHead(bytes.head.subarray(0, -1))).toThrow(RangeError);
      expect(() => decodeColumns(bytes.columns.subarray(0, -1), rows.length)).toThrow(RangeError);
      expect(() => decodeColumns(bytes.columns, rows.length + 1)).toThrow(RangeError);
      expect(() => decodeUnits(bytes.units.subarray(0, -1), rows.length)).toThrow(RangeError);
      expect(() => decodeRest(bytes.rest.subarray(0, -1), rows.length)).toThrow(RangeError);
    }),
    { seed: SEED, numRuns: 200 },
  );
});
