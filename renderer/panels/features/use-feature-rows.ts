/** The rows of the list, and which of them the screen is about. */
import { useMemo } from "react";
import type { MeasuredFeature } from "../../../shared/contract/colouring.ts";
import type { FaceGroup } from "../../../shared/links/face-groups.ts";
import type { CadModel } from "../../../shared/model/cad.ts";
import { colouring, useColouring } from "../../state/colouring.ts";
import { featureKey, faceLinks, useFaceLinks } from "../../state/face-links.ts";
import { selection, useSelection } from "../../state/selection.ts";
import { shownModel, useShownModel } from "../../state/shown-model.ts";
import type { LinkedFaces } from "../scene/linked-faces.ts";
import { resolveLinks, useLinkedFaces } from "../scene/use-linked-faces.ts";
import { featureRows, groupOfFace, type FeatureRow } from "./candidates.ts";

/** Of the selected part where anything was measured on it, else of every part of the model. */
function featuresShown(
  features: readonly MeasuredFeature[],
  partNumber: string | undefined,
): readonly MeasuredFeature[] {
  const own = features.filter((feature) => feature.partNumber === partNumber);
  return own.length > 0 ? own : features;
}

export interface FeatureRows {
  readonly model: CadModel | undefined;
  /** Undefined while they are on their way. */
  readonly rows: readonly FeatureRow[] | undefined;
  readonly active: FeatureRow | undefined;
  /** The face that was chosen for the active one. */
  readonly chosen: FaceGroup | undefined;
}

/** Several parts of the screen ask for the same rows: they are made once. */
let last: { readonly of: readonly unknown[]; readonly rows: readonly FeatureRow[] } | undefined;

function rowsOf(
  model: CadModel,
  features: readonly MeasuredFeature[],
  partNumber: string | undefined,
  linked: LinkedFaces,
): readonly FeatureRow[] {
  const of = [model, features, partNumber, linked];
  if (last?.of.every((each, at) => each === of[at]) !== true)
    last = { of, rows: featureRows(model, featuresShown(features, partNumber), linked) };
  return last.rows;
}

/** @param enabled false: nobody looks at them now */
export function useFeatureRows(enabled = true): FeatureRows {
  const model = useShownModel((state) => state.model);
  const features = useColouring((state) => state.features);
  const partNumber = useSelection((state) => state.partNumber);
  const active = useFaceLinks((state) => state.active);
  const chosenFace = useFaceLinks((state) => state.chosenFace);
  const linked = useLinkedFaces(model);
  const rows = useMemo(
    () =>
      !enabled || model === undefined || features === undefined || linked === undefined
        ? undefined
        : rowsOf(model, features, partNumber, linked),
    [enabled, model, features, partNumber, linked],
  );
  return { model, rows, ...activeOf(model, rows, active, chosenFace) };
}

/** The same outside of React, for commands. */
export function featureRowsNow(): FeatureRows {
  const { model } = shownModel.getState();
  const { active, chosenFace, links } = faceLinks.getState();
  const { features } = colouring.getState();
  const rows =
    model === undefined || features === undefined
      ? undefined
      : rowsOf(model, features, selection.getState().partNumber, resolveLinks(model, links));
  return { model, rows, ...activeOf(model, rows, active, chosenFace) };
}

function activeOf(
  model: CadModel | undefined,
  rows: readonly FeatureRow[] | undefined,
  active: Parameters<typeof featureKey>[0] | undefined,
  chosenFace: number | undefined,
): Pick<FeatureRows, "active" | "chosen"> {
  const id = active === undefined ? undefined : featureKey(active);
  const row = rows?.find((each) => each.id === id);
  const chosen =
    model === undefined || row === undefined || chosenFace === undefined
      ? undefined
      : groupOfFace(model, row.feature.partNumber, chosenFace);
  return { active: row, chosen };
}
