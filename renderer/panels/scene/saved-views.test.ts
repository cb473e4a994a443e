import { beforeEach, expect, test } from "vitest";
import { settings } from "../../state/settings.ts";
import { undoStack } from "../../state/undo.ts";
import { addView, MOST_VIEWS, removeView, renameView, viewsOf, type SavedView } from "./saved-views.ts";

const view = (id: string, more: Partial<SavedView> = {}): SavedView => ({
  id,
  name: `view ${id}`,
  partNumber: "P",
  viewpoint: "{}",
  ...more,
});
const names = (): string[] => (settings.getState().values.savedViews ?? []).map(({ name }) => name);

beforeEach(() => {
  settings.setState({ values: {} });
  undoStack.setState({ done: [], undone: [] });
});

test("saving, renaming and removing can each be taken back", async () => {
  addView(view("a"));
  renameView("a", "Bore");
  removeView(view("a"));
  expect(names()).toEqual([]);
  await undoStack.getState().undo();
  expect(names()).toEqual(["Bore"]);
  await undoStack.getState().undo();
  expect(names()).toEqual(["view a"]);
  await undoStack.getState().undo();
  expect(names()).toEqual([]);
  await undoStack.getState().redo();
  expect(names()).toEqual(["view a"]);
});

test("a revision has its own, and those saved without one", () => {
  const all = [
    view("a", { revision: "A" }),
    view("b", { revision: "B" }),
    view("c"),
    view("d", { partNumber: "Q" }),
  ];
  expect(viewsOf(all, "P", "B").map(({ id }) => id)).toEqual(["b", "c"]);
  expect(viewsOf(all, "P", undefined).map(({ id }) => id)).toEqual(["a", "b", "c"]);
});

test("the oldest gives way where there are too many", () => {
  settings.setState({ values: { savedViews: Array.from({ length: MOST_VIEWS }, (_, at) => view(`${at}`)) } });
  addView(view("new"));
  expect([names().length, names()[0], names().at(-1)]).toEqual([MOST_VIEWS, "view 1", "view new"]);
});
