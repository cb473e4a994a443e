/** Decisions which faces a measured feature is, and the feature that the screen is about. */
import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import type { CharacteristicKey } from "../../shared/contract/colouring.ts";
import type { FaceLink, LinkDraft } from "../../shared/contract/links.ts";
import type { Failure } from "../../shared/rpc/failure.ts";
import { currentHost } from "../host/host.ts";
import { exchange } from "./undo.ts";

export interface FaceLinksState {
  /** Of the parts of the shown model, all revisions, oldest first. */
  readonly links: readonly FaceLink[];
  /** Why they could not be loaded or kept last. */
  readonly failure: Failure | undefined;
  /** Chosen in the list, in a table's head or by its face. */
  readonly active: CharacteristicKey | undefined;
  /** The list of proposals is open: their faces are outlined. */
  readonly isProposing: boolean;
  /** The face that a decision would be about, by its index in the mesh of the active feature's part. */
  readonly chosenFace: number | undefined;
}

export const faceLinks = createStore<FaceLinksState>(() => ({
  links: [],
  failure: undefined,
  active: undefined,
  isProposing: false,
  chosenFace: undefined,
}));

export function useFaceLinks<T>(pick: (state: FaceLinksState) => T): T {
  return useStore(faceLinks, pick);
}

/** A stable name of a feature, for keys of maps. */
export function featureKey({ partNumber, sourceId, characteristic, feature }: CharacteristicKey): string {
  return JSON.stringify([partNumber, sourceId, characteristic, feature ?? ""]);
}

export function keyOf({
  partNumber,
  sourceId,
  characteristic,
  feature,
}: CharacteristicKey): CharacteristicKey {
  return { partNumber, sourceId, characteristic, ...(feature === undefined ? {} : { feature }) };
}

export function activateFeature(active: CharacteristicKey | undefined): void {
  const before = faceLinks.getState().active;
  if (active !== undefined && before !== undefined && featureKey(active) === featureKey(before)) return;
  faceLinks.setState({ active: active === undefined ? undefined : keyOf(active), chosenFace: undefined });
}

/**
 * Takes decisions away and adds others, as one step that can be taken back. Rejects with a Failure where the
 * host can't keep it: then nothing has changed.
 */
export function changeLinks(
  title: string,
  remove: readonly FaceLink[],
  add: readonly LinkDraft[],
): Promise<void> {
  return exchange(title, apply, remove, add);
}

async function apply(remove: readonly LinkDraft[], add: readonly LinkDraft[]): Promise<void> {
  const answer = await currentHost().links.change({
    remove: remove.map(({ linkId }) => linkId),
    add: add.map(draftOf),
  });
  const touched = new Set([...remove, ...add].map(({ partNumber }) => partNumber));
  faceLinks.setState(({ links }) => ({
    failure: undefined,
    links: [...links.filter(({ partNumber }) => !touched.has(partNumber)), ...answer],
  }));
}

/** Without what the host says of it itself. */
function draftOf(link: LinkDraft): LinkDraft {
  const { linkId, partNumber, sourceId, characteristic, feature, revision, state, finder, face } = link;
  const named = feature === undefined ? {} : { feature };
  const carried = {
    ...(link.carriedFrom === undefined ? {} : { carriedFrom: link.carriedFrom }),
    ...(link.carriedPart === undefined ? {} : { carriedPart: link.carriedPart }),
  };
  return {
    linkId,
    partNumber,
    sourceId,
    characteristic,
    ...named,
    revision,
    state,
    finder,
    face,
    ...carried,
  };
}
