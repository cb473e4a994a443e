/**
 * Proposes the faces that lie where the source says that its feature is (QIF feature nominals), in the
 * coordinates of the part. Where the two do not share their coordinates nothing lies there, and nothing is
 * proposed.
 */
import type { FeaturePlace } from "../contract/colouring.ts";
import { distance, dot, isParallel, lineOf, minus, scale, type FaceGroup } from "./face-groups.ts";
import { sizeOf } from "./by-size.ts";
import type { FaceProposer, ProposedFeature, Proposal } from "./proposer.ts";

/** mm; farther away it is another feature. */
const NEAR = 0.5;
/** mm by which a diameter may differ from the one that the source states with the place. */
const SAME_DIAMETER = 0.05;

export const byPosition: FaceProposer = {
  finder: "position",
  propose: (feature, groups) => {
    const { place } = feature;
    if (place === undefined) return [];
    return groups.flatMap((group): Proposal[] => {
      const score = scoreOf(feature, place, group);
      return score === undefined ? [] : [{ group, finder: "position", score }];
    });
  },
};

function scoreOf(feature: ProposedFeature, place: FeaturePlace, group: FaceGroup): number | undefined {
  const line = lineOf(group.surface);
  if (line === undefined) return undefined;
  const { point, direction } = place;
  if (direction !== undefined && group.kind !== "sphere" && !isParallel(direction, line.axis))
    return undefined;
  const offset = minus(point, line.foot);
  const along = dot(offset, line.axis);
  const closeness = (away: number): number | undefined => (away > NEAR ? undefined : 1 - 0.1 * (away / NEAR));
  switch (group.kind) {
    case "cylinder":
    case "cone": {
      if (place.kind !== group.kind) return undefined;
      const away = distance(offset, scale(line.axis, along));
      const score = closeness(away);
      // Two holes on one axis: the nearer end counts, the point may lie on the surface of the part.
      const beyond = Math.max(0, group.from - along, along - group.to);
      if (score === undefined) return undefined;
      return fitsSize(feature, place, group) ? Math.max(0.5, score - Math.min(0.4, beyond / 20)) : undefined;
    }
    case "plane": {
      if (place.kind !== "plane") return undefined;
      const score = closeness(Math.abs(along));
      if (score === undefined) return undefined;
      const reach = Math.sqrt(group.area);
      // Coplanar faces share their plane: the one around the point is meant.
      return score - Math.min(0.45, distance(point, group.centre) / Math.max(reach, 1) / 2);
    }
    case "sphere":
      return place.kind === "sphere" ? closeness(distance(point, line.foot)) : undefined;
    default:
      return undefined;
  }
}

/** The size that the source states with the place, else that of the characteristic itself. */
function fitsSize(feature: ProposedFeature, { diameter }: FeaturePlace, group: FaceGroup): boolean {
  const radius = group.surface?.radius;
  if (diameter !== undefined && radius !== undefined && group.kind === "cylinder")
    return Math.abs(2 * radius - diameter) <= SAME_DIAMETER;
  const size = sizeOf(feature, group);
  if (size === undefined) return true;
  return size >= (feature.lowerLimit ?? -Infinity) && size <= (feature.upperLimit ?? Infinity);
}
