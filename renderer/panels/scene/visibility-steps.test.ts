import { expect, test } from "vitest";
import { createStore, type StoreApi } from "zustand/vanilla";
import { createUndo } from "../../state/undo.ts";
import { ALL_VISIBLE, hide, type Visibility } from "../../state/visibility.ts";
import { createVisibilitySteps } from "./visibility-steps.ts";

function setUp(): {
  readonly store: StoreApi<Visibility>;
  readonly undo: ReturnType<typeof createUndo>;
  readonly steps: ReturnType<typeof createVisibilitySteps>;
} {
  const store = createStore<Visibility>(() => ALL_VISIBLE);
  const undo = createUndo();
  return { store, undo, steps: createVisibilitySteps(store, undo) };
}

test("what is hidden can be taken back and done again", async () => {
  const { store, undo, steps } = setUp();
  steps.show("a");
  steps.change("Hide", (state) => hide(state, [3]));
  expect([...store.getState().hidden]).toEqual([3]);
  await undo.getState().undo();
  expect(store.getState()).toEqual(ALL_VISIBLE);
  await undo.getState().redo();
  expect([...store.getState().hidden]).toEqual([3]);
});

test("every model keeps its own, and a step changes only the model it was made on", async () => {
  const { store, undo, steps } = setUp();
  steps.show("a");
  steps.change("Hide", (state) => hide(state, [3]));
  steps.show("b");
  expect(store.getState()).toEqual(ALL_VISIBLE);
  await undo.getState().undo();
  expect(store.getState()).toEqual(ALL_VISIBLE);
  steps.show("a");
  expect(store.getState()).toEqual(ALL_VISIBLE);
});

test("what its file hides is out of sight when a model is shown first, and afterwards as it was left", async () => {
  const { store, undo, steps } = setUp();
  steps.show("a", [2, 5]);
  expect([...store.getState().hidden]).toEqual([2, 5]);
  // More of the same file.
  steps.change("Show all", () => ALL_VISIBLE);
  steps.show("a", [2, 5]);
  expect(store.getState()).toEqual(ALL_VISIBLE);
  steps.show("b");
  steps.show("a", [2, 5]);
  expect(store.getState()).toEqual(ALL_VISIBLE);
  await undo.getState().undo();
  expect([...store.getState().hidden]).toEqual([2, 5]);
});

test("a change that changes nothing is no step", () => {
  const { undo, steps } = setUp();
  steps.change("Hide", (state) => hide(state, [3]));
  steps.show("a");
  steps.change("Show all", () => ALL_VISIBLE);
  steps.change("Hide", (state) => hide(state, [3]));
  steps.change("Hide", (state) => hide(state, [3]));
  expect(undo.getState().done).toHaveLength(1);
});
