/** Which vertices of a mesh are the same point: faces have their own copies of what they share. */

/** Per vertex the lowest vertex at the same place, to the precision that is stored (32-bit). */
export function weldVertices(positions: Float64Array | Float32Array): Uint32Array {
  const count = positions.length / 3;
  const keys = new Int32Array(Float32Array.from(positions, (value) => value + 0).buffer);
  const welded = new Uint32Array(count);
  // Open addressing in a table at most half full: a Map of text keys takes ten times as long.
  const size = 2 ** Math.ceil(Math.log2(Math.max(2, count * 2)));
  const table = new Int32Array(size).fill(-1);
  for (let vertex = 0; vertex < count; vertex++) {
    const x = keys[vertex * 3] ?? 0;
    const y = keys[vertex * 3 + 1] ?? 0;
    const z = keys[vertex * 3 + 2] ?? 0;
    let place = hash(x, y, z) & (size - 1);
    let found = table[place] ?? -1;
    while (found >= 0 && (keys[found * 3] !== x || keys[found * 3 + 1] !== y || keys[found * 3 + 2] !== z)) {
      place = (place + 1) & (size - 1);
      found = table[place] ?? -1;
    }
    if (found < 0) table[place] = vertex;
    welded[vertex] = found < 0 ? vertex : found;
  }
  return welded;
}

function hash(x: number, y: number, z: number): number {
  let mixed = Math.imul(x, 0x9e37_79b1) ^ Math.imul(y, 0x85eb_ca77) ^ Math.imul(z, 0xc2b2_ae3d);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x27d4_eb2f);
  return mixed ^ (mixed >>> 13);
}
