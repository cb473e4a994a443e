/** A part's mesh from curves alone, cut into segments. */
import type { CadMesh } from "../../../../../shared/model/cad.ts";

/** @param segments both ends of each, x, y, z; what is no number or has no length is left out. Undefined where nothing is left */
export function curveMesh(segments: ArrayLike<number>): CadMesh | undefined {
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
  if (filled === 0) return undefined;
  const edges = kept.slice(0, filled);
  return {
    positions: edges.slice(),
    normals: new Float32Array(edges.length),
    indices: new Uint32Array(),
    faces: [],
    edges,
  };
}
