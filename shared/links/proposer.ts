/**
 * Which faces a measured feature may be. Every way of finding that out is a proposer; PMI that names its
 * faces is one more. What they say is put together, best first.
 */
import type { MeasuredFeature } from "../contract/colouring.ts";
import type { LinkFinder } from "../contract/links.ts";
import type { FaceGroup } from "./face-groups.ts";

export interface Proposal {
  readonly group: FaceGroup;
  readonly finder: LinkFinder;
  /** 0…1; from CERTAIN on nothing but a person's look is missing. */
  readonly score: number;
}

export type ProposedFeature = Pick<
  MeasuredFeature,
  "characteristic" | "feature" | "kind" | "nominal" | "lowerLimit" | "upperLimit" | "uom" | "place" | "faces"
>;

export interface FaceProposer {
  readonly finder: LinkFinder;
  /** Proposals for one feature among the faces of its part. */
  readonly propose: (feature: ProposedFeature, groups: readonly FaceGroup[]) => readonly Proposal[];
}

export const CERTAIN = 0.9;
/** A second one that is nearly as good makes neither certain. */
const LEAD = 0.2;
/** What is lost where another feature has the face. */
const TAKEN = 0.25;
/** More say nothing to anybody. */
const MOST = 100;

/**
 * One proposal per group: the best that any proposer has for it. Best first, then in the order of the faces.
 * @param isTaken another feature of the same source and kind has been linked to it: two holes are not one
 */
export function proposeFaces(
  feature: ProposedFeature,
  groups: readonly FaceGroup[],
  proposers: readonly FaceProposer[],
  isTaken: (group: FaceGroup) => boolean = () => false,
): readonly Proposal[] {
  const best = new Map<FaceGroup, Proposal>();
  for (const { propose } of proposers) {
    for (const proposal of propose(feature, groups)) {
      const before = best.get(proposal.group);
      if (before === undefined || proposal.score > before.score) best.set(proposal.group, proposal);
    }
  }
  const scored = [...best.values()].map((proposal) =>
    isTaken(proposal.group) ? { ...proposal, score: Math.max(0, proposal.score - TAKEN) } : proposal,
  );
  return scored.toSorted((a, b) => b.score - a.score).slice(0, MOST);
}

/** The one proposal that stands alone; undefined where a person has to choose. */
export function certainProposal(proposals: readonly Proposal[]): Proposal | undefined {
  const [first, second] = proposals;
  if (first === undefined || first.score < CERTAIN) return undefined;
  return second === undefined || second.score <= first.score - LEAD ? first : undefined;
}
