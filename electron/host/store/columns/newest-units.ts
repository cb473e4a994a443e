/** Units of one part by when they were last heard of, from the columns: rows would be read one by one. */
import type { ChosenChunk } from "./chosen-rows.ts";
import { isUndated } from "./event-chunk.ts";

/**
 * @param own row ids of the part and the products that it is: those below it in the BOM have operations of their own
 * @returns row ids of units, the one whose latest event began last first
 */
export function newestUnits(
  chosen: readonly ChosenChunk[],
  own: readonly number[],
  most: number,
): readonly number[] {
  const latest = new Map<number, number>();
  for (const { chunk, rows } of chosen) {
    const { parts, units, codes, starts } = chunk;
    const length = rows?.length ?? codes.length;
    for (let at = 0; at < length; at += 1) {
      const row = rows === undefined ? at : (rows[at] ?? 0);
      const unit = units[row] ?? 0;
      if (unit === 0 || !own.includes(parts[row] ?? 0) || isUndated(codes[row] ?? 0)) continue;
      const start = starts.origin + (starts.values[row] ?? 0) * starts.step;
      if (start > (latest.get(unit) ?? -Infinity)) latest.set(unit, start);
    }
  }
  return [...latest]
    .sort(([a, aStart], [b, bStart]) => bStart - aStart || b - a)
    .slice(0, most)
    .map(([unit]) => unit);
}
