/** Which rows of a table pass its tests, found block by block. */
import type { TableFilter } from "../../../../shared/contract/tables.ts";
import { Failure } from "../../../../shared/rpc/failure.ts";
import type { Slices } from "./slices.ts";
import { BLOCK, containing, type Chosen, type Column, type Table, type Test } from "./table.ts";

export interface Matched<B> {
  readonly chosen: readonly Chosen<B>[];
  readonly total: number;
}

export async function match<B>(
  table: Pick<Table<B>, "chosen" | "lengthOf">,
  tests: readonly Test<B>[],
  slices: Slices,
): Promise<Matched<B>> {
  const { chosen, lengthOf } = table;
  const count = ({ block, rows }: Chosen<B>): number => rows?.length ?? lengthOf(block);
  if (tests.length === 0) return { chosen, total: chosen.reduce((sum, each) => sum + count(each), 0) };
  const keep = new Uint8Array(BLOCK);
  const scratch = new Uint16Array(BLOCK);
  const found: Chosen<B>[] = [];
  let total = 0;
  for (const { block, rows } of chosen) {
    const length = lengthOf(block);
    const flags = keep.subarray(0, length).fill(1);
    for (const test of tests) test(block, flags);
    let kept = 0;
    const among = rows?.length ?? length;
    for (let at = 0; at < among; at += 1) {
      const row = rows === undefined ? at : (rows[at] ?? 0);
      scratch[kept] = row;
      // Without a branch: which rows pass can't be foretold.
      kept += flags[row] ?? 0;
    }
    if (kept === among) found.push({ block, rows });
    else if (kept > 0) found.push({ block, rows: scratch.slice(0, kept) });
    total += kept;
    await slices.breathe();
  }
  return { chosen: found, total };
}

/** Undefined: the filter needs the rows themselves. */
export async function testOf<B>(
  filter: TableFilter,
  column: Column<B>,
  slices: Slices,
): Promise<Test<B> | undefined> {
  const { numbers, names } = column;
  const values = new Float64Array(BLOCK);
  if (filter.by === "range") {
    if (numbers === undefined || names !== undefined)
      throw new Failure("invalid", `The column "${filter.column}" has no numbers to compare.`);
    const { from = -Infinity, to = Infinity } = filter;
    return (block, keep) => {
      const bounds = numbers.bounds?.(block);
      if (bounds !== undefined && (bounds[0] > to || bounds[1] < from)) return void keep.fill(0);
      const all = values.subarray(0, keep.length);
      numbers.fill(block, all);
      for (let row = 0; row < keep.length; row += 1) {
        const value = all[row] ?? NaN;
        if (!(value >= from && value <= to)) keep[row] = 0;
      }
    };
  }
  if (filter.by === "text" && filter.text === "") return () => undefined;
  const wanted = filter.by === "values" ? new Set(filter.values) : undefined;
  const isByText = filter.by === "text" && column.codes !== undefined && column.matching !== undefined;
  const codes = isByText ? column.codes : numbers;
  const members =
    filter.by === "text" && isByText
      ? await column.matching?.(filter.text, slices)
      : await names?.where(
          filter.by === "text" ? containing(filter.text) : (name) => wanted?.has(name) === true,
          slices,
        );
  if (codes === undefined || members === undefined) return undefined;
  const none = wanted?.has("") === true ? 1 : 0;
  return (block, keep) => {
    const all = values.subarray(0, keep.length);
    codes.fill(block, all);
    for (let row = 0; row < keep.length; row += 1) {
      const code = all[row] ?? NaN;
      if ((code >= 0 ? (members[code] ?? 0) : none) === 0) keep[row] = 0;
    }
  };
}
