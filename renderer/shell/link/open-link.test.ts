import { afterEach, beforeEach, expect, test } from "vitest";
import type { HostClient } from "../../../shared/contract/contract.ts";
import type { PartTreeNode } from "../../../shared/contract/parts.ts";
import type { CameraState } from "../../scene/scene-types.ts";
import { alignment } from "../../panels/timeline/alignment.ts";
import { tables } from "../../panels/tables/table-state.ts";
import { cache } from "../../state/cache.ts";
import { explosion } from "../../state/explosion.ts";
import { offerSceneView, type SceneView } from "../../state/scene-view.ts";
import { selection } from "../../state/selection.ts";
import { undoStack } from "../../state/undo.ts";
import { offerToViewpoint } from "../../state/viewpoint-tools.ts";
import { ALL_VISIBLE, visibility } from "../../state/visibility.ts";
import type { LinkedView } from "./linked-view.ts";
import { openView } from "./open-link.ts";
import { readSaved } from "./saved-text.ts";

const camera = (distance: number): CameraState => ({
  projection: "perspective",
  pose: { target: [0, 0, 0], azimuth: 0, polar: 1, distance },
});
const PATHS = ["A", "A/1", "A/2"];
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
const host = {
  events: { unknownKeys: () => Promise.resolve([]) },
  units: { list: () => Promise.resolve([]) },
} as unknown as HostClient;

let shown: CameraState;
let planes: unknown;
let takeBack: () => void = () => undefined;
function offer(): void {
  const view: SceneView = {
    model: "one",
    nodes: PATHS.length,
    has: () => true,
    pathOf: (node) => PATHS[node],
    nodeOf: (path) => (PATHS.includes(path) ? PATHS.indexOf(path) : undefined),
    faceText: () => undefined,
    camera: () => shown,
    setCamera: (next) => (shown = next),
  };
  takeBack = offerSceneView(view);
}

const VIEW: LinkedView = {
  part: "A",
  scope: "part",
  brush: { from: 5, to: 9 },
  only: [{ by: "equipment", keys: ["VMC-2"] }],
  table: { id: "units", filters: [], group: "part" },
  lanes: { by: "equipment", sort: "worst", limit: 10, pinned: [], expanded: [] } as never,
  panels: [],
  align: { operation: "0020", units: ["7", "#12", "8"], fill: 0 },
  scene: {
    camera: { projection: "perspective", pose: { target: [1, 2, 3], azimuth: 0, polar: 1, distance: 42 } },
    model: "one",
    occurrences: ["A/1"],
    explosion: 0.5,
    tools: { section: ["plane"] },
    visibility: { hidden: ["A/2"], ghosted: ["A/gone"] },
  },
};

let stopTool: () => void;
beforeEach(() => {
  cache.setState({ tree: [part("A"), part("B")] });
  undoStack.setState({ done: [], undone: [] });
  shown = camera(7);
  planes = undefined;
  visibility.setState({ ...ALL_VISIBLE, hidden: new Set([1]) });
  explosion.setState({ share: 0 });
  selection.getState().setFilters({ only: [], tableFilters: {}, structure: "designed" });
  selection.getState().selectPart("B");
  tables.setState({ table: "events" });
  alignment.setState({ asked: undefined });
  stopTool = offerToViewpoint("section", { read: () => planes, show: (value) => (planes = value) });
  offer();
});
afterEach(() => {
  stopTool();
  takeBack();
});

function expectBefore(): void {
  expect(selection.getState()).toMatchObject({ partNumber: "B", only: [], nodes: [] });
  expect([...visibility.getState().hidden]).toEqual([1]);
  expect(explosion.getState().share).toBe(0);
  expect(shown).toEqual(camera(7));
  expect(planes).toBeUndefined();
  expect(tables.getState().table).toBe("events");
  expect(alignment.getState().asked).toBeUndefined();
}

function expectShown(): void {
  expect(selection.getState()).toMatchObject({ partNumber: "A", only: VIEW.only, nodes: [1] });
  expect(selection.getState().window).toEqual({ from: 5, to: 9 });
  expect([...visibility.getState().hidden]).toEqual([2]);
  expect(explosion.getState().share).toBe(0.5);
  expect(shown.pose.distance).toBe(42);
  expect(planes).toEqual(["plane"]);
  expect(tables.getState().table).toBe("units");
  expect(alignment.getState().asked).toEqual({
    partNumber: "A",
    operation: "0020",
    // Of another cache's row nobody knows which unit it is.
    units: ["7", "8"],
    fill: 0,
  });
}

test("filters, table and the 3D view come together, and go back in one step", async () => {
  expect(await openView(host, VIEW, "View")).toEqual([expect.stringContaining("1 occurrence")]);
  expectShown();
  await undoStack.getState().undo();
  expectBefore();
  await undoStack.getState().redo();
  expectShown();
});

test("what had no room is said", async () => {
  const told = await openView(host, { ...VIEW, cut: 12, shortened: true }, "View");
  expect(told[0]).toContain("12 parts");
  expect(told[1]).toContain("measurements");
});

test("a view of before leaves filters and table as they are", async () => {
  selection
    .getState()
    .setFilters({ only: [{ by: "order", keys: ["WO-1"] }], tableFilters: {}, structure: "designed" });
  const before = readSaved(JSON.stringify({ version: 2, ...VIEW.scene, partNumber: "A", scope: "part" }));
  await openView(host, before ?? VIEW, "View");
  expect(selection.getState().only).toEqual([{ by: "order", keys: ["WO-1"] }]);
  expect(tables.getState().table).toBe("events");
  expect(shown.pose.distance).toBe(42);
});

test("whoever goes back before the model is there is not overtaken by it", async () => {
  takeBack();
  const opening = openView(host, VIEW, "View");
  await expect.poll(() => undoStack.getState().done.length).toBe(1);
  await undoStack.getState().undo();
  offer();
  expect(await opening).toEqual([]);
  expect(shown).toEqual(camera(7));
  expect(selection.getState().partNumber).toBe("B");
});
