/** Corners of triangles that are the same point with the same normal and colour become one vertex. */

export interface CornerVertices {
  /** One of the corners that each vertex stands for. */
  readonly corners: Uint32Array;
  /** Vertex of every corner from `from` on. */
  readonly indices: Uint32Array;
}

/**
 * @param points welded vertex of every corner
 * @param normals x, y, z of every corner
 * @param tints a colour of every corner, as a number; undefined: none has one
 */
export function cornerVertices(
  points: Uint32Array,
  normals: Float32Array,
  from: number,
  to: number,
  tints?: Uint32Array,
): CornerVertices {
  const bits = new Int32Array(normals.buffer, normals.byteOffset, normals.length);
  const total = to - from;
  const size = 2 ** Math.ceil(Math.log2(Math.max(2, total * 2)));
  const table = new Int32Array(size).fill(-1);
  const corners = new Uint32Array(total);
  const indices = new Uint32Array(total);
  let count = 0;
  for (let corner = from; corner < to; corner++) {
    const point = points[corner] ?? 0;
    const x = bits[corner * 3] ?? 0;
    const y = bits[corner * 3 + 1] ?? 0;
    const z = bits[corner * 3 + 2] ?? 0;
    const tint = tints?.[corner] ?? 0;
    let place = mix(point ^ tint, x, y, z) & (size - 1);
    let vertex = table[place] ?? -1;
    while (vertex >= 0) {
      const other = corners[vertex] ?? 0;
      const same =
        points[other] === point &&
        bits[other * 3] === x &&
        bits[other * 3 + 1] === y &&
        bits[other * 3 + 2] === z &&
        (tints?.[other] ?? 0) === tint;
      if (same) break;
      place = (place + 1) & (size - 1);
      vertex = table[place] ?? -1;
    }
    if (vertex < 0) {
      vertex = count++;
      table[place] = vertex;
      corners[vertex] = corner;
    }
    indices[corner - from] = vertex;
  }
  return { corners: corners.slice(0, count), indices };
}

function mix(point: number, x: number, y: number, z: number): number {
  let mixed = Math.imul(point, 0x27d4_eb2f) ^ Math.imul(x, 0x9e37_79b1);
  mixed ^= Math.imul(y, 0x85eb_ca77) ^ Math.imul(z, 0xc2b2_ae3d);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x165_667b1);
  return mixed ^ (mixed >>> 13);
}
