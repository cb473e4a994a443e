/** What the 3D view lends to others while a model is on it: its camera, and names for its nodes that outlive an export. */
import { createStore } from "zustand/vanilla";
import type { CameraState } from "../scene/scene-types.ts";
import type { PickedFace } from "./selection.ts";

export interface SceneView {
  /** SHA-256 of the CAD file. */
  readonly model: string;
  readonly has: (partNumber: string) => boolean;
  /** Names of all occurrences from the root: the same node in the next export. */
  readonly pathOf: (node: number) => string | undefined;
  readonly nodeOf: (path: string) => number | undefined;
  readonly nodes: number;
  /** For example `Hole or inner cylinder Ø 62 mm`. */
  readonly faceText: (face: PickedFace) => string | undefined;
  readonly camera: () => CameraState;
  readonly setCamera: (camera: CameraState) => void;
}

export const sceneView = createStore<{ readonly current: SceneView | undefined }>(() => ({
  current: undefined,
}));

/** Says what is on the view now; returns what takes it back. */
export function offerSceneView(view: SceneView): () => void {
  sceneView.setState({ current: view });
  return () => {
    if (sceneView.getState().current === view) sceneView.setState({ current: undefined });
  };
}

/** Resolves with the view as soon as it holds; undefined where it did not within `milliseconds`. */
export function whenScene(
  holds: (view: SceneView) => boolean,
  milliseconds: number,
): Promise<SceneView | undefined> {
  return new Promise((resolve) => {
    const look = (): boolean => {
      const { current } = sceneView.getState();
      if (current === undefined || !holds(current)) return false;
      clearTimeout(timer);
      stop();
      resolve(current);
      return true;
    };
    let stop = (): void => undefined;
    const timer = setTimeout(() => {
      stop();
      resolve(undefined);
    }, milliseconds);
    if (!look()) stop = sceneView.subscribe(look);
  });
}
