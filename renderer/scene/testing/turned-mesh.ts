/** For tests: bodies that a profile makes around an axis, whose sizes are known without their triangles. mm. */
import type { CadMesh, Surface } from "../../../shared/model/cad.ts";
import type { Vector } from "../camera/orbit.ts";
import { cross, lengthOf } from "../vectors.ts";

/** A place of a profile: how far from the axis, and how far along it. */
export type Spot = readonly [rho: number, height: number];

/** From one place to the next, the material on its left: a line, or an arc around a centre, by an angle, radians. */
export type Piece =
  | { readonly kind: "line"; readonly from: Spot; readonly to: Spot }
  | {
      readonly kind: "arc";
      readonly centre: Spot;
      readonly radius: number;
      readonly start: number;
      readonly by: number;
    };

export function spotOn(piece: Piece, share: number): Spot {
  if (piece.kind === "line")
    return [
      piece.from[0] + (piece.to[0] - piece.from[0]) * share,
      piece.from[1] + (piece.to[1] - piece.from[1]) * share,
    ];
  const angle = piece.start + piece.by * share;
  return [piece.centre[0] + piece.radius * Math.cos(angle), piece.centre[1] + piece.radius * Math.sin(angle)];
}

/** Volume and areas of the whole turn, by Simpson's rule along the profile. */
export function turnedSize(profile: readonly Piece[]): {
  readonly volume: number;
  readonly areas: readonly number[];
} {
  const steps = 400;
  let volume = 0;
  const areas = profile.map((piece) => {
    let area = 0;
    for (let step = 0; step < steps; step++) {
      const [a, b, c] = [0, 0.5, 1].map((part) => spotOn(piece, (step + part) / steps)) as [Spot, Spot, Spot];
      const mean = (of: (spot: Spot) => number): number => (of(a) + 4 * of(b) + of(c)) / 6;
      const rise = Math.hypot(c[0] - a[0], c[1] - a[1]);
      area += 2 * Math.PI * mean(([rho]) => rho) * rise;
      volume += Math.PI * mean(([rho]) => rho * rho) * (c[1] - a[1]);
    }
    return area;
  });
  return { volume: Math.abs(volume), areas };
}

function surfaceOf(piece: Piece): Surface {
  const axis: Vector = [0, 0, 1];
  if (piece.kind === "arc") {
    const [away, height] = piece.centre;
    return away === 0
      ? { kind: "sphere", origin: [0, 0, height], axis, radius: piece.radius }
      : { kind: "torus", origin: [0, 0, height], axis, radius: away, minorRadius: piece.radius };
  }
  const { from, to } = piece;
  if (from[1] === to[1]) return { kind: "plane", origin: [0, 0, from[1]], axis };
  if (from[0] === to[0]) return { kind: "cylinder", origin: [0, 0, 0], axis, radius: from[0] };
  const slope = (to[0] - from[0]) / (to[1] - from[1]);
  // Its radius is that at its origin; it opens along its axis.
  return {
    kind: "cone",
    origin: [0, 0, from[1]],
    axis: [0, 0, slope < 0 ? -1 : 1],
    radius: from[0],
    semiAngle: Math.atan(Math.abs(slope)),
  };
}

/**
 * The body as a kernel meshes it: a face for each piece, in `segments` steps around, arcs in `steps`.
 * @param angle how far it goes round, radians; less than a whole turn is closed by two plane faces
 */
export function turnedMesh(
  profile: readonly Piece[],
  { segments, steps, angle = 2 * Math.PI }: { segments: number; steps: number; angle?: number },
): CadMesh {
  const positions: number[] = [];
  const indices: number[] = [];
  const faces: { first: number; count: number; surface: Surface }[] = [];
  const triangle = (...corners: readonly Vector[]): void => {
    const [a, b, c] = corners as [Vector, Vector, Vector];
    const sub = (p: Vector, q: Vector): Vector => [p[0] - q[0], p[1] - q[1], p[2] - q[2]];
    if (lengthOf(cross(sub(b, a), sub(c, a))) < 1e-9) return;
    for (const corner of corners) {
      indices.push(positions.length / 3);
      positions.push(...corner);
    }
  };
  const whole = angle === 2 * Math.PI;
  const at = ([rho, height]: Spot, turn: number): Vector => {
    const around = (angle * (whole ? turn % segments : turn)) / segments;
    return rho < 1e-9 ? [0, 0, height] : [rho * Math.cos(around), rho * Math.sin(around), height];
  };
  const spots = (piece: Piece): readonly Spot[] => {
    const count = piece.kind === "line" ? 1 : steps;
    return Array.from({ length: count + 1 }, (_, step) => spotOn(piece, step / count));
  };
  const face = (surface: Surface, make: () => void): void => {
    const first = indices.length / 3;
    make();
    faces.push({ first, count: indices.length / 3 - first, surface });
  };
  for (const piece of profile)
    face(surfaceOf(piece), () => {
      const along = spots(piece);
      for (let turn = 0; turn < segments; turn++)
        along.slice(1).forEach((to, step) => {
          const from = along[step] ?? to;
          triangle(at(from, turn), at(from, turn + 1), at(to, turn + 1));
          triangle(at(from, turn), at(to, turn + 1), at(to, turn));
        });
    });
  if (!whole) {
    // A fan from a place of the profile's own: convex ones alone.
    const spotsOfAll = profile.flatMap((piece) => spots(piece).slice(0, -1));
    const [begin = [0, 0] as const] = spotsOfAll;
    const end = profile.flatMap(spots).at(-1) ?? begin;
    const outline =
      Math.hypot(end[0] - begin[0], end[1] - begin[1]) < 1e-9 ? spotsOfAll : [...spotsOfAll, end];
    for (const turn of [0, segments]) {
      const around = (angle * turn) / segments;
      face({ kind: "plane", origin: [0, 0, 0], axis: [-Math.sin(around), Math.cos(around), 0] }, () => {
        const [start = [0, 0] as const] = outline;
        for (let step = 1; step + 1 < outline.length; step++) {
          const corners = [start, outline[step] ?? start, outline[step + 1] ?? start].map((spot) =>
            at(spot, turn),
          );
          triangle(...(turn === 0 ? corners : corners.toReversed()));
        }
      });
    }
  }
  return {
    positions: Float32Array.from(positions),
    normals: new Float32Array(positions.length),
    indices: Uint32Array.from(indices),
    faces,
    edges: new Float32Array(0),
  };
}
