/** Compares two revisions of a part or an assembly: structure first, then the faces of the parts that both have. */
import { isCurves, type CadMesh, type CadModel } from "../model/cad.ts";
import { DIFFERENCE_KINDS, type Comparison, type Difference, type FaceSize } from "./comparison.ts";
import type { FaceGroup } from "../links/face-groups.ts";
import { isSameMesh, matchFaces, type FaceMatches } from "./match-faces.ts";
import { matchNodes } from "./match-nodes.ts";
import { matchParts } from "./match-parts.ts";
import { seenFromRoots } from "./part-of-model.ts";
import { placeModel } from "./placed-model.ts";
import { isMeshOnly } from "./regions/body.ts";
import { matchRegions, type RegionMatches } from "./regions/match-regions.ts";
import type { PartRegions } from "./regions/region-order.ts";
import { placeOf, structureDifferences } from "./structure-differences.ts";

/** More nobody steps through; the rest is counted. */
export const MOST_DIFFERENCES = 20_000;

/**
 * @param tolerance mm; what differs by no more is the same
 * @param progress share of the work that is done, 0…1; called now and then
 */
export function compareModels(
  older: CadModel,
  newer: CadModel,
  tolerance: number,
  progress: (share: number) => void = () => undefined,
): Comparison {
  const [seenBefore, seenAfter] = seenFromRoots(older, newer);
  const [before, after] = [placeModel(seenBefore), placeModel(seenAfter)];
  progress(0.1);
  const parts = matchParts(before, after, tolerance);
  progress(0.2);
  const nodes = matchNodes(before, after, parts, tolerance);
  progress(0.4);
  const differences: Difference[] = [...structureDifferences(before, after, parts, nodes, tolerance)];
  const faces = { before: 0, after: 0, same: 0 };
  const regions: { before: PartRegions[]; after: PartRegions[] } = { before: [], after: [] };
  const withoutShape: string[] = [];
  const total = Math.max(
    1,
    older.parts.reduce((sum, { mesh }) => sum + (mesh?.indices.length ?? 0), 0),
  );
  let done = 0;
  for (const [a, b] of parts.after.entries()) {
    const [own, other] = [older.parts[a], newer.parts[b]];
    if (b === -1 || own === undefined || other === undefined) continue;
    // Curves have no faces to be compared: they are the same ones, or it is said.
    if (!hasFaces(own.mesh) || !hasFaces(other.mesh)) {
      if (!areSameCurves(own.mesh, other.mesh)) withoutShape.push(own.number);
      continue;
    }
    const share = own.mesh.indices.length / total;
    const start = 0.4 + 0.6 * (done / total);
    const matches = matchMeshes(own.mesh, other.mesh, tolerance, (part) =>
      progress(start + 0.6 * share * part),
    );
    if ("regions" in matches) {
      const { before: ofOlder, after: ofNewer } = matches.regions;
      if (ofOlder !== undefined) regions.before.push({ part: a, ...handedOut(ofOlder) });
      if (ofNewer !== undefined) regions.after.push({ part: b, ...handedOut(ofNewer) });
    }
    faces.before += matches.before;
    faces.after += matches.after;
    faces.same += matches.same;
    for (const match of matches.differences) {
      const { before: from, after: to, change, distance } = match;
      differences.push({
        kind: from === undefined ? "face-added" : to === undefined ? "face-removed" : "face-changed",
        before: from === undefined ? undefined : placeOf(before, a, [], from.faces),
        after: to === undefined ? undefined : placeOf(after, b, [], to.faces),
        faces: [sizeOf(from), sizeOf(to)],
        ...(change === undefined ? {} : { change }),
        ...(distance === undefined ? {} : { distance }),
      });
    }
    done += own.mesh.indices.length;
    progress(0.4 + 0.6 * (done / total));
  }
  const order = new Map(DIFFERENCE_KINDS.map((kind, at) => [kind, at]));
  const sorted = differences.toSorted((x, y) => (order.get(x.kind) ?? 0) - (order.get(y.kind) ?? 0));
  return {
    differences: sorted.slice(0, MOST_DIFFERENCES),
    omitted: Math.max(0, sorted.length - MOST_DIFFERENCES),
    nodes: {
      before: older.nodes.length,
      after: newer.nodes.length,
      matched: nodes.after.reduce((sum, other) => sum + (other === -1 ? 0 : 1), 0),
    },
    faces,
    regions,
    withoutShape,
    unfinished: [
      ...(older.isPartial === true ? (["before"] as const) : []),
      ...(newer.isPartial === true ? (["after"] as const) : []),
    ],
    tolerance,
  };
}

/** By exact surfaces where both bodies have some, else by how far their triangles are from each other. */
function matchMeshes(
  before: CadMesh,
  after: CadMesh,
  tolerance: number,
  progress: (share: number) => void,
): FaceMatches | RegionMatches {
  const isExact = !isMeshOnly(before) && !isMeshOnly(after);
  return isExact || isSameMesh(before, after)
    ? matchFaces(before, after, tolerance)
    : matchRegions(before, after, tolerance, progress);
}

const handedOut = ({ triangles, counts }: Omit<PartRegions, "part">): Omit<PartRegions, "part"> => ({
  triangles,
  counts,
});

function sizeOf(group: FaceGroup | undefined): FaceSize | undefined {
  if (group === undefined) return undefined;
  const { kind, inside, surface, area } = group;
  return {
    kind,
    inside,
    radius: surface?.radius,
    semiAngle: surface?.semiAngle,
    area,
    ...(surface !== undefined && "isFitted" in surface ? { isFitted: true } : {}),
  };
}

function hasFaces(mesh: CadMesh | undefined): mesh is CadMesh {
  return mesh !== undefined && !isCurves(mesh);
}

/** Also where neither has any. */
function areSameCurves(mesh: CadMesh | undefined, other: CadMesh | undefined): boolean {
  if (mesh === undefined || other === undefined) return mesh === other;
  if (!isCurves(mesh) || !isCurves(other) || mesh.edges.length !== other.edges.length) return false;
  return mesh.edges.every((value, at) => value === other.edges[at]);
}
