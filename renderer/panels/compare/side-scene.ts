/** One of the two views: its scene in its place on the page, with the model, the colours and what is looked at. */
import { useCallback, useEffect, useRef, useState } from "react";
import type { PlacedModel } from "../../../shared/compare/placed-model.ts";
import type { Comparison, DifferencePlace } from "../../../shared/compare/comparison.ts";
import { createScene } from "../../scene/scene.ts";
import { SceneUnavailable, type CameraState, type Scene } from "../../scene/scene-types.ts";
import { settings, useSettings } from "../../state/settings.ts";
import { currentTokens, onThemeChange } from "../../theme/tokens.ts";
import { useTokens } from "../../theme/use-tokens.ts";
import { mouseOf, projectionOf } from "../scene/scene-settings.ts";
import { facesOf, nodesOf, sideColours, type Side, type SideColours } from "./compare-colours.ts";

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
    const { values } = settings.getState();
    let made: Scene;
    try {
      made = createScene(canvas, {
        theme: currentTokens(),
        mousePreset: mouseOf(values),
        projection: projectionOf(values),
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

/** Where a view stood when its model was taken from it. */
interface Left {
  readonly scene: Scene;
  readonly sha256: string | undefined;
  readonly camera: CameraState;
}

/** In step with what a person chooses while the view stands. */
export function useSceneSettings(scene: Scene | undefined): void {
  const mouse = useSettings(mouseOf);
  const projection = useSettings(projectionOf);
  useEffect(() => scene?.setMousePreset(mouse), [scene, mouse]);
  useEffect(() => scene?.setProjection(projection), [scene, projection]);
}

/** @param deviating in place of the colours of changes: then `placed` has other faces than `place` counts */
export function useSideSync(
  scene: Scene | undefined,
  side: Side,
  placed: PlacedModel | undefined,
  comparison: Comparison | undefined,
  place: DifferencePlace | undefined,
  sha256: string | undefined,
  deviating?: SideColours,
): void {
  const tokens = useTokens();
  const left = useRef<Left>(undefined);
  useEffect(() => {
    if (scene === undefined) return undefined;
    scene.setModel(placed?.model);
    if (placed === undefined) return undefined;
    const { current } = left;
    // More of the same file: the view stays where a person has turned it.
    if (current?.scene === scene && current.sha256 === sha256) scene.setCamera(current.camera, false);
    return () => {
      left.current = { scene, sha256, camera: scene.camera() };
    };
  }, [scene, placed, sha256]);
  useEffect(() => {
    if (scene === undefined || placed === undefined) return;
    if (comparison === undefined) {
      scene.setColouring(undefined);
      scene.setFaceColouring(undefined);
      scene.setVisibility({ hidden: new Set(), ghosted: new Set() });
      return;
    }
    const { nodes, faces, ghosted } = deviating ?? sideColours(comparison, side, placed, tokens);
    // Without a difference the model keeps the colours that it came with.
    const isPlain = deviating === undefined && comparison.differences.length === 0;
    scene.setColouring(isPlain ? undefined : nodes);
    scene.setFaceColouring(faces);
    scene.setVisibility({ hidden: new Set(), ghosted });
  }, [scene, side, placed, comparison, deviating, tokens]);
  useEffect(() => {
    if (placed === undefined) return;
    scene?.setSelection(
      place === undefined
        ? { nodes: [] }
        : place.faces.length > 0 && deviating === undefined
          ? { nodes: nodesOf(place, placed), faces: facesOf(place, placed) }
          : { nodes: nodesOf(place, placed) },
    );
  }, [scene, placed, place, deviating]);
}
