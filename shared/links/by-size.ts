/** Proposes faces of the right kind whose size lies within the characteristic's limits, the nominal first. */
import type { FaceGroup } from "./face-groups.ts";
import type { FaceProposer, ProposedFeature, Proposal } from "./proposer.ts";
import { sizeUnit } from "./size-unit.ts";

/** Score of a size that is exactly nominal; a size alone is never certain. */
const NOMINAL = 0.6;
/** What is lost from nominal to the limit. */
const TO_LIMIT = 0.3;
/** What is lost where the face goes about the wrong way: the end of a slot for a hole, a shaft for a bore. */
const WRONG_FORM = 0.15;

export const bySize: FaceProposer = {
  finder: "size",
  propose: (feature, groups) =>
    groups.flatMap((group): Proposal[] => {
      const score = scoreOf(feature, group);
      return score === undefined ? [] : [{ group, finder: "size", score }];
    }),
};

function scoreOf(feature: ProposedFeature, group: FaceGroup): number | undefined {
  const size = sizeOf(feature, group);
  const { nominal, lowerLimit, upperLimit } = feature;
  const target =
    nominal ??
    (lowerLimit === undefined || upperLimit === undefined ? undefined : (lowerLimit + upperLimit) / 2);
  if (size === undefined || target === undefined) return undefined;
  // A limit that is not given does not make every size fit: then only the nominal does.
  const limit = size >= target ? upperLimit : lowerLimit;
  const width = Math.max(Math.abs((limit ?? target) - target), Math.abs(target) * 1e-5);
  const off = Math.abs(size - target) / width;
  if (off > 1) return undefined;
  return NOMINAL - TO_LIMIT * off - (isWrongForm(feature, group) ? WRONG_FORM : 0);
}

/** The size of the face that the characteristic is about, in its unit of measure. */
export function sizeOf({ kind, uom }: ProposedFeature, { surface, from, to }: FaceGroup): number | undefined {
  const unit = sizeUnit(uom);
  if (surface === undefined || unit === undefined) return undefined;
  const { radius, semiAngle } = surface;
  // A countersink is dimensioned by the circle at its wide end.
  if (kind === "diameter" && unit.of === "length" && surface.kind === "cone" && semiAngle !== undefined)
    return (2 * Math.max(Math.abs(from), Math.abs(to)) * Math.tan(Math.abs(semiAngle))) / unit.factor;
  const isRound = surface.kind === "cylinder" || surface.kind === "sphere";
  if (kind === "diameter" && unit.of === "length" && isRound && radius !== undefined)
    return (2 * radius) / unit.factor;
  if (kind === "radius" && unit.of === "length" && isRound && radius !== undefined)
    return radius / unit.factor;
  if (
    (kind === "angle" || kind === "coneangle") &&
    unit.of === "angle" &&
    surface.kind === "cone" &&
    semiAngle !== undefined
  )
    return (2 * Math.abs(semiAngle)) / unit.factor;
  return undefined;
}

function isWrongForm({ characteristic, feature, kind }: ProposedFeature, group: FaceGroup): boolean {
  const words = `${characteristic} ${feature ?? ""}`;
  const isHole = /hole|bore|seat|bohrung/i.test(words);
  const isShaft = !isHole && /shaft|rod|pin|boss|pilot/i.test(words);
  if (group.inside !== undefined && ((isHole && !group.inside) || (isShaft && group.inside))) return true;
  if (group.turn === undefined) return false;
  // A diameter is dimensioned on a full turn, a radius on a part of one.
  return kind === "radius" ? group.turn > 0.9 : group.turn < 0.6;
}
