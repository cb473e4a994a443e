/** A large model is shown once what is drawn of it has been built in pieces: the window never waits for it. */
import { useEffect, useState } from "react";
import type { Scene } from "../../scene/scene-types.ts";
import type { CadModel } from "../../../shared/model/cad.ts";
import type { ModelState } from "./use-model.ts";

/** Occurrences, and vertices of its parts: less is built before the page would have had its turn. */
const LARGE = { nodes: 4_000, vertices: 1_000_000 } as const;

export function isLarge({ nodes, parts }: Pick<CadModel, "nodes" | "parts">): boolean {
  return (
    nodes.length >= LARGE.nodes ||
    parts.reduce((sum, { mesh }) => sum + (mesh?.positions.length ?? 0) / 3, 0) >= LARGE.vertices
  );
}

/** Whether a scene can show a model without the window waiting for it: at once, or after it was built in pieces. */
export function useIsPrepared(scene: Scene | undefined, model: CadModel | undefined): boolean {
  const [prepared, setPrepared] = useState<CadModel>();
  const isWaiting = scene !== undefined && model !== undefined && model !== prepared && isLarge(model);
  useEffect(() => {
    if (!isWaiting) return undefined;
    const gone = new AbortController();
    scene.prepare(model, gone.signal).then(
      () => setPrepared(model),
      () => {
        // What can't be built in pieces fails where it is shown, and where faults are told.
        if (!gone.signal.aborted) setPrepared(model);
      },
    );
    return () => gone.abort();
  }, [isWaiting, scene, model]);
  return !isWaiting;
}

/** @returns the same, but while a large model is being built what was on the screen before, or that it is loading */
export function usePrepared(scene: Scene | undefined, state: ModelState): ModelState {
  const isPrepared = useIsPrepared(scene, state.state === "ready" ? state.shown.own : undefined);
  const [before, setBefore] = useState<ModelState>();
  if (isPrepared) {
    if (before !== state) setBefore(state);
    return state;
  }
  if (before?.state === "ready") return before;
  return state.state === "ready"
    ? { state: "loading", fileName: state.shown.summary.fileName, share: 1 }
    : state;
}
