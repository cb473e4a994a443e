/** Corners of a mesh that are one: faces that meet have each their own. */
import { boundsOfPositions, radiusOfBounds } from "./bounds.ts";

/** Of the extent: corners nearer to each other than this are one. Single precision tells a tenth of it. */
const WELD = 1e-6;

/** Per vertex the first one at its place. */
export function weld(positions: Float32Array): Int32Array {
  const bounds = boundsOfPositions(positions);
  const cell = Math.max(radiusOfBounds(bounds) * 2 * WELD, Number.MIN_VALUE);
  const count = positions.length / 3;
  const places = new Float64Array(positions.length);
  for (let at = 0; at < positions.length; at++)
    places[at] = Math.round(((positions[at] ?? 0) - (bounds[at % 3] ?? 0)) / cell);
  const most = tableSize(count);
  const table = new Int32Array(most).fill(-1);
  const first = new Int32Array(count);
  for (let vertex = 0; vertex < count; vertex++) {
    const [x, y, z] = [places[vertex * 3] ?? 0, places[vertex * 3 + 1] ?? 0, places[vertex * 3 + 2] ?? 0];
    let at = (Math.imul(x, 73_856_093) ^ Math.imul(y, 19_349_663) ^ Math.imul(z, 83_492_791)) & (most - 1);
    for (;;) {
      const other = table[at] ?? -1;
      if (other === -1) {
        table[at] = vertex;
        first[vertex] = vertex;
        break;
      }
      if (places[other * 3] === x && places[other * 3 + 1] === y && places[other * 3 + 2] === z) {
        first[vertex] = other;
        break;
      }
      at = (at + 1) & (most - 1);
    }
  }
  return first;
}

/** A power of two, at most half full. */
export function tableSize(entries: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(2, entries * 2)));
}
