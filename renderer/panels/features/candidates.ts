/** What may be which face, as the list shows it: one row per measured feature of the part. Pure. */
import { naturalOrder } from "../../../shared/text/natural-order.ts";
import type { MeasuredFeature } from "../../../shared/contract/colouring.ts";
import type { FaceLink } from "../../../shared/contract/links.ts";
import { byLikeness } from "../../../shared/links/by-likeness.ts";
import { byPmi } from "../../../shared/links/by-pmi.ts";
import { byPosition } from "../../../shared/links/by-position.ts";
import { byRevision } from "../../../shared/links/by-revision.ts";
import { bySize } from "../../../shared/links/by-size.ts";
import { findFace } from "../../../shared/links/face-key.ts";
import type { FaceGroup } from "../../../shared/links/face-groups.ts";
import {
  certainProposal,
  proposeFaces,
  type FaceProposer,
  type Proposal,
} from "../../../shared/links/proposer.ts";
import type { CadModel } from "../../../shared/model/cad.ts";
import { featureKey } from "../../state/face-links.ts";
import { groupsOf, partOf, type LinkedFaces, type LinkedFeature } from "../scene/linked-faces.ts";

/** Those that need nothing but the feature and the faces. */
const PROPOSERS: readonly FaceProposer[] = [byPmi, byPosition, bySize];

export type FeatureState = "linked" | "certain" | "open" | "none" | "lost";

export interface FeatureRow {
  readonly id: string;
  readonly feature: MeasuredFeature;
  readonly state: FeatureState;
  readonly linked: LinkedFeature | undefined;
  /** Not decided yet, best first. */
  readonly proposals: readonly Proposal[];
  readonly certain: Proposal | undefined;
}

/** Laboratories apart, names as people count: `Diameter 2` before `Diameter 10`. */
export function featureRows(
  model: CadModel,
  features: readonly MeasuredFeature[],
  linked: LinkedFaces,
): readonly FeatureRow[] {
  const taken = takenFaces(features, linked);
  return features
    .map((feature): FeatureRow => {
      const id = featureKey(feature);
      const own = linked.features.get(id);
      const proposals = proposalsOf(model, feature, own, (group) => taken.has(takenKey(feature, group)));
      const certain = (own?.groups.length ?? 0) > 0 ? undefined : certainProposal(proposals);
      return { id, feature, linked: own, proposals, certain, state: stateOf(own, proposals, certain) };
    })
    .toSorted(
      (a, b) =>
        naturalOrder(a.feature.partNumber, b.feature.partNumber) ||
        naturalOrder(a.feature.sourceId, b.feature.sourceId) ||
        naturalOrder(a.feature.characteristic, b.feature.characteristic) ||
        naturalOrder(a.feature.feature ?? "", b.feature.feature ?? ""),
    );
}

function stateOf(
  linked: LinkedFeature | undefined,
  proposals: readonly Proposal[],
  certain: Proposal | undefined,
): FeatureState {
  if ((linked?.lost.length ?? 0) + (linked?.missing.length ?? 0) > 0) return "lost";
  if ((linked?.groups.length ?? 0) > 0) return "linked";
  if (certain !== undefined) return "certain";
  return proposals.length > 0 ? "open" : "none";
}

function proposalsOf(
  model: CadModel,
  feature: MeasuredFeature,
  linked: LinkedFeature | undefined,
  isTaken: (group: FaceGroup) => boolean,
): readonly Proposal[] {
  const part = partOf(model, feature.partNumber);
  if (part === undefined) return [];
  const groups = groupsOf(part.mesh);
  const rejected = new Set((linked?.rejected ?? []).map(({ face }) => findFace(face, groups)));
  const gone = [...(linked?.missing ?? []), ...(linked?.lost ?? [])];
  const decided = (group: FaceGroup): boolean =>
    rejected.has(group) || linked?.groups.includes(group) === true;
  return proposeFaces(
    feature,
    groups,
    [...PROPOSERS, byRevision(linked?.earlier ?? []), byLikeness(gone)],
    isTaken,
  ).filter(({ group }) => !decided(group));
}

/** Two diameters of one source are two holes: a face that one has is hardly another's. */
function takenFaces(features: readonly MeasuredFeature[], linked: LinkedFaces): ReadonlySet<string> {
  return new Set(
    features.flatMap((feature) =>
      (linked.features.get(featureKey(feature))?.groups ?? []).map((group) => takenKey(feature, group)),
    ),
  );
}

function takenKey({ partNumber, sourceId, kind }: MeasuredFeature, { faces }: FaceGroup): string {
  return JSON.stringify([partNumber, sourceId, kind, faces[0]]);
}

/** What became of the decisions of another revision. */
export interface CarriedOver {
  /** Confirmed here because the face is there unchanged. */
  readonly carried: readonly FaceLink[];
  /** Features whose faces could not be matched. */
  readonly lost: number;
}

export function carriedOver(rows: readonly FeatureRow[]): CarriedOver {
  return {
    carried: rows.flatMap(({ linked }) =>
      (linked?.confirmed ?? []).filter(({ carriedFrom }) => carriedFrom !== undefined),
    ),
    lost: rows.filter(({ linked }) => (linked?.missing.length ?? 0) > 0).length,
  };
}

/** The group that a face of the part belongs to. */
export function groupOfFace(model: CadModel, partNumber: string, face: number): FaceGroup | undefined {
  const part = partOf(model, partNumber);
  return part === undefined ? undefined : groupsOf(part.mesh).find(({ faces }) => faces.includes(face));
}
