/** Whether everything that has words can be found by them, and nothing else: all kinds but events (event-rows.ts). */
import type { Connection } from "../store/open.ts";
import { textTable, type TextKind } from "../store/search/text-tables.ts";
import { createFaults } from "./faults.ts";
import type { Share } from "./share.ts";

const ROWS_AT_ONCE = 65_536;

/** Rows that have words. */
const ROWS: Readonly<Record<Exclude<TextKind, "event">, { readonly id: string; readonly from: string }>> = {
  part: { id: "part_id", from: "part WHERE true" },
  unit: { id: "unit_id", from: "unit WHERE coalesce(serial, lot, label) IS NOT NULL" },
  characteristic: { id: "characteristic_id", from: "characteristic WHERE true" },
  note: { id: "note_id", from: "note WHERE true" },
};

export function* examineTexts(cache: Connection): Generator<Share, readonly string[]> {
  const faults = createFaults();
  const kinds = Object.entries(ROWS);
  for (const [at, [kind, { id, from }]] of kinds.entries()) {
    const table = `${textTable(kind as TextKind)}_docsize`;
    const largest = Number(
      cache
        .prepare(`SELECT max((SELECT max(${id}) FROM ${from}), (SELECT max(id) FROM ${table}))`)
        .pluck()
        .get() ?? 0,
    );
    const rows = cache
      .prepare(`SELECT ${id} FROM ${from} AND ${id} >= ? AND ${id} < ? ORDER BY ${id}`)
      .pluck();
    const texts = cache.prepare(`SELECT id FROM ${table} WHERE id >= ? AND id < ? ORDER BY id`).pluck();
    const both = cache.transaction((first: number): readonly [number[], number[]] => [
      rows.all(first, first + ROWS_AT_ONCE) as number[],
      texts.all(first, first + ROWS_AT_ONCE) as number[],
    ]);
    for (let first = 0; first <= largest; first += ROWS_AT_ONCE) {
      const [has, found] = both(first);
      for (const one of without(has, found)) faults.add(() => `${kind} ${one} can't be found by its words`);
      for (const one of without(found, has))
        faults.add(() => `words of ${kind} ${one}, which is gone or has none`);
      yield { done: at + Math.min(1, (first + ROWS_AT_ONCE) / (largest + 1)), total: kinds.length };
    }
  }
  return faults.lines();
}

/** Of `these` those that `others` lack; both ascending. */
function without(these: readonly number[], others: readonly number[]): readonly number[] {
  let at = 0;
  return these.filter((one) => {
    while (at < others.length && (others[at] as number) < one) at += 1;
    return others[at] !== one;
  });
}
