/** The scene in its place on the page: made with it, in step with what every panel shares, gone with it. */
import { useCallback, useEffect, useRef, useState } from "react";
import type { CadModel } from "../../../shared/model/cad.ts";
import { message } from "../../messages/catalogue.ts";
import { STANDARD_VIEWS, type StandardView } from "../../scene/camera/camera-fit.ts";
import { SceneUnavailable, type CameraState, type Scene } from "../../scene/scene-types.ts";
import { createScene } from "../../scene/scene.ts";
import { useExplosion } from "../../state/explosion.ts";
import { selection, useSelection } from "../../state/selection.ts";
import { settings, useSettings } from "../../state/settings.ts";
import { useVisibility } from "../../state/visibility.ts";
import { currentTokens, onThemeChange } from "../../theme/tokens.ts";
import { explosionSteps } from "./explosion-steps.ts";
import { afterPick, outlinedSelection, type PickedSelection } from "./scene-selection.ts";
import { mouseOf, projectionOf } from "./scene-settings.ts";
import type { Colours } from "./use-colours.ts";
import type { ShownModel } from "./use-model.ts";
import { visibilitySteps } from "./visibility-steps.ts";

export interface AttachedScene {
  readonly scene: Scene | undefined;
  readonly canvas: HTMLCanvasElement | undefined;
  /** Why there is no scene; undefined while there is none yet. */
  readonly unavailable: string | undefined;
  /** Ref of the element that holds the canvas and the place of the view cube. */
  readonly attach: (element: HTMLElement | null) => (() => void) | undefined;
}

/** With the air above it, CSS pixels (scene.css). */
const TOOLBAR_HEIGHT = 44;
/** Longest time for which the outline of a selection waits for the other panels, ms. */
const OUTLINE_WAIT = 120;
const NONE = { scene: undefined, canvas: undefined } as const;

export function useScene(): AttachedScene {
  const [{ scene, canvas }, setMade] = useState<Pick<AttachedScene, "scene" | "canvas">>(NONE);
  const [unavailable, setUnavailable] = useState<string>();
  const attach = useCallback((element: HTMLElement | null) => {
    const canvas = element?.querySelector("canvas");
    const overlay = element?.querySelector<HTMLElement>(".scene-cube");
    if (canvas === null || canvas === undefined) return undefined;
    let made: Scene;
    try {
      made = createScene(canvas, {
        theme: currentTokens(),
        ...(overlay === null || overlay === undefined ? {} : { overlay, viewNames: viewNames() }),
        mousePreset: mouseOf(settings.getState().values),
        projection: projectionOf(settings.getState().values),
        coveredTop: TOOLBAR_HEIGHT,
        warmUp: "when asked",
      });
    } catch (thrown) {
      if (!(thrown instanceof SceneUnavailable)) throw thrown;
      setUnavailable(thrown.message);
      return undefined;
    }
    const stop = onThemeChange(made.setTheme);
    setMade({ scene: made, canvas });
    return () => {
      stop();
      made.dispose();
      setMade(NONE);
    };
  }, []);
  return { scene, canvas, unavailable, attach };
}

function viewNames(): Record<StandardView, string> {
  const names = STANDARD_VIEWS.map((view) => [view, message(`scene.view.${view}`)] as const);
  return Object.fromEntries(names) as Record<StandardView, string>;
}

/**
 * Model, selection, visibility, colours and settings into the scene; picks out of it.
 * @param colours of nodes and faces by data; undefined each: the model's own colours
 */
export function useSceneSync(
  scene: Scene | undefined,
  shown: ShownModel | undefined,
  { nodes: colours, faces: faceColours }: Pick<Colours, "nodes" | "faces">,
): void {
  const model = shown?.own;
  const index = shown?.index;
  const sha256 = shown?.summary.sha256;
  const partNumber = useSelection((state) => state.partNumber);
  const nodes = useSelection((state) => state.nodes);
  const face = useSelection((state) => state.face);
  const faces = useSelection((state) => state.faces);
  const visible = useVisibility((state) => state);
  const share = useExplosion((state) => state.share);
  const mousePreset = useSettings(mouseOf);
  const projection = useSettings(projectionOf);

  // First of all: a new model comes without selection, visibility and colours, which the next effects set.
  const fitted = useRef<Fitted>(undefined);
  useEffect(() => {
    if (scene === undefined) return;
    const before = scene.camera();
    const { current } = fitted;
    const isSameFile = current !== undefined && sha256 !== undefined && current.sha256 === sha256;
    scene.setModel(model, isSameFile);
    // More parts of the same file: a person who has moved the view meanwhile keeps it. A whole one shows what the file
    // hides, or no longer: nothing moves under the hand that asked for it.
    const isKept = isSameFile && (!current.isPartial || !isSameView(current.camera, before));
    if (isKept) scene.setCamera(before, false);
    fitted.current = {
      sha256,
      camera: isKept ? current.camera : scene.camera(),
      isPartial: model?.isPartial === true,
    };
  }, [scene, model, sha256]);
  // Of a file that comes bit by bit the places are there from the beginning.
  useEffect(() => visibilitySteps.show(sha256, model && hiddenPlaces(model)), [sha256, model]);
  useEffect(() => explosionSteps.show(sha256), [sha256]);
  useEffect(() => {
    if (model !== undefined) scene?.setVisibility(visible);
  }, [scene, model, visible]);
  const stillShare = useRef({ model, share });
  useEffect(() => {
    if (model === undefined) return;
    // Another model stands at once as it was left; only what a person does is seen moving.
    scene?.setExplosion(share, stillShare.current.model === model);
    stillShare.current = { model, share };
  }, [scene, model, share]);
  useEffect(() => {
    if (model !== undefined) scene?.setColouring(colours);
  }, [scene, model, colours]);
  useEffect(() => {
    if (model !== undefined) scene?.setFaceColouring(faceColours);
  }, [scene, model, faceColours]);
  useEffect(() => {
    if (index === undefined) return undefined;
    const outlined = outlinedSelection(
      {
        nodes,
        ...(partNumber === undefined ? {} : { partNumber }),
        ...(face === undefined ? {} : { face }),
        ...(faces === undefined ? {} : { faces }),
      },
      index,
    );
    // A frame without a graphics card takes longer than everything else that a selection changes.
    const idle = requestIdleCallback(() => scene?.setSelection(outlined), { timeout: OUTLINE_WAIT });
    return () => cancelIdleCallback(idle);
  }, [scene, index, partNumber, nodes, face, faces]);
  useEffect(() => scene?.setMousePreset(mousePreset), [scene, mousePreset]);
  useEffect(() => scene?.setProjection(projection), [scene, projection]);
  useEffect(() => {
    if (index === undefined) return undefined;
    return scene?.onPick(({ pick, additive }) => {
      const after = afterPick(selection.getState(), index, pick, additive);
      if (after !== undefined) select(after);
    });
  }, [scene, index]);
}

function hiddenPlaces({ nodes }: CadModel): readonly number[] {
  return nodes.flatMap(({ hidden }, node) => (hidden === true ? [node] : []));
}

/** Where the view stood when it was made to hold a model. */
interface Fitted {
  readonly sha256: string | undefined;
  readonly camera: CameraState;
  /** More parts of it were still to come. */
  readonly isPartial: boolean;
}

function isSameView(a: CameraState, b: CameraState): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Makes what was picked or boxed the subject of every panel. */
export function select({ nodes, partNumber, face, faces }: PickedSelection): void {
  if (nodes.length === 0) selection.getState().selectPart(undefined);
  else selection.getState().selectNodes(nodes, partNumber, face, faces);
}
