/** One of the two views: its scene in its place on the page, with the model, the colours and what is looked at. */
import { useCallback, useEffect, useState } from "react";
import type { PlacedModel } from "../../../shared/compare/placed-model.ts";
import type { Comparison, DifferencePlace } from "../../../shared/compare/comparison.ts";
import { OWN_DRAGS } from "../../scene/mouse-presets.ts";
import { createScene } from "../../scene/scene.ts";
import { SceneUnavailable, type Scene } from "../../scene/scene-types.ts";
import { settings } from "../../state/settings.ts";
import { currentTokens, onThemeChange } from "../../theme/tokens.ts";
import { useTokens } from "../../theme/use-tokens.ts";
import { facesOf, nodesOf, sideColours, type Side } from "./compare-colours.ts";

export interface SideScene {
  readonly scene: Scene | undefined;
  /** Why there is none. */
  readonly unavailable: string | undefined;
  /** Ref of the canvas. */
  readonly attach: (canvas: HTMLCanvasElement | null) => (() => void) | undefined;
}

export function useSideScene(): SideScene {
  const [scene, setScene] = useState<Scene>();
  const [unavailable, setUnavailable] = useState<string>();
  const attach = useCallback((canvas: HTMLCanvasElement | null) => {
    if (canvas === null) return undefined;
    const {
      mousePreset = "solidworks",
      mouseDrags = OWN_DRAGS,
      projection = "perspective",
    } = settings.getState().values;
    let made: Scene;
    try {
      made = createScene(canvas, {
        theme: currentTokens(),
        mousePreset: mousePreset === "custom" ? mouseDrags : mousePreset,
        projection,
      });
    } catch (thrown) {
      if (!(thrown instanceof SceneUnavailable)) throw thrown;
      setUnavailable(thrown.message);
      return undefined;
    }
    const stop = onThemeChange(made.setTheme);
    setScene(made);
    return () => {
      stop();
      made.dispose();
      setScene(undefined);
    };
  }, []);
  return { scene, unavailable, attach };
}

export function useSideSync(
  scene: Scene | undefined,
  side: Side,
  placed: PlacedModel | undefined,
  comparison: Comparison | undefined,
  place: DifferencePlace | undefined,
): void {
  const tokens = useTokens();
  useEffect(() => {
    scene?.setModel(placed?.model);
  }, [scene, placed]);
  useEffect(() => {
    if (scene === undefined || placed === undefined) return;
    if (comparison === undefined) {
      scene.setColouring(undefined);
      scene.setFaceColouring(undefined);
      scene.setVisibility({ hidden: new Set(), ghosted: new Set() });
      return;
    }
    const { nodes, faces, ghosted } = sideColours(comparison, side, placed, tokens);
    // Without a difference the model keeps the colours that it came with.
    scene.setColouring(comparison.differences.length === 0 ? undefined : nodes);
    scene.setFaceColouring(faces);
    scene.setVisibility({ hidden: new Set(), ghosted });
  }, [scene, side, placed, comparison, tokens]);
  useEffect(() => {
    if (placed === undefined) return;
    scene?.setSelection(
      place === undefined
        ? { nodes: [] }
        : place.faces.length > 0
          ? { nodes: nodesOf(place, placed), faces: facesOf(place, placed) }
          : { nodes: nodesOf(place, placed) },
    );
  }, [scene, placed, place]);
}
