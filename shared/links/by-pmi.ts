/** Proposes the faces that the source itself names for its characteristic (semantic PMI of CAD files). */
import type { Surface } from "../model/cad.ts";
import { distance, isParallel, lineOf, type FaceGroup } from "./face-groups.ts";
import type { FaceProposer, Proposal } from "./proposer.ts";

/** mm; the surfaces come from one file. */
const SAME = 0.001;

export const byPmi: FaceProposer = {
  finder: "pmi",
  propose: ({ faces }, groups) =>
    groups.flatMap((group): Proposal[] =>
      faces?.some((face) => isOn(face, group)) === true ? [{ group, finder: "pmi", score: 1 }] : [],
    ),
};

/** Several faces may share one surface, as the halves of a slot do: then a person chooses. */
function isOn(face: Surface, { surface }: FaceGroup): boolean {
  const [named, own] = [lineOf(face), lineOf(surface)];
  return (
    named !== undefined &&
    own !== undefined &&
    face.kind === surface?.kind &&
    (face.kind === "cone" || Math.abs((face.radius ?? 0) - (surface.radius ?? 0)) <= SAME) &&
    Math.abs((face.minorRadius ?? 0) - (surface.minorRadius ?? 0)) <= SAME &&
    Math.abs((face.semiAngle ?? 0) - (surface.semiAngle ?? 0)) <= SAME &&
    isParallel(named.axis, own.axis) &&
    distance(named.foot, own.foot) <= SAME
  );
}
