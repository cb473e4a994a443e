/** Rows for items that overlap in time: each goes to the first row that is free, in order of start. */

export interface Stacking {
  /** Row of each item, 0 on top. */
  readonly rows: Uint8Array;
  readonly rowCount: number;
  /** Items that found no free row and lie over another one. */
  readonly overlapping: number;
}

/**
 * @param lefts ascending
 * @param maximumRows where all are taken the item lies in the row that ends first
 */
export function stack(
  lefts: ArrayLike<number>,
  rights: ArrayLike<number>,
  maximumRows: number,
  distance = 0,
): Stacking {
  const rows = new Uint8Array(lefts.length);
  const ends: number[] = [];
  let overlapping = 0;
  for (let index = 0; index < lefts.length; index += 1) {
    const left = lefts[index] as number;
    const right = rights[index] as number;
    let row = ends.findIndex((end) => end + distance <= left);
    if (row === -1 && ends.length < maximumRows) row = ends.length;
    if (row === -1) {
      overlapping += 1;
      row = ends.indexOf(Math.min(...ends));
    }
    ends[row] = Math.max(ends[row] ?? -Infinity, right);
    rows[index] = row;
  }
  return { rows, rowCount: Math.max(1, ends.length), overlapping };
}
