/** The active feature in the view, and a picked face as the active feature. */
import { useEffect } from "react";
import { partIndexOf } from "../../../shared/model/cad.ts";
import type { Scene } from "../../scene/scene-types.ts";
import { activateFeature, faceLinks, featureKey, useFaceLinks } from "../../state/face-links.ts";
import { useSelection } from "../../state/selection.ts";
import { featureRowsNow, useFeatureRows } from "../features/use-feature-rows.ts";
import { partOf, referencesOf } from "./linked-faces.ts";
import { resolveLinks, useLinkedFaces } from "./use-linked-faces.ts";
import type { ShownModel } from "./use-model.ts";

/** Candidates outlined at once: more would be the whole part. */
const MOST_OUTLINED = 60;
/** How much worse than the best a candidate may be to be outlined too. */
const REACH = 0.35;

export function useFeatureMarks(scene: Scene | undefined, shown: ShownModel | undefined): void {
  const model = shown?.model;
  const linked = useLinkedFaces(model);
  const active = useFaceLinks((state) => state.active);
  const isProposing = useFaceLinks((state) => state.isProposing);
  const { active: row, chosen } = useFeatureRows(isProposing);
  const face = useSelection((state) => state.face);
  const partNumber = useSelection((state) => state.partNumber);

  useEffect(() => {
    if (scene === undefined || model === undefined) return;
    if (active === undefined || linked === undefined) {
      scene.setProposedFaces({ chosen: [], others: [] });
      return;
    }
    const own = linked.facesOf(active);
    const part = partOf(model, active.partNumber);
    if (!isProposing || row === undefined || part === undefined) {
      scene.setProposedFaces({ chosen: own, others: [] });
      return;
    }
    const best = row.proposals[0]?.score ?? 0;
    const candidates =
      own.length > 0
        ? []
        : row.proposals
            .filter(({ group, score }) => group !== chosen && score >= best - REACH)
            .slice(0, MOST_OUTLINED)
            .map(({ group }) => group);
    scene.setProposedFaces({
      chosen: [...own, ...(chosen === undefined ? [] : referencesOf(model, part.index, [chosen]))],
      others: referencesOf(model, part.index, candidates),
    });
  }, [scene, model, linked, active, isProposing, row, chosen]);

  // Another part, or nothing, is what the screen is about now.
  useEffect(() => {
    const { active: current } = faceLinks.getState();
    if (current !== undefined && current.partNumber !== partNumber) activateFeature(undefined);
  }, [partNumber]);
  // A pick of what is picked already changes no selection, and is an answer all the same.
  useEffect(() => {
    if (model === undefined) return undefined;
    return scene?.onPick(({ pick }) => {
      if (pick?.face !== undefined) pickFace(model, partIndexOf(model, pick.node), pick.face);
    });
  }, [scene, model]);
  useEffect(() => {
    if (model !== undefined && face !== undefined) pickFace(model, partIndexOf(model, face.node), face.face);
  }, [model, face]);
}

/**
 * While a feature looks for its face, a pick is its answer, unless another feature is that face; else the
 * feature on the face becomes the active one, one of the same source before others.
 */
function pickFace(model: ShownModel["model"], part: number, face: number): void {
  const { isProposing, active, links } = faceLinks.getState();
  const onFace = resolveLinks(model, links).onFace(part, face);
  if (isProposing && active !== undefined) {
    const { active: row } = featureRowsNow();
    const isProposed = row?.proposals.some(({ group }) => group.faces.includes(face)) === true;
    const isOwnPart = partOf(model, active.partNumber)?.index === part;
    if (isOwnPart && (isProposed || onFace.length === 0)) {
      faceLinks.setState({ chosenFace: face });
      return;
    }
  }
  const [first] = onFace;
  if (first === undefined) return;
  if (active !== undefined && onFace.some((key) => featureKey(key) === featureKey(active))) return;
  activateFeature(onFace.find(({ sourceId }) => sourceId === active?.sourceId) ?? first);
}
