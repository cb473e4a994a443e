/** A polygon of a mesh format as triangles. */

export type Corner = readonly [number, number, number];

/** More corners are clipped as a fan: ear clipping takes the square of their number. */
const MOST_CLIPPED = 512;

/** Places of corners, three per triangle, turning as the polygon does; concave ones by clipping ears. */
export function triangulate(corners: readonly Corner[]): readonly number[] {
  const count = corners.length;
  if (count < 3) return [];
  if (count === 3) return [0, 1, 2];
  const flat = flatten(corners);
  if (flat === undefined || count > MOST_CLIPPED || isConvex(flat)) return fan(count);
  const left = Array.from({ length: count }, (_, at) => at);
  const triangles: number[] = [];
  while (left.length > 3) {
    const ear = left.findIndex((_, at) => isEar(flat, left, at));
    // A polygon that crosses itself has none at some point.
    if (ear < 0) return [...triangles, ...fan(left.length).map((at) => left[at] ?? 0)];
    const [before, here, after] = around(left, ear);
    triangles.push(before, here, after);
    left.splice(ear, 1);
  }
  return [...triangles, ...left];
}

function fan(count: number): readonly number[] {
  return Array.from({ length: count - 2 }, (_, at) => [0, at + 1, at + 2]).flat();
}

type Flat = readonly (readonly [number, number])[];

/** Onto the plane that the polygon faces most, turning counter-clockwise there; undefined for no area. */
function flatten(corners: readonly Corner[]): Flat | undefined {
  // Newell's normal.
  let [nx, ny, nz] = [0, 0, 0];
  corners.forEach(([x, y, z], at) => {
    const [p, q, r] = corners[(at + 1) % corners.length] ?? [x, y, z];
    nx += (y - q) * (z + r);
    ny += (z - r) * (x + p);
    nz += (x - p) * (y + q);
  });
  const [ax, ay, az] = [Math.abs(nx), Math.abs(ny), Math.abs(nz)];
  if (!(ax + ay + az > 0)) return undefined;
  if (az >= ax && az >= ay) return corners.map(([x, y]) => (nz > 0 ? [x, y] : [y, x]));
  if (ax >= ay) return corners.map(([, y, z]) => (nx > 0 ? [y, z] : [z, y]));
  return corners.map(([x, , z]) => (ny > 0 ? [z, x] : [x, z]));
}

function turn(
  a: readonly [number, number],
  b: readonly [number, number],
  c: readonly [number, number],
): number {
  return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
}

function isConvex(flat: Flat): boolean {
  return flat.every((point, at) => {
    const [next, last] = [flat[(at + 1) % flat.length] ?? point, flat[(at + 2) % flat.length] ?? point];
    return turn(point, next, last) >= 0;
  });
}

function around(left: readonly number[], at: number): readonly [number, number, number] {
  const before = left[(at + left.length - 1) % left.length] ?? 0;
  return [before, left[at] ?? 0, left[(at + 1) % left.length] ?? 0];
}

function isEar(flat: Flat, left: readonly number[], at: number): boolean {
  const [before, here, after] = around(left, at);
  const [a, b, c] = [flat[before], flat[here], flat[after]];
  if (a === undefined || b === undefined || c === undefined || turn(a, b, c) <= 0) return false;
  return left.every((corner) => {
    if (corner === before || corner === here || corner === after) return true;
    const point = flat[corner];
    return point === undefined || turn(a, b, point) < 0 || turn(b, c, point) < 0 || turn(c, a, point) < 0;
  });
}
