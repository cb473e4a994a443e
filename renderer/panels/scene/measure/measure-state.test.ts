import { expect, test } from "vitest";
import type { Target } from "../../../scene/measure/entity.ts";
import { createUndo } from "../../../state/undo.ts";
import { createMeasureSteps } from "./measure-state.ts";

const face = (index: number): Target => ({ kind: "face", path: "a/b", index, at: [0, 0, 0] });

test("two things are picked; a third begins anew, the same again is taken back", () => {
  const { store, show, pick } = createMeasureSteps(createUndo());
  show("A");
  const picks = (): readonly number[] => store.getState().picks.map(({ index }) => index);
  pick(face(1));
  pick(face(2));
  expect(picks()).toEqual([1, 2]);
  pick(face(3));
  expect(picks()).toEqual([3]);
  pick(face(3));
  expect(picks()).toEqual([]);
});

test("kept once each, removed one by one or all; every change can be taken back", async () => {
  const undo = createUndo();
  const { store, show, keep, remove } = createMeasureSteps(undo);
  show("A");
  keep("keep", "diameter", [face(1)]);
  keep("keep", "diameter", [face(1)]);
  keep("keep", "distance", [face(1), face(2)]);
  const kinds = (): readonly string[] => store.getState().kept.map(({ kind }) => kind);
  expect(kinds()).toEqual(["diameter", "distance"]);
  remove("remove", store.getState().kept[0]?.id);
  expect(kinds()).toEqual(["distance"]);
  remove("clear");
  remove("clear");
  expect(kinds()).toEqual([]);
  expect(undo.getState().done).toHaveLength(4);
  await undo.getState().undo();
  await undo.getState().undo();
  expect(kinds()).toEqual(["diameter", "distance"]);
  await undo.getState().redo();
  expect(kinds()).toEqual(["distance"]);
});

test("each product keeps its own, and gets them back", () => {
  const { store, show, keep, pick } = createMeasureSteps(createUndo());
  show("A");
  pick(face(1));
  keep("keep", "diameter", [face(1)]);
  show("B");
  expect(store.getState()).toMatchObject({ picks: [], kept: [] });
  show("A");
  expect(store.getState().kept).toHaveLength(1);
});
