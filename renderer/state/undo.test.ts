import fc from "fast-check";
import { expect, test } from "vitest";
import { createUndo, type UndoStep } from "./undo.ts";

/** A step that writes a number at the end of a page, and takes it off again. */
function writing(page: number[], value: number): UndoStep {
  return {
    title: `write ${value}`,
    undo: () => void page.pop(),
    redo: () => void page.push(value),
  };
}

test("undo and redo are those of two stacks, whatever the order", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom("do", "do", "undo", "undo", "redo"), { maxLength: 80 }),
      async (moves) => {
        const store = createUndo();
        const page: number[] = [];
        const done: number[] = [];
        let undone: number[] = [];
        for (const [value, move] of moves.entries()) {
          if (move === "do") {
            page.push(value);
            store.getState().push(writing(page, value));
            done.push(value);
            undone = [];
          } else {
            const [from, to] = move === "undo" ? [done, undone] : [undone, done];
            const taken = from.pop();
            if (taken !== undefined) to.push(taken);
            const moved = await store.getState()[move === "undo" ? "undo" : "redo"]();
            expect(moved).toBe(taken !== undefined);
          }
          expect(page).toEqual(done);
          expect(store.getState().done.map(({ title }) => title)).toEqual(done.map((at) => `write ${at}`));
          expect(store.getState().undone).toHaveLength(undone.length);
        }
      },
    ),
    { seed: 111, numRuns: 150 },
  );
});

test("a hundred steps are kept, the oldest go", async () => {
  const store = createUndo();
  const page: number[] = [];
  for (let value = 0; value < 130; value += 1) {
    page.push(value);
    store.getState().push(writing(page, value));
  }
  while (await store.getState().undo());
  expect(page).toEqual(Array.from({ length: 30 }, (_, value) => value));
  while (await store.getState().redo());
  expect(page).toHaveLength(130);
});

test("a step that failed stays, and can be tried again", async () => {
  const store = createUndo();
  let broken = true;
  let undone = 0;
  store.getState().push({
    title: "claim",
    undo: () => {
      if (broken) throw new Error("the host is gone");
      undone += 1;
    },
    redo: () => undefined,
  });
  await expect(store.getState().undo()).rejects.toThrow("the host is gone");
  expect(store.getState()).toMatchObject({ done: [{ title: "claim" }], undone: [] });
  broken = false;
  expect(await store.getState().undo()).toBe(true);
  expect(undone).toBe(1);
  expect(store.getState()).toMatchObject({ done: [], undone: [{ title: "claim" }] });
});

test("one step at a time: a second press while the first is under way does nothing", async () => {
  const store = createUndo();
  let finish = (): void => undefined;
  const calls: string[] = [];
  for (const title of ["first", "second"]) {
    store.getState().push({
      title,
      undo: () => {
        calls.push(title);
        return new Promise<void>((resolve) => (finish = resolve));
      },
      redo: () => undefined,
    });
  }
  const running = store.getState().undo();
  expect(await store.getState().undo()).toBe(false);
  expect(await store.getState().redo()).toBe(false);
  expect(calls).toEqual(["second"]);
  finish();
  expect(await running).toBe(true);
  expect(store.getState().done.map(({ title }) => title)).toEqual(["first"]);
});

test("a step done while another is being taken back ends the way forward", async () => {
  const stack = createUndo();
  let finish: () => void = () => undefined;
  const slow = new Promise<void>((resolve) => (finish = resolve));
  stack.getState().push({ title: "slow", undo: () => slow, redo: () => undefined });
  const undoing = stack.getState().undo();
  stack.getState().push({ title: "new", undo: () => undefined, redo: () => undefined });
  finish();
  await undoing;
  expect(stack.getState().done.map(({ title }) => title)).toEqual(["new"]);
  expect(stack.getState().undone).toEqual([]);
});
