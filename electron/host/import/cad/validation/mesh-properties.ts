/** Volume, area and centre of a closed mesh (divergence theorem: sums over its triangles). */
import type { CadMesh } from "../../../../../shared/model/cad.ts";
import type { Vector } from "../structure/transform.ts";

export interface MeshProperties {
  /** mm³; negative where the mesh is inside out. */
  readonly volume: number;
  /** mm² */
  readonly area: number;
  /** mm² of faces that are not known to be plane: only these are drawn smaller or larger than they are. */
  readonly curvedArea: number;
  /** mm */
  readonly centre: Vector;
  /** mm */
  readonly diagonal: number;
}

export function meshProperties({ positions, indices, faces }: CadMesh): MeshProperties {
  const from = [Infinity, Infinity, Infinity];
  const to = [-Infinity, -Infinity, -Infinity];
  positions.forEach((value, at) => {
    from[at % 3] = Math.min(from[at % 3] ?? 0, value);
    to[at % 3] = Math.max(to[at % 3] ?? 0, value);
  });
  // From the middle of its box, so that far from the origin no digits are lost.
  const middle = from.map((low, axis) => (low + (to[axis] ?? 0)) / 2);
  const [mx = 0, my = 0, mz = 0] = middle;
  let [volume, area, curvedArea] = [0, 0, 0];
  const moment = [0, 0, 0];
  for (const { first, count, surface } of faces) {
    let own = 0;
    for (let triangle = first; triangle < first + count; triangle++) {
      const [a, b, c] = [0, 1, 2].map((corner) => (indices[triangle * 3 + corner] ?? 0) * 3) as [
        number,
        number,
        number,
      ];
      const [ax, ay, az] = [
        (positions[a] ?? 0) - mx,
        (positions[a + 1] ?? 0) - my,
        (positions[a + 2] ?? 0) - mz,
      ];
      const [bx, by, bz] = [
        (positions[b] ?? 0) - mx,
        (positions[b + 1] ?? 0) - my,
        (positions[b + 2] ?? 0) - mz,
      ];
      const [cx, cy, cz] = [
        (positions[c] ?? 0) - mx,
        (positions[c + 1] ?? 0) - my,
        (positions[c + 2] ?? 0) - mz,
      ];
      const [ux, uy, uz] = [bx - ax, by - ay, bz - az];
      const [vx, vy, vz] = [cx - ax, cy - ay, cz - az];
      const [nx, ny, nz] = [uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx];
      own += Math.hypot(nx, ny, nz) / 2;
      const sixth = (ax * nx + ay * ny + az * nz) / 6;
      volume += sixth;
      moment[0] = (moment[0] ?? 0) + (sixth * (ax + bx + cx)) / 4;
      moment[1] = (moment[1] ?? 0) + (sixth * (ay + by + cy)) / 4;
      moment[2] = (moment[2] ?? 0) + (sixth * (az + bz + cz)) / 4;
    }
    area += own;
    if (surface?.kind !== "plane") curvedArea += own;
  }
  const [x = 0, y = 0, z = 0] = moment.map(
    (value, axis) => (middle[axis] ?? 0) + (volume === 0 ? 0 : value / volume),
  );
  const diagonal = Math.hypot(...from.map((low, axis) => (to[axis] ?? 0) - low));
  return { volume, area, curvedArea, centre: [x, y, z], diagonal };
}
