/** What the screen shows now, as data that outlives it: see viewpoint-format.ts. */
import type { HostClient } from "../../shared/contract/contract.ts";
import type { CameraState } from "../scene/scene-types.ts";
import { explosion } from "./explosion.ts";
import { colouring } from "./colouring.ts";
import { sceneView } from "./scene-view.ts";
import { selection } from "./selection.ts";
import { visibility } from "./visibility.ts";
import { toolsNow } from "./viewpoint-tools.ts";
import { writeViewpoint, type ViewedScene, type Viewpoint } from "./viewpoint-format.ts";

/** Asks the host for the lasting names of what is selected. */
export async function viewpointNow(host: HostClient): Promise<string> {
  const { partNumber, unitId, eventPosition, characteristic, scope, window } = selection.getState();
  const [unit, event] = await Promise.all([
    unitId === undefined ? undefined : host.units.details({ unitId }),
    eventPosition === undefined ? undefined : host.events.details({ position: eventPosition }),
  ]);
  const viewpoint: Viewpoint = {
    version: 2,
    ...sceneNow(),
    ...(partNumber === undefined ? {} : { partNumber }),
    ...(unit === undefined ? {} : { unit: namesOf(unit) }),
    ...(event === undefined ? {} : { event: keyOf(event) }),
    ...(characteristic === undefined ? {} : { characteristic }),
    scope,
    ...(window === undefined ? {} : { window }),
    colouring: colouring.getState().choice,
  };
  return writeViewpoint(viewpoint);
}

/** What the 3D view shows, by names that the next export keeps; without a model nothing of it. */
export function sceneNow(): ViewedScene {
  const { nodes, face } = selection.getState();
  const { hidden, ghosted, isolated, hiddenBodies } = visibility.getState();
  const { current: view } = sceneView.getState();
  const { share } = explosion.getState();
  const pathsOf = (some: Iterable<number>): string[] =>
    [...some].map((node) => view?.pathOf(node)).filter((path) => path !== undefined);
  const tools = view === undefined ? undefined : toolsNow();
  const occurrence = face === undefined ? undefined : view?.pathOf(face.node);
  return {
    ...(view === undefined ? {} : { camera: cameraOf(view), model: view.model }),
    occurrences: pathsOf(nodes),
    ...(face === undefined || occurrence === undefined
      ? {}
      : { face: { occurrence, face: face.face, text: view?.faceText(face) ?? "" } }),
    ...(share === 0 ? {} : { explosion: share }),
    ...(tools === undefined ? {} : { tools }),
    visibility: {
      hidden: pathsOf(hidden),
      ghosted: pathsOf(ghosted),
      ...(isolated === undefined ? {} : { isolated: pathsOf(isolated) }),
      ...(hiddenBodies ? { hiddenBodies } : {}),
    },
  };
}

function cameraOf({ camera }: { readonly camera: () => CameraState }): NonNullable<ViewedScene["camera"]> {
  const { projection, pose } = camera();
  const { target, azimuth, polar, distance, roll } = pose;
  const [x, y, z] = target;
  return {
    projection,
    pose: {
      target: [x, y, z],
      azimuth,
      polar,
      distance,
      ...(roll === undefined ? {} : { roll }),
    },
  };
}

/** What a unit is called, the same in every cache. */
export interface NamedUnit {
  partNumber: string;
  serial?: string;
  lot?: string;
  position?: number;
  sourceId?: string;
}

type Unit = Awaited<ReturnType<HostClient["units"]["details"]>>;

export function namesOf({ partNumber, serial, lot, position, sourceId }: Unit): NamedUnit {
  return {
    partNumber,
    ...(serial === undefined ? {} : { serial }),
    ...(lot === undefined ? {} : { lot }),
    ...(position === undefined ? {} : { position }),
    ...(sourceId === undefined ? {} : { sourceId }),
  };
}

type Event = Awaited<ReturnType<HostClient["events"]["details"]>>;

export function keyOf({ sourceId, sourceKey, sha256, title }: Event): NonNullable<Viewpoint["event"]> {
  return { sourceId, sourceKey, sha256, title: title.slice(0, 1_000) };
}
