/** What the screen shows now, as data: goes with a change request, so that it can be looked at again. */
import { selection } from "./selection.ts";

let readCamera: (() => object) | undefined;

/** The 3D view says how its camera is read; returns what takes it back. */
export function offerCamera(read: () => object): () => void {
  readCamera = read;
  return () => {
    if (readCamera === read) readCamera = undefined;
  };
}

/** JSON of camera, selection and brushed span. */
export function viewpointNow(): string {
  const { partNumber, unitId, eventPosition, nodes, face, scope, window } = selection.getState();
  return JSON.stringify({
    version: 1,
    camera: readCamera?.(),
    selection: { partNumber, unitId, eventPosition, nodes, face, scope },
    window,
  });
}
