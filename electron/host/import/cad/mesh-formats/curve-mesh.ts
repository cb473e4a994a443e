/** Curves, cut into segments, as a part's mesh of their own or with its faces, and points as small crosses. */
import type { CadMesh, Colour } from "../../../../../shared/model/cad.ts";
import {
  boundsOfPositions,
  EMPTY_BOUNDS,
  isEmptyBounds,
  unionBounds,
} from "../../../../../shared/geometry/bounds.ts";

export interface ColouredCurves {
  /** Both ends of each, x, y, z, mm. */
  readonly segments: ArrayLike<number>;
  readonly colour?: Colour;
}

/** @param segments what is no number or has no length is left out. Undefined where nothing is left */
export function curveMesh(segments: ArrayLike<number>): CadMesh | undefined {
  return withCurves(undefined, [{ segments }]);
}

/** The mesh with curves behind its own edges, in their order; of curves alone where there is none. Undefined where nothing is left */
export function withCurves(
  mesh: CadMesh | undefined,
  curves: readonly ColouredCurves[],
): CadMesh | undefined {
  const sound = curves.map(({ segments }) => soundSegments(segments));
  const runs: { count: number; colour?: Colour }[] = [];
  curves.forEach(({ colour }, at) => {
    const count = (sound[at]?.length ?? 0) / 6;
    if (count === 0) return;
    const before = runs.at(-1);
    if (before !== undefined && String(before.colour) === String(colour)) before.count += count;
    else runs.push({ count, ...(colour === undefined ? {} : { colour }) });
  });
  if (runs.length === 0) return mesh;
  const own = mesh?.edges ?? new Float32Array();
  const edges = new Float32Array(own.length + sound.reduce((sum, { length }) => sum + length, 0));
  edges.set(own);
  let at = own.length;
  for (const segments of sound) {
    edges.set(segments, at);
    at += segments.length;
  }
  if (mesh !== undefined) return { ...mesh, edges, curves: runs };
  return {
    positions: edges.slice(),
    normals: new Float32Array(edges.length),
    indices: new Uint32Array(),
    faces: [],
    edges,
    // Those of one colour have that of their part.
    ...(runs.length === 1 ? {} : { curves: runs }),
  };
}

/** The one colour that all these have; undefined where they differ, or have none. */
export function colourOfAll(curves: readonly ColouredCurves[]): Colour | undefined {
  const [first, ...more] = curves.filter(({ segments }) => segments.length > 0);
  return more.every(({ colour }) => String(colour) === String(first?.colour)) ? first?.colour : undefined;
}

function soundSegments(segments: ArrayLike<number>): Float32Array {
  const kept = new Float32Array(segments.length - (segments.length % 6));
  let filled = 0;
  for (let at = 0; at + 5 < segments.length; at += 6) {
    let isSound = true;
    let isPoint = true;
    for (let value = 0; value < 6; value++) {
      const own = (kept[filled + value] = segments[at + value] ?? NaN);
      if (!Number.isFinite(own)) isSound = false;
      if (value >= 3 && own !== kept[filled + value - 3]) isPoint = false;
    }
    if (isSound && !isPoint) filled += 6;
  }
  return kept.subarray(0, filled);
}

/** Points of a part that are drawn, for each is three segments. */
export const MOST_POINTS = 50_000;
/** Of the diagonal of what is drawn: half the length of a cross. And where that has none, mm. */
const CROSS_SHARE = 0.012;
const CROSS = 0.5;

export interface ColouredPoints {
  /** x, y, z each, mm. */
  readonly points: ArrayLike<number>;
  readonly colour?: Colour;
}

/**
 * Points as crosses that are large enough to be seen with what they stand in; of too many some, spread over all.
 * @param around positions of that, x, y, z each
 */
export function crosses(
  points: readonly ColouredPoints[],
  around: readonly ArrayLike<number>[],
): { readonly curves: readonly ColouredCurves[]; readonly left: number } {
  const count = points.reduce((sum, own) => sum + Math.floor(own.points.length / 3), 0);
  if (count === 0) return { curves: [], left: 0 };
  const box = unionBounds(
    [...points.map((own) => own.points), ...around].map((own) =>
      own.length < 3 ? EMPTY_BOUNDS : boundsOfPositions(own),
    ),
  );
  const diagonal = isEmptyBounds(box) ? 0 : Math.hypot(box[3] - box[0], box[4] - box[1], box[5] - box[2]);
  const half = diagonal > 0 ? diagonal * CROSS_SHARE : CROSS;
  const step = Math.max(1, count / MOST_POINTS);
  let met = 0;
  let drawn = 0;
  const curves = points.map(({ points: own, colour }): ColouredCurves => {
    const segments: number[] = [];
    for (let at = 0; at + 2 < own.length; at += 3, met++) {
      if (met < drawn * step) continue;
      drawn += 1;
      for (let axis = 0; axis < 3; axis++)
        for (const side of [-half, half])
          for (let other = 0; other < 3; other++)
            segments.push((own[at + other] ?? NaN) + (other === axis ? side : 0));
    }
    return { segments, ...(colour === undefined ? {} : { colour }) };
  });
  return { curves, left: count - drawn };
}
