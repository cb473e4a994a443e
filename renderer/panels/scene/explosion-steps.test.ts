import { expect, test } from "vitest";
import { createStore } from "zustand/vanilla";
import type { ExplosionState } from "../../state/explosion.ts";
import { createUndo } from "../../state/undo.ts";
import { createExplosionSteps } from "./explosion-steps.ts";

function made(): {
  readonly steps: ReturnType<typeof createExplosionSteps>;
  readonly share: () => number;
  readonly undo: ReturnType<typeof createUndo>;
} {
  const store = createStore<ExplosionState>(() => ({ share: 0, open: false }));
  const undo = createUndo();
  return { steps: createExplosionSteps(store, undo), share: () => store.getState().share, undo };
}

test("a drag of the slider is one step to take back", async () => {
  const { steps, share, undo } = made();
  steps.show("a");
  for (const value of [0.1, 0.4, 0.6]) steps.preview(value);
  steps.commit();
  steps.commit();
  expect(undo.getState().done).toHaveLength(1);
  await undo.getState().undo();
  expect(share()).toBe(0);
  await undo.getState().redo();
  expect(share()).toBe(0.6);
});

test("each model keeps its own, and a step is taken back on the model it was made on", async () => {
  const { steps, share, undo } = made();
  steps.show("a");
  steps.change(0.5);
  steps.show("b");
  expect(share()).toBe(0);
  await undo.getState().undo();
  expect(share()).toBe(0);
  steps.show("a");
  expect(share()).toBe(0);
});

test("nothing moves without a model, and never beyond its ends", () => {
  const { steps, share, undo } = made();
  steps.change(0.5);
  expect(share()).toBe(0);
  steps.show("a");
  steps.change(7);
  expect(share()).toBe(1);
  expect(undo.getState().done).toHaveLength(1);
});
