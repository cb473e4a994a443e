/** Shows a saved view again, as far as what it names is still there; undo leads back to where one was. */
import type { HostClient } from "../../shared/contract/contract.ts";
import type { TimeWindow } from "../../shared/contract/common.ts";
import { message } from "../messages/catalogue.ts";
import { cache, findPart } from "./cache.ts";
import { explosion } from "./explosion.ts";
import { showColouring } from "./colour-steps.ts";
import { colouring, type ColourChoice } from "./colouring.ts";
import { sceneView, whenScene, type SceneView } from "./scene-view.ts";
import { selection, type PickedFace, type SelectedSubject } from "./selection.ts";
import { undoStack } from "./undo.ts";
import { visibility } from "./visibility.ts";
import { showTools, toolsNow } from "./viewpoint-tools.ts";
import { readViewpoint, type ViewedScene, type Viewpoint } from "./viewpoint-format.ts";
import { showPanel } from "./workspace.ts";

/** ms for which a model that has to be loaded is waited for. */
const MODEL_WAIT = 20_000;

/** The screen as it is, to come back to within this page. */
interface Snapshot {
  readonly subject: SelectedSubject;
  readonly window: TimeWindow | undefined;
  readonly choice: ColourChoice;
  /** Brings the 3D view back. */
  readonly scene: () => Promise<void>;
}

/** @returns sentences about what of it is no longer there; empty where all of it is shown. */
export async function openViewpoint(
  host: HostClient,
  source: string,
  title: string,
): Promise<readonly string[]> {
  const viewpoint = readViewpoint(source);
  if (viewpoint === undefined) return [message("viewpoint.unreadable")];
  const before = snapshot();
  const missing = await show(host, viewpoint);
  undoStack.getState().push({
    title: message("viewpoint.shown", { title }),
    undo: () => restore(before),
    redo: async () => void (await show(host, viewpoint)),
  });
  return missing;
}

async function show(host: HostClient, viewpoint: Viewpoint): Promise<readonly string[]> {
  const missing: string[] = [];
  const { partNumber, window, scope } = viewpoint;
  const unitId = await unitOf(host, viewpoint.unit, missing);
  const eventPosition = await eventOf(host, viewpoint.event, missing);
  const isThere = partNumber !== undefined && findPart(cache.getState().tree, partNumber) !== undefined;
  if (partNumber !== undefined && !isThere) missing.push(message("viewpoint.no-part", { name: partNumber }));
  const subject: SelectedSubject = {
    ...(isThere ? { partNumber } : {}),
    ...(unitId === undefined ? {} : { unitId }),
    ...(eventPosition === undefined ? {} : { eventPosition }),
    ...(viewpoint.characteristic === undefined ? {} : { characteristic: viewpoint.characteristic }),
    nodes: [],
    scope: unitId === undefined ? "part" : scope,
  };
  selection.getState().restore(subject);
  selection.getState().brush(window);
  if (viewpoint.colouring !== undefined) showColouring(viewpoint.colouring);
  if (viewpoint.camera !== undefined && isThere) {
    showPanel("scene");
    await placeScene(viewpoint, partNumber, subject, missing);
  }
  return missing;
}

/**
 * Shows a scene once a model of the part is there. The panel of the 3D view has to be in front.
 * @param missing gets sentences about what of it is not
 * @param isWanted asked once the model is there: a person may have gone back meanwhile
 */
export async function placeScene(
  scene: ViewedScene,
  partNumber: string,
  subject: SelectedSubject,
  missing: string[],
  isWanted: () => boolean = () => true,
): Promise<void> {
  const view = await whenScene((current) => current.has(partNumber), MODEL_WAIT);
  if (!isWanted()) return;
  if (view === undefined) missing.push(message("viewpoint.no-model"));
  else placeIn(view, scene, subject, missing);
}

/** @returns what brings back the 3D view as it is now, once its model is there */
export function keepScene(): () => Promise<void> {
  const { current } = sceneView.getState();
  const [model, camera] = [current?.model, current?.camera()];
  const seen = visibility.getState();
  const { share } = explosion.getState();
  const tools = toolsNow();
  return async () => {
    if (model === undefined || camera === undefined) return;
    const view = await whenScene((shown) => shown.model === model, MODEL_WAIT);
    if (view === undefined) return;
    visibility.setState(seen);
    explosion.setState({ share });
    showTools(tools);
    view.setCamera(camera);
  };
}

