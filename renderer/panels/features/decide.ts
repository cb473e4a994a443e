/** Decisions about proposals: each is kept by the host and can be taken back. */
import { faceKeyOf } from "../../../shared/links/face-key.ts";
import type { FaceGroup } from "../../../shared/links/face-groups.ts";
import type { FaceLink, LinkDraft, LinkFinder } from "../../../shared/contract/links.ts";
import type { CharacteristicKey } from "../../../shared/contract/colouring.ts";
import type { CadModel } from "../../../shared/model/cad.ts";
import { message } from "../../messages/catalogue.ts";
import { changeLinks, featureKey, faceLinks, keyOf } from "../../state/face-links.ts";
import { asFailure } from "../../state/query.ts";
import { partOf } from "../scene/linked-faces.ts";
import { resolveLinks } from "../scene/use-linked-faces.ts";
import type { FeatureRow } from "./candidates.ts";

export interface Decision {
  readonly feature: CharacteristicKey;
  readonly group: FaceGroup;
  readonly finder: LinkFinder;
}

function draft(
  model: CadModel,
  { feature, group, finder }: Decision,
  state: LinkDraft["state"],
): LinkDraft | undefined {
  const part = partOf(model, feature.partNumber);
  if (part === undefined) return undefined;
  const { revision } = part;
  return {
    ...keyOf(feature),
    linkId: crypto.randomUUID(),
    revision,
    state,
    finder,
    face: faceKeyOf(group),
  };
}

/** A failure is shown in the panel; what was decided before stays. */
async function change(title: string, remove: readonly FaceLink[], add: readonly LinkDraft[]): Promise<void> {
  try {
    await changeLinks(title, remove, add);
    faceLinks.setState({ chosenFace: undefined });
  } catch (thrown) {
    faceLinks.setState({ failure: asFailure(thrown) });
  }
}

export function confirmFaces(model: CadModel, decisions: readonly Decision[]): Promise<void> {
  const add = decisions.flatMap((decision) => draft(model, decision, "confirmed") ?? []);
  const [first] = decisions;
  const title =
    decisions.length === 1 && first !== undefined
      ? message("features.linked-one", { name: first.feature.feature ?? first.feature.characteristic })
      : message("features.linked-many", { count: decisions.length });
  return change(title, lostOf(model, decisions), add);
}

/** What could not be found again gives way to what a person confirms in its place. */
function lostOf(model: CadModel, decisions: readonly Decision[]): readonly FaceLink[] {
  const { features } = resolveLinks(model, faceLinks.getState().links);
  return decisions.flatMap(({ feature }) => features.get(featureKey(feature))?.lost ?? []);
}

export function rejectFace(model: CadModel, decision: Decision): Promise<void> {
  const add = draft(model, decision, "rejected");
  const name = decision.feature.feature ?? decision.feature.characteristic;
  return change(message("features.rejected-one", { name }), [], add === undefined ? [] : [add]);
}

export function removeLinks(name: string, links: readonly FaceLink[]): Promise<void> {
  return change(message("features.removed", { name }), links, []);
}

/** The face of another revision is none of this one's: said once, it is asked for no more. */
export function dropLinks(model: CadModel, name: string, missing: readonly FaceLink[]): Promise<void> {
  const add = missing.flatMap((link): LinkDraft[] => {
    const part = partOf(model, link.partNumber);
    if (part === undefined) return [];
    const { revision } = part;
    return [
      {
        ...keyOf(link),
        linkId: crypto.randomUUID(),
        revision,
        state: "rejected",
        finder: "revision",
        face: link.face,
      },
    ];
  });
  return change(message("features.dropped-one", { name }), [], add);
}

/** What a person says of the links of a part that is called otherwise now. */
export function changeGone(title: string, add: readonly LinkDraft[]): Promise<void> {
  return change(title, [], add);
}

/** What was carried over to this revision is taken from it; the revision it came from keeps its own. */
export function takeBackCarried(carried: readonly FaceLink[]): Promise<void> {
  return change(message("features.taken-back", { count: carried.length }), carried, []);
}

/** The decision that the screen stands at: the chosen face, else the best proposal of the active feature. */
export function currentDecision(
  row: FeatureRow | undefined,
  chosen: FaceGroup | undefined,
): Decision | undefined {
  if (row === undefined) return undefined;
  if (chosen !== undefined) {
    if (row.linked?.groups.includes(chosen) === true) return undefined;
    const finder = row.proposals.find(({ group }) => group === chosen)?.finder ?? "hand";
    return { feature: row.feature, group: chosen, finder };
  }
  const [best] = row.proposals;
  return best === undefined || (row.linked?.groups.length ?? 0) > 0
    ? undefined
    : { feature: row.feature, group: best.group, finder: best.finder };
}
