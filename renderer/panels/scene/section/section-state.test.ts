import { expect, test } from "vitest";
import { createUndo } from "../../../state/undo.ts";
import { axisCut, changeCut, withCut, type Cut } from "./cuts.ts";
import { createSectionSteps } from "./section-state.ts";

const BOX = [0, 0, 0, 10, 20, 30] as const;
const add = (cuts: readonly Cut[]): readonly Cut[] => withCut(cuts, axisCut("x", BOX, [1, 0, 0]));
const moveTo =
  (offset: number) =>
  (cuts: readonly Cut[]): readonly Cut[] =>
    changeCut(cuts, 1, { offset });

test("a drag is one step, however far it went; undo and redo bring both ends", async () => {
  const undo = createUndo();
  const steps = createSectionSteps(undo);
  steps.show("a");
  steps.change("add", add);
  for (const offset of [6, 7, 8]) steps.preview(moveTo(offset));
  steps.settle("move");
  const offset = (): number | undefined => steps.store.getState().cuts[0]?.offset;
  expect(undo.getState().done.map(({ title }) => title)).toEqual(["add", "move"]);
  await undo.getState().undo();
  expect(offset()).toBe(5);
  await undo.getState().redo();
  expect(offset()).toBe(8);
  await undo.getState().undo();
  await undo.getState().undo();
  expect(steps.store.getState().cuts).toEqual([]);
});

test("nothing is to undo where nothing changed, or no model is shown", () => {
  const undo = createUndo();
  const steps = createSectionSteps(undo);
  steps.change("add", add);
  expect(steps.store.getState().cuts).toEqual([]);
  steps.show("a");
  steps.change("add", add);
  steps.preview(moveTo(7));
  steps.preview(moveTo(5));
  steps.settle("move");
  steps.settle("move");
  expect(undo.getState().done).toHaveLength(1);
});

test("each model keeps its own section, also for a step that is taken back while another is shown", async () => {
  const undo = createUndo();
  const steps = createSectionSteps(undo);
  steps.show("a");
  steps.change("add", add);
  steps.setOpen(true);
  steps.show("b");
  expect(steps.store.getState()).toEqual({ cuts: [], open: false });
  await undo.getState().undo();
  steps.show("a");
  expect(steps.store.getState().cuts).toEqual([]);
  await undo.getState().redo();
  expect(steps.store.getState().cuts).toHaveLength(1);
});