/** What is about the model: occurrences, face, visibility, camera. */
function placeIn(view: SceneView, viewpoint: ViewedScene, subject: SelectedSubject, missing: string[]): void {
  const isSame = view.model === viewpoint.model;
  if (!isSame) missing.push(message("viewpoint.other-model"));
  const lost = new Set<string>();
  const nodesOf = (paths: readonly string[]): number[] =>
    paths.flatMap((path) => {
      const node = view.nodeOf(path);
      if (node === undefined) lost.add(path);
      return node === undefined ? [] : [node];
    });
  const nodes = nodesOf(viewpoint.occurrences);
  const face = isSame ? faceIn(view, viewpoint.face) : undefined;
  if (viewpoint.face !== undefined && face === undefined)
    missing.push(message("viewpoint.no-face", { name: viewpoint.face.text }));
  if (nodes.length > 0 || face !== undefined)
    selection.getState().restore({ ...subject, nodes, ...(face === undefined ? {} : { face }) });
  if (viewpoint.visibility === undefined) missing.push(message("viewpoint.no-visibility"));
  else {
    const { hidden, ghosted, isolated, hiddenBodies = false } = viewpoint.visibility;
    visibility.setState({
      hidden: new Set(nodesOf(hidden)),
      ghosted: new Set(nodesOf(ghosted)),
      isolated: isolated === undefined ? undefined : new Set(nodesOf(isolated)),
      hiddenBodies,
    });
  }
  if (lost.size > 0) missing.push(message("viewpoint.no-occurrences", { count: lost.size }));
  explosion.setState({ share: viewpoint.explosion ?? 0 });
  showTools(viewpoint.tools);
  if (viewpoint.camera !== undefined) view.setCamera(viewpoint.camera);
}

function faceIn(view: SceneView, face: Viewpoint["face"]): PickedFace | undefined {
  const node = face === undefined ? undefined : view.nodeOf(face.occurrence);
  if (face === undefined || node === undefined) return undefined;
  const picked = { node, face: face.face };
  return view.faceText(picked) === undefined ? undefined : picked;
}

/** @param missing gets a sentence where the unit is not here */
export async function unitOf(
  host: HostClient,
  unit: Viewpoint["unit"],
  missing: string[],
): Promise<number | undefined> {
  if (unit === undefined) return undefined;
  // Of a part that is not here there is nothing to ask.
  const isPart = findPart(cache.getState().tree, unit.partNumber) !== undefined;
  const units = isPart ? await host.units.list({ partNumber: unit.partNumber }) : [];
  const found = units.find((each) =>
    unit.serial !== undefined
      ? each.serial === unit.serial
      : unit.lot !== undefined
        ? each.serial === undefined && each.lot === unit.lot
        : each.position === unit.position && each.sourceId === unit.sourceId,
  );
  if (found === undefined) {
    const name = unit.serial ?? unit.lot ?? unit.partNumber;
    missing.push(message("viewpoint.no-unit", { name }));
  }
  return found?.unitId;
}

/** @param missing gets a sentence where the event is not here, or was corrected since; without its hash only the former */
export async function eventOf(
  host: HostClient,
  event: (Omit<NonNullable<Viewpoint["event"]>, "sha256"> & { readonly sha256?: string }) | undefined,
  missing: string[],
): Promise<number | undefined> {
  if (event === undefined) return undefined;
  const { sourceId, sourceKey, sha256, title } = event;
  const found = await host.events.find({ sourceId, sourceKey });
  if (found === undefined) missing.push(message("viewpoint.no-event", { name: title }));
  else if (sha256 !== undefined && found.sha256 !== sha256)
    missing.push(message("viewpoint.corrected-event", { name: title }));
  return found?.position;
}

function snapshot(): Snapshot {
  const { partNumber, unitId, eventPosition, nodes, face, characteristic, scope, window } =
    selection.getState();
  return {
    subject: {
      ...(partNumber === undefined ? {} : { partNumber }),
      ...(unitId === undefined ? {} : { unitId }),
      ...(eventPosition === undefined ? {} : { eventPosition }),
      ...(face === undefined ? {} : { face }),
      ...(characteristic === undefined ? {} : { characteristic }),
      nodes,
      scope,
    },
    window,
    choice: colouring.getState().choice,
    scene: keepScene(),
  };
}

async function restore({ subject, window, choice, scene }: Snapshot): Promise<void> {
  selection.getState().restore(subject);
  selection.getState().brush(window);
  showColouring(choice);
  await scene();
}
