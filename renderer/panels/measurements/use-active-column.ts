/** The column of the feature that the screen is about, both ways. */
import { useEffect, useEffectEvent, useMemo, type RefObject } from "react";
import type { MeasurementBlock } from "../../../shared/contract/measurements.ts";
import { activateFeature, featureKey, useFaceLinks } from "../../state/face-links.ts";
import { useShownModel } from "../../state/shown-model.ts";
import { useLinkedFaces } from "../scene/use-linked-faces.ts";
import type { Grid } from "./grid.ts";

export interface ActiveColumn {
  /** Index into the block's columns; undefined where it is none of them. */
  readonly active: number | undefined;
  /** What shows the column's faces in the 3D view; undefined where it has none there. */
  readonly showFace: (column: number) => (() => void) | undefined;
}

export function useActiveColumn(
  block: MeasurementBlock,
  box: RefObject<HTMLElement | null>,
  grid: Grid,
  transposed: boolean,
  /** The table has its place on the screen by now. */
  isSeen: boolean,
): ActiveColumn {
  const key = useFaceLinks((state) => state.active);
  const linked = useLinkedFaces(useShownModel((state) => state.model));
  const keys = useMemo(
    () =>
      block.columns.map(({ name, measuredOn }) => ({
        partNumber: block.partNumber,
        sourceId: block.sourceId,
        characteristic: name,
        ...(measuredOn === undefined ? {} : { feature: measuredOn }),
      })),
    [block],
  );
  const id = key === undefined ? undefined : featureKey(key);
  const found = keys.findIndex((each) => featureKey(each) === id);
  const active = found < 0 ? undefined : found;

  // Only another feature scrolls: the same one again would take the table from under a person's hand.
  const bring = useEffectEvent((column: number | undefined, isSeen: boolean) => {
    const shown = column === undefined ? -1 : grid.columns.indexOf(column);
    const element = box.current;
    if (element === null || shown < 0 || !isSeen) return;
    const head = element.querySelector("[data-active=true]");
    const share = shown / Math.max(1, grid.columns.length);
    // A wide table draws only what is seen: then the place of the column is reckoned.
    if (head !== null) head.scrollIntoView({ block: "nearest", inline: "center" });
    else if (transposed) element.scrollTo({ top: share * element.scrollHeight });
    else element.scrollTo({ left: share * element.scrollWidth - element.clientWidth / 2 });
  });
  useEffect(() => bring(active, isSeen), [active, isSeen]);
  return {
    active,
    showFace: (column) => {
      const own = keys[column];
      if (own === undefined || linked === undefined || linked.facesOf(own).length === 0) return undefined;
      return () => activateFeature(column === active ? undefined : own);
    },
  };
}
