/**
 * Normals for triangles that have none: smooth over what is curved, sharp over what is an edge. At
 * each corner the normals of the triangles around its point are summed, by area, as far as they turn
 * less than the crease angle from the corner's own triangle.
 */

/** radians; above the 0.5 rad by which kernels let neighbouring segments of a curve turn. */
export const CREASE = (30 * Math.PI) / 180;
/** A point where more triangles meet (the apex of a fan) takes the triangle's own normal: the work stays linear. */
const MOST_AROUND = 64;

/** x, y, z per triangle, its length twice the triangle's area. */
export function triangleNormals(positions: ArrayLike<number>, indices: ArrayLike<number>): Float64Array {
  const normals = new Float64Array(indices.length);
  for (let at = 0; at < indices.length; at += 3) {
    const [a, b, c] = [(indices[at] ?? 0) * 3, (indices[at + 1] ?? 0) * 3, (indices[at + 2] ?? 0) * 3];
    const [x, y, z] = [positions[a] ?? 0, positions[a + 1] ?? 0, positions[a + 2] ?? 0];
    const [ux, uy, uz] = [(positions[b] ?? 0) - x, (positions[b + 1] ?? 0) - y, (positions[b + 2] ?? 0) - z];
    const [vx, vy, vz] = [(positions[c] ?? 0) - x, (positions[c + 1] ?? 0) - y, (positions[c + 2] ?? 0) - z];
    normals[at] = uy * vz - uz * vy;
    normals[at + 1] = uz * vx - ux * vz;
    normals[at + 2] = ux * vy - uy * vx;
  }
  return normals;
}

/**
 * x, y, z per corner (three corners per triangle), unit.
 * @param corners welded vertex of every corner
 * @param normals per triangle, by area (see triangleNormals)
 */
export function cornerNormals(corners: Uint32Array, normals: Float64Array, vertices: number): Float32Array {
  const triangles = corners.length / 3;
  const starts = new Uint32Array(vertices + 1);
  for (const vertex of corners) starts[vertex + 1] = (starts[vertex + 1] ?? 0) + 1;
  for (let vertex = 0; vertex < vertices; vertex++)
    starts[vertex + 1] = (starts[vertex + 1] ?? 0) + (starts[vertex] ?? 0);
  const around = new Uint32Array(corners.length);
  const filled = starts.slice(0, vertices);
  corners.forEach((vertex, corner) => {
    const place = filled[vertex] ?? 0;
    around[place] = Math.floor(corner / 3);
    filled[vertex] = place + 1;
  });
  const lengths = new Float64Array(triangles);
  for (let at = 0; at < triangles; at++)
    lengths[at] = Math.hypot(normals[at * 3] ?? 0, normals[at * 3 + 1] ?? 0, normals[at * 3 + 2] ?? 0);

  const least = Math.cos(CREASE);
  const result = new Float32Array(corners.length * 3);
  corners.forEach((vertex, corner) => {
    const own = Math.floor(corner / 3);
    const [ox, oy, oz] = [normals[own * 3] ?? 0, normals[own * 3 + 1] ?? 0, normals[own * 3 + 2] ?? 0];
    const length = lengths[own] ?? 0;
    let [x, y, z] = [ox, oy, oz];
    const from = starts[vertex] ?? 0;
    const to = starts[vertex + 1] ?? 0;
    if (to - from <= MOST_AROUND) {
      [x, y, z] = [0, 0, 0];
      for (let at = from; at < to; at++) {
        const other = around[at] ?? 0;
        const [nx, ny, nz] = [
          normals[other * 3] ?? 0,
          normals[other * 3 + 1] ?? 0,
          normals[other * 3 + 2] ?? 0,
        ];
        if (ox * nx + oy * ny + oz * nz < least * length * (lengths[other] ?? 0)) continue;
        x += nx;
        y += ny;
        z += nz;
      }
    }
    const size = Math.hypot(x, y, z);
    if (size > 0) result.set([x / size, y / size, z / size], corner * 3);
    else result.set([0, 0, 1], corner * 3);
  });
  return result;
}
