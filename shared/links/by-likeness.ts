/**
 * Proposes in the place of a face that another revision has no more those that are most like it: a hole that was
 * widened or moved. Never certain, for nothing says that it is the same one.
 */
import type { FaceKey, FaceLink } from "../contract/links.ts";
import { distance, isParallel, isSameKind, type FaceGroup } from "./face-groups.ts";
import { faceKeyOf } from "./face-key.ts";
import type { FaceProposer, Proposal } from "./proposer.ts";

/** Below what is certain, above what merely has the size: of a face that was there, the place tells most. */
const BEST = 0.85;
const LEAST = 0.2;

/** @param lost decisions about the same feature on another revision whose faces are not there */
export function byLikeness(lost: readonly FaceLink[]): FaceProposer {
  return {
    finder: "revision",
    propose: (_feature, groups) =>
      lost.flatMap(({ face }) =>
        groups.flatMap((group): Proposal[] => {
          const likeness = likenessOf(face, group);
          return likeness === undefined ? [] : [{ group, finder: "revision", score: BEST * likeness }];
        }),
      ),
  };
}

/** 1: hardly changed; undefined: too little to be worth a look. */
export function likenessOf(key: FaceKey, group: FaceGroup): number | undefined {
  if (!isSameKind(key.kind, group.kind)) return undefined;
  const own = faceKeyOf(group);
  if (key.axis !== undefined && own.axis !== undefined && key.kind !== "sphere")
    if (!isParallel(key.axis, own.axis)) return undefined;
  const size = Math.max(Math.sqrt(Math.max(key.area, own.area)), key.radius ?? 0, 1e-9);
  const near = 1 / (1 + distance(key.centre, own.centre) / size);
  const likeness = near * Math.sqrt(share(key.radius, own.radius)) * Math.cbrt(share(key.area, own.area));
  return likeness < LEAST ? undefined : likeness;
}

/** The smaller of two sizes as a share of the larger; 1 where there are none. */
function share(a: number | undefined, b: number | undefined): number {
  if (a === undefined || b === undefined) return 1;
  return Math.max(a, b) > 0 ? Math.min(a, b) / Math.max(a, b) : 1;
}
