/** A large model is shown once what is drawn of it has been built in pieces: the window never waits for it. */
import { useEffect, useState } from "react";
import type { Scene } from "../../scene/scene-types.ts";
import type { CadModel } from "../../../shared/model/cad.ts";
import type { ModelState } from "./use-model.ts";

/** Occurrences, and vertices of its parts: less is built before the page would have had its turn. */
const LARGE = { nodes: 400, vertices: 1_000_000 } as const;

export function isLarge({ nodes, parts }: Pick<CadModel, "nodes" | "parts">): boolean {
  return (
    nodes.length >= LARGE.nodes ||
    parts.reduce((sum, { mesh }) => sum + (mesh?.positions.length ?? 0) / 3, 0) >= LARGE.vertices
  );
}

/** Whether a scene can show a model without the window waiting for it: at once, or after it was built in pieces. */
export function useIsPrepared(scene: Scene | undefined, model: CadModel | undefined): boolean {
  const [prepared, setPrepared] = useState<CadModel>();
  // What was built is on the screen once: the same model is built again when it comes back.
  if (model === undefined && prepared !== undefined) setPrepared(undefined);
  const isWaiting = scene !== undefined && model !== undefined && model !== prepared && isLarge(model);
  useEffect(() => {
    if (!isWaiting) return undefined;
    const gone = new AbortController();
    void scene
      .prepare(model, gone.signal)
      // What can't be built in pieces fails where it is shown, and where faults are told.
      .catch(() => undefined)
      .then(() => {
        if (!gone.signal.aborted) setPrepared(model);
      });
    return () => gone.abort();
  }, [isWaiting, scene, model]);
  return !isWaiting;
}

/** What is on the screen, and what is being built to come there. */
export interface Prepared {
  readonly shown: ModelState | undefined;
  readonly building: ModelState | undefined;
}

type Ready = Extract<ModelState, { readonly state: "ready" }>;

function readyOf(state: ModelState | undefined): Ready["shown"] | undefined {
  return state?.state === "ready" ? state.shown : undefined;
}

/**
 * What follows once another state is wanted. Of one file that comes bit by bit, what is being built is built to its end
 * and shown, however fast more of it comes; another file takes its place at once.
 * @param isBuilt `building` can be shown now
 */
export function nextPrepared({ shown, building }: Prepared, wanted: ModelState, isBuilt: boolean): Prepared {
  const model = readyOf(wanted);
  if (model === undefined || !isLarge(model.own)) return { shown: wanted, building: undefined };
  if (readyOf(shown)?.own === model.own) return { shown: wanted, building: undefined };
  const inWork = readyOf(building);
  if (inWork?.own === model.own)
    return isBuilt ? { shown: wanted, building: undefined } : { shown, building: wanted };
  if (inWork === undefined || inWork.summary.sha256 !== model.summary.sha256)
    return { shown, building: wanted };
  return isBuilt ? { shown: building, building: wanted } : { shown, building };
}

/** @returns the same, but while a large model is being built what was on the screen before, or that it is loading */
export function usePrepared(scene: Scene | undefined, state: ModelState): ModelState {
  const [prepared, setPrepared] = useState<Prepared>({ shown: undefined, building: undefined });
  const isBuilt = useIsPrepared(scene, readyOf(prepared.building)?.own);
  const next = nextPrepared(prepared, state, isBuilt);
  if (next.shown !== prepared.shown || next.building !== prepared.building) setPrepared(next);
  if (scene === undefined || next.building === undefined) return state;
  if (readyOf(next.shown) !== undefined) return next.shown ?? state;
  const fileName = readyOf(next.building)?.summary.fileName;
  return { state: "loading", fileName, share: 1 };
}
