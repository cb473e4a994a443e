import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { HostClient } from "../../shared/contract/contract.ts";
import type { PartTreeNode } from "../../shared/contract/parts.ts";
import type { CameraState } from "../scene/scene-types.ts";
import { cache } from "./cache.ts";
import { openViewpoint } from "./open-viewpoint.ts";
import { offerSceneView, type SceneView } from "./scene-view.ts";
import { selection } from "./selection.ts";
import { undoStack } from "./undo.ts";
import { viewpointNow } from "./viewpoint.ts";
import { ALL_VISIBLE, visibility } from "./visibility.ts";

const camera = (distance: number): CameraState => ({
  projection: "perspective",
  pose: { target: [0, 0, 0], azimuth: 0, polar: 1, distance },
});
const part = (partNumber: string): PartTreeNode => ({
  id: partNumber,
  parent: -1,
  partNumber,
  revision: undefined,
  title: undefined,
  quantity: 1,
  findNumber: undefined,
  unitCount: 0,
  failedUnitCount: 0,
  eventCount: 0,
  hasModel: true,
});

let shown: CameraState;
let takeBack: () => void;
function show(model: string, paths: readonly string[]): void {
  shown = camera(100);
  const view: SceneView = {
    model,
    nodes: paths.length,
    has: (number) => number === "A" || number === "B",
    pathOf: (node) => paths[node],
    nodeOf: (path) => {
      const at = paths.indexOf(path);
      return at === -1 ? undefined : at;
    },
    faceText: ({ node, face }) => (node < paths.length && face < 5 ? `Face ${face}` : undefined),
    camera: () => shown,
    setCamera: (next) => (shown = next),
  };
  takeBack?.();
  takeBack = offerSceneView(view);
}

let units: { unitId: number; serial: string }[];
let event: { position: number; sha256: string } | undefined;
const host = {
  units: {
    details: ({ unitId }: { unitId: number }) =>
      Promise.resolve({ partNumber: "A", serial: units.find((unit) => unit.unitId === unitId)?.serial }),
    list: () => Promise.resolve(units),
  },
  events: {
    details: () => Promise.resolve({ sourceId: "qms", sourceKey: "event/1", sha256: "x", title: "Failed" }),
    find: () => Promise.resolve(event),
  },
} as unknown as HostClient;

beforeEach(() => {
  cache.setState({ tree: [part("A"), part("B")] });
  units = [{ unitId: 3, serial: "SN-7" }];
  event = { position: 9, sha256: "x" };
  show("one", ["A", "A/1", "A/2"]);
  visibility.setState(ALL_VISIBLE);
});
afterEach(() => {
  takeBack();
  vi.useRealTimers();
});

/** A view with everything in it, then the screen about something else. */
async function save(): Promise<string> {
  selection.getState().restore({
    partNumber: "A",
    unitId: 3,
    eventPosition: 9,
    nodes: [1],
    face: { node: 1, face: 4 },
    scope: "unit",
  });
  selection.getState().brush({ from: 5, to: 9 });
  visibility.setState({ ...ALL_VISIBLE, hidden: new Set([2]), hiddenBodies: true });
  shown = camera(42);
  const text = await viewpointNow(host);
  selection.getState().selectPart("B");
  selection.getState().brush(undefined);
  visibility.setState(ALL_VISIBLE);
  shown = camera(7);
  return text;
}

test("all of it comes back as it was, and undo leads back to where one was", async () => {
  const text = await save();
  expect(await openViewpoint(host, text, "Bore")).toEqual([]);
  expect(selection.getState()).toMatchObject({
    partNumber: "A",
    unitId: 3,
    eventPosition: 9,
    nodes: [1],
    face: { node: 1, face: 4 },
    scope: "unit",
    window: { from: 5, to: 9 },
  });
  expect([...visibility.getState().hidden]).toEqual([2]);
  expect(visibility.getState().hiddenBodies).toBe(true);
  expect(shown).toEqual(camera(42));
  await undoStack.getState().undo();
  expect(selection.getState()).toMatchObject({ partNumber: "B", nodes: [], scope: "part" });
  expect(selection.getState().window).toBeUndefined();
  expect(visibility.getState()).toEqual(ALL_VISIBLE);
  expect(shown).toEqual(camera(7));
});

test("in another export nodes are found by their names; faces are not, and that is said", async () => {
  const text = await save();
  // Another order, one occurrence gone.
  show("two", ["A", "A/new", "A/1"]);
  const missing = await openViewpoint(host, text, "Bore");
  expect(selection.getState()).toMatchObject({ nodes: [2] });
  expect(selection.getState().face).toBeUndefined();
  expect(missing).toHaveLength(3);
  expect(missing.join(" ")).toMatch(/another one.*Face 4.*1 occurrence/);
  expect(shown).toEqual(camera(42));
});

test("units, events and parts that are gone are named", async () => {
  const text = await save();
  units = [];
  event = undefined;
  cache.setState({ tree: [part("B")] });
  const missing = await openViewpoint(host, text, "Bore");
  expect(missing).toEqual([
    expect.stringContaining("SN-7"),
    expect.stringContaining("Failed"),
    expect.stringContaining("A"),
  ]);
  expect(selection.getState()).toMatchObject({ nodes: [], scope: "part", window: { from: 5, to: 9 } });
  event = { position: 12, sha256: "corrected" };
  expect((await openViewpoint(host, text, "Bore")).join(" ")).toContain("corrected since");
  expect(selection.getState().eventPosition).toBe(12);
});

test("what can't be read changes nothing", async () => {
  selection.getState().selectPart("B");
  const steps = undoStack.getState().done.length;
  expect(await openViewpoint(host, "{", "Bore")).toHaveLength(1);
  expect(selection.getState().partNumber).toBe("B");
  expect(undoStack.getState().done).toHaveLength(steps);
});

test("a model that does not come is not waited for without end", async () => {
  const text = await save();
  takeBack();
  vi.useFakeTimers();
  const opening = openViewpoint(host, text, "Bore");
  await vi.advanceTimersByTimeAsync(20_000);
  expect(await opening).toEqual(["No model of it can be shown."]);
});
