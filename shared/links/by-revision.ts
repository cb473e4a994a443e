/** Proposes what was confirmed on another revision of the part and is still there. */
import type { FaceLink } from "../contract/links.ts";
import { findFace } from "./face-key.ts";
import type { FaceProposer, Proposal } from "./proposer.ts";

/** @param confirmed decisions about the same feature on other revisions */
export function byRevision(confirmed: readonly FaceLink[]): FaceProposer {
  return {
    finder: "revision",
    propose: (_feature, groups) =>
      confirmed.flatMap(({ face }): Proposal[] => {
        const group = findFace(face, groups);
        return group === undefined ? [] : [{ group, finder: "revision", score: 1 }];
      }),
  };
}
