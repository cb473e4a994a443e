/** The sides of a mesh's triangles, each once, with the first two triangles that meet there. */

export interface Sides {
  readonly count: number;
  /** Welded vertices at both ends, the lower one first. */
  readonly low: Uint32Array;
  readonly high: Uint32Array;
  /** Triangles on the side; `second` is -1 where there is only one. */
  readonly first: Int32Array;
  readonly second: Int32Array;
  /** How many triangles meet here, at most 255. */
  readonly uses: Uint8Array;
}

/** @param corners welded vertex of every corner, three per triangle */
export function sidesOf(corners: Uint32Array): Sides {
  const most = corners.length;
  const low = new Uint32Array(most);
  const high = new Uint32Array(most);
  const first = new Int32Array(most);
  const second = new Int32Array(most).fill(-1);
  const uses = new Uint8Array(most);
  // Open addressing in a table at most half full: a Map holds no more than 16 million keys.
  const size = 2 ** Math.ceil(Math.log2(Math.max(2, most * 2)));
  const table = new Int32Array(size).fill(-1);
  let count = 0;
  for (let corner = 0; corner < most; corner++) {
    const triangle = Math.floor(corner / 3);
    const from = corners[corner] ?? 0;
    const to = corners[corner % 3 === 2 ? corner - 2 : corner + 1] ?? 0;
    if (from === to) continue;
    const [a, b] = from < to ? [from, to] : [to, from];
    let place = mix(a, b) & (size - 1);
    let side = table[place] ?? -1;
    while (side >= 0 && (low[side] !== a || high[side] !== b)) {
      place = (place + 1) & (size - 1);
      side = table[place] ?? -1;
    }
    if (side < 0) {
      side = count++;
      table[place] = side;
      low[side] = a;
      high[side] = b;
      first[side] = triangle;
    } else if (second[side] === -1) second[side] = triangle;
    uses[side] = Math.min(255, (uses[side] ?? 0) + 1);
  }
  return { count, low, high, first, second, uses };
}

function mix(a: number, b: number): number {
  let mixed = Math.imul(a, 0x9e37_79b1) ^ Math.imul(b, 0x85eb_ca77);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x27d4_eb2f);
  return mixed ^ (mixed >>> 13);
}
