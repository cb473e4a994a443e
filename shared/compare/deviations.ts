/** Of two revisions whose bodies are known by triangles alone: how far each place of the one is from the other. */
import { isClosed } from "../geometry/closed-mesh.ts";
import type { CadMesh, CadModel } from "../model/cad.ts";
import { deviationMap, type DeviationMap, type MapOptions } from "./deviation-map.ts";
import { createInsideTest } from "./inside-test.ts";
import { isSameMesh } from "./match-faces.ts";
import { matchParts } from "./match-parts.ts";
import { seenFromRoots } from "./part-of-model.ts";
import { placeModel } from "./placed-model.ts";
import { isMeshOnly } from "./regions/body.ts";
import { skinOf } from "./surface-samples.ts";
import { createTriangleTree } from "./triangle-tree.ts";

/**
 * Signs say what the newer body has there beside the older: 1 more material, −1 less, 0 where it is the same within the
 * tolerance. They are absent where the other body is not closed: it has no inside.
 */
export interface PartDeviation extends DeviationMap {
  /** Index into CadModel.parts. */
  readonly part: number;
}

export interface Deviations {
  readonly before: readonly PartDeviation[];
  readonly after: readonly PartDeviation[];
  /** mm, as it was asked for: what is closer is the same. */
  readonly tolerance: number;
}

/** Pieces over all bodies of one model; beyond, triangles are told whole. */
const MOST_PIECES = 600_000;

/**
 * Of the parts that compareModels compares by their triangles: at least one of the two has no exact faces, and they differ.
 * @param tolerance mm
 * @param progress share of the work that is done, 0…1; called now and then
 */
export function measureDeviations(
  older: CadModel,
  newer: CadModel,
  tolerance: number,
  progress: (share: number) => void = () => undefined,
): Deviations {
  const [seenBefore, seenAfter] = seenFromRoots(older, newer);
  const parts = matchParts(placeModel(seenBefore), placeModel(seenAfter), tolerance);
  const pairs = [...parts.after.entries()].flatMap(([a, b]) => {
    const [own, other] = [older.parts[a]?.mesh, newer.parts[b]?.mesh];
    if (own === undefined || other === undefined || isSameMesh(own, other)) return [];
    return isMeshOnly(own) || isMeshOnly(other) ? [{ a, b, own, other }] : [];
  });
  const total = pairs.reduce((sum, { own, other }) => sum + own.indices.length + other.indices.length, 0);
  const before: PartDeviation[] = [];
  const after: PartDeviation[] = [];
  const room = { before: MOST_PIECES, after: MOST_PIECES };
  let done = 0;
  for (const { a, b, own, other } of pairs) {
    const [treeOwn, treeOther] = [own, other].map((mesh) =>
      createTriangleTree(mesh, skinOf(mesh).triangles.slice()),
    );
    if (treeOwn === undefined || treeOther === undefined) continue;
    const walked =
      (size: number) =>
      (share: number): void =>
        progress((done + share * size) / total);
    const map = deviationMap(own, treeOther, {
      tolerance,
      ...sideOf(other, 1),
      most: room.before,
      walked: walked(own.indices.length),
    });
    before.push({ part: a, ...map });
    room.before = Math.max(0, room.before - map.distances.length);
    done += own.indices.length;
    const back = deviationMap(other, treeOwn, {
      tolerance,
      ...sideOf(own, -1),
      most: room.after,
      walked: walked(other.indices.length),
    });
    after.push({ part: b, ...back });
    room.after = Math.max(0, room.after - back.distances.length);
    done += other.indices.length;
    progress(done / total);
  }
  return { before, after, tolerance };
}

/** @param within what a place within the body says: on the older one more material there, on the newer one less */
function sideOf(mesh: CadMesh, within: 1 | -1): Pick<MapOptions, "side"> {
  if (!isClosed(mesh)) return {};
  const inside = createInsideTest(mesh);
  return { side: (x, y, z) => (inside(x, y, z) ? within : -within) };
}
