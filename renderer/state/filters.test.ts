import { beforeEach, expect, test } from "vitest";
import { MOST_KEYS } from "../../shared/contract/event-filter.ts";
import type { TableFilter } from "../../shared/contract/tables.ts";
import { clearSpan, clearFilters, endTyping, filterBy, removeFilter, setTableFilters } from "./filters.ts";
import { selection } from "./selection.ts";
import { undoStack } from "./undo.ts";

beforeEach(() => {
  selection.getState().setFilters({ only: [], tableFilters: {}, structure: "designed" });
  undoStack.setState({ done: [], undone: [] });
  endTyping();
});
const only = (): unknown => selection.getState().only;
const steps = (): readonly string[] => undoStack.getState().done.map(({ title }) => title);

test("filters of one dimension are alternatives, those of several must all hold; each step is taken back", async () => {
  filterBy("equipment", "VMC-1");
  filterBy("order", "WO-7");
  filterBy("equipment", "VMC-2");
  filterBy("equipment", "VMC-2");
  expect(only()).toEqual([
    { by: "equipment", keys: ["VMC-1", "VMC-2"] },
    { by: "order", keys: ["WO-7"] },
  ]);
  removeFilter("equipment", "VMC-1");
  removeFilter("order", "WO-7");
  expect(only()).toEqual([{ by: "equipment", keys: ["VMC-2"] }]);
  clearFilters();
  clearFilters();
  expect(only()).toEqual([]);
  expect(steps()).toEqual([
    "Filter by Machine: VMC-1",
    "Filter by Order: WO-7",
    "Filter by Machine: VMC-2",
    "Remove the filter Machine: VMC-1",
    "Remove the filter Order: WO-7",
    "Remove all filters",
  ]);
  const { undo, redo } = undoStack.getState();
  await undo();
  await undo();
  expect(only()).toEqual([
    { by: "equipment", keys: ["VMC-2"] },
    { by: "order", keys: ["WO-7"] },
  ]);
  await redo();
  expect(only()).toEqual([{ by: "equipment", keys: ["VMC-2"] }]);
});

test("no more keys than a question takes", () => {
  for (let at = 0; at < MOST_KEYS + 5; at += 1) filterBy("order", `WO-${at}`);
  expect(selection.getState().only[0]?.keys).toHaveLength(MOST_KEYS);
  expect(steps()).toHaveLength(MOST_KEYS);
});

test("a word typed into a filter is one step, also where something else was done between two words", async () => {
  const typed = (text: string): TableFilter[] => [{ by: "text", column: "title", text }];
  for (const text of ["b", "bo", "bor"]) setTableFilters("events", typed(text), "Filter by Event", "title");
  expect(steps()).toEqual(["Filter by Event"]);
  filterBy("kind", "field");
  setTableFilters("events", typed("bore"), "Filter by Event", "title");
  expect(steps()).toHaveLength(3);
  endTyping();
  setTableFilters("events", typed("x"), "Filter by Event", "title");
  const { undo } = undoStack.getState();
  await undo();
  expect(selection.getState().tableFilters.events).toEqual(typed("bore"));
  await undo();
  expect(selection.getState().tableFilters.events).toEqual(typed("bor"));
  await undo();
  await undo();
  expect(selection.getState().tableFilters).toEqual({});
});

test("what was taken back can't be done again once typing has gone on", async () => {
  const typed = (text: string): TableFilter[] => [{ by: "text", column: "title", text }];
  setTableFilters("events", typed("bo"), "Filter by Event", "title");
  filterBy("kind", "field");
  await undoStack.getState().undo();
  setTableFilters("events", typed("bore"), "Filter by Event", "title");
  expect(undoStack.getState().undone).toEqual([]);
  expect(await undoStack.getState().redo()).toBe(false);
  expect(selection.getState().tableFilters.events).toEqual(typed("bore"));
});

test("a brushed span that is taken away comes back", async () => {
  selection.getState().brush({ from: 1, to: 2 });
  clearSpan();
  clearSpan();
  expect([selection.getState().window, steps()]).toEqual([undefined, ["Remove the brushed span"]]);
  await undoStack.getState().undo();
  expect(selection.getState().window).toEqual({ from: 1, to: 2 });
  await undoStack.getState().redo();
  expect(selection.getState().window).toBeUndefined();
});

test("what is selected next keeps the filters, and undo of a filter keeps what is selected", async () => {
  filterBy("kind", "field");
  selection.getState().selectPart("P-1");
  selection.getState().brush({ from: 0, to: 5 });
  expect(only()).toEqual([{ by: "kind", keys: ["field"] }]);
  await undoStack.getState().undo();
  const { partNumber, window } = selection.getState();
  expect([partNumber, window, only()]).toEqual(["P-1", { from: 0, to: 5 }, []]);
});
