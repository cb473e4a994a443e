import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { DeferredFrame } from "./deferred-frame.ts";
import { REST } from "./detail.ts";
import { createFrameLoop, type FrameLoop, type FrameSource, type FrameState } from "./frame-loop.ts";

/** More than a processor draws at once. */
const MANY = 1_000_000;

/** Draws a step whenever the test says so. */
class Beside implements DeferredFrame {
  steps: Iterator<void> | undefined;
  begun = 0;
  givenUp = 0;
  freed = 0;
  disposed = false;
  private shown: (() => void) | undefined;
  readonly begin = (steps: Iterator<void>, shown: () => void): void => {
    this.begun += 1;
    this.steps = steps;
    this.shown = shown;
    this.drawn();
  };
  readonly isDrawing = (): boolean => this.steps !== undefined;
  readonly giveUp = (): void => {
    if (this.steps !== undefined) this.givenUp += 1;
    this.steps = undefined;
  };
  readonly free = (): void => {
    this.freed += 1;
    this.giveUp();
  };
  readonly dispose = (): void => {
    this.disposed = true;
  };
  /** The step before has been drawn. */
  drawn(): void {
    if (this.steps?.next().done !== true) return;
    this.steps = undefined;
    this.shown?.();
  }
}

class Source implements FrameSource {
  moving = false;
  moved = false;
  drawn: string[] = [];
  states: FrameState[] = [];
  portions = 3;
  shownTimes = 0;
  coarse = true;
  readonly step = (): { readonly moving: boolean; readonly moved: boolean } => ({
    moving: this.moving,
    moved: this.moved,
  });
  readonly draw: FrameSource["draw"] = (coarse) => this.drawn.push(coarse);
  readonly drawInSteps = (): Iterator<void> => {
    let left = this.portions;
    return {
      next: () => {
        if (left > 0) this.drawn.push(`portion ${left}`);
        left -= 1;
        return { done: left < 0, value: undefined } as IteratorResult<void>;
      },
    };
  };
  readonly hasCoarse = (): boolean => this.coarse;
  readonly coarseTriangles = (): number => 1;
  readonly shown = (): void => {
    this.shownTimes += 1;
  };
  readonly state = (state: FrameState): void => {
    this.states.push(state);
  };
}

let beside: Beside;
let source: Source;
let loop: FrameLoop;
const start = (byProcessor: boolean): void => {
  beside = new Beside();
  source = new Source();
  loop = createFrameLoop(beside, source, byProcessor);
};
beforeEach(() => {
  vi.useFakeTimers();
  // Node has none; the browser's is at most one per refresh.
  vi.stubGlobal("requestAnimationFrame", (run: (now: number) => void) =>
    setTimeout(() => run(performance.now()), 16),
  );
  vi.stubGlobal("cancelAnimationFrame", clearTimeout);
});
afterEach(() => {
  loop.dispose();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});
const refresh = (times = 1): void => {
  for (let time = 0; time < times; time += 1) vi.advanceTimersByTime(17);
};

test("however often something changes there is one frame with the next refresh, and none after it", () => {
  start(false);
  for (let change = 0; change < 5; change += 1) loop.invalidate();
  expect(source.drawn).toEqual([]);
  refresh(10);
  expect(source.drawn).toEqual(["nothing"]);
  expect(source.states).toEqual(["whole"]);
  expect(loop.statistics().frames).toBe(1);
});

test("what moves is drawn with every refresh until it rests", () => {
  start(false);
  source.moving = source.moved = true;
  loop.invalidate();
  refresh(5);
  expect(source.drawn).toHaveLength(5);
  source.moving = source.moved = false;
  refresh(5);
  expect(source.drawn).toHaveLength(6);
});

test("with a graphics card nothing is drawn beside the canvas, however large the model", () => {
  start(false);
  loop.begin(MANY, true);
  loop.invalidate();
  refresh(3);
  expect([beside.begun, source.drawn.length]).toEqual([0, 1]);
});

test("without one a large model at rest is drawn beside the canvas, and is whole once the last portion is there", () => {
  start(true);
  loop.begin(MANY, false);
  source.moved = true;
  loop.invalidate();
  refresh();
  // The first follows a hand: coarse, at once; whole once nothing has moved for a while.
  expect(source.states).toEqual(["drawing", "coarse"]);
  source.moved = false;
  vi.advanceTimersByTime(REST + 17);
  expect(source.states).toEqual(["drawing", "coarse", "drawing"]);
  beside.drawn();
  beside.drawn();
  expect(source.states.at(-1)).toBe("drawing");
  beside.drawn();
  expect(source.states).toEqual(["drawing", "coarse", "drawing", "whole"]);
  expect(source.drawn).toEqual(["everything", "portion 3", "portion 2", "portion 1"]);
  expect(source.shownTimes).toBe(2);
});

test("a new model is not on the canvas until it is drawn", () => {
  start(false);
  loop.invalidate();
  refresh();
  loop.begin(1, false);
  expect(source.states).toEqual(["whole", "drawing"]);
  loop.invalidate();
  refresh();
  expect(source.states).toEqual(["whole", "drawing", "whole"]);
});

test("warmed up, the same picture comes from beside the canvas once", () => {
  start(true);
  loop.begin(1, false);
  loop.invalidate();
  refresh();
  expect([beside.begun, source.drawn.length]).toEqual([0, 1]);
  loop.warmUp();
  refresh(2);
  while (beside.isDrawing()) beside.drawn();
  expect([beside.begun, source.states.at(-1)]).toEqual([1, "whole"]);
  loop.invalidate();
  refresh(3);
  expect(beside.begun).toBe(1);
});

test("what changes meanwhile is drawn after it", () => {
  start(true);
  loop.begin(MANY, true);
  loop.invalidate();
  refresh();
  loop.invalidate();
  refresh(3);
  expect(beside.begun).toBe(1);
  while (beside.isDrawing()) beside.drawn();
  refresh(2);
  expect(beside.begun).toBe(2);
});

test("the next one is begun once the browser has taken the picture", () => {
  start(true);
  loop.begin(MANY, true);
  loop.invalidate();
  refresh();
  while (beside.isDrawing()) beside.drawn();
  loop.invalidate();
  refresh();
  expect(beside.begun).toBe(1);
  refresh();
  expect(beside.begun).toBe(2);
});

test("a hand that moves the view does not wait for it", () => {
  start(true);
  loop.begin(MANY, true);
  loop.invalidate();
  refresh();
  expect(beside.isDrawing()).toBe(true);
  source.moved = true;
  loop.invalidate();
  refresh();
  expect([beside.givenUp, beside.isDrawing(), source.states.at(-1)]).toEqual([1, false, "coarse"]);
});

test("a canvas of another size is drawn at once, coarse, and whole a moment later", () => {
  start(true);
  loop.begin(MANY, false);
  loop.drawNow();
  expect(source.drawn).toEqual(["everything"]);
  vi.advanceTimersByTime(REST + 17);
  while (beside.isDrawing()) beside.drawn();
  expect(source.states.at(-1)).toBe("whole");
});

test("something else drawn into the canvas: the frame beside it is begun anew", () => {
  start(true);
  loop.begin(MANY, true);
  loop.invalidate();
  refresh();
  loop.giveUp();
  expect(beside.givenUp).toBe(1);
  loop.invalidate();
  refresh();
  expect(beside.begun).toBe(2);
});

test("without a driver nothing is drawn until it is back; after its end nothing ever", () => {
  start(false);
  loop.lose();
  loop.invalidate();
  refresh(3);
  expect(source.drawn).toEqual([]);
  loop.restore();
  refresh(3);
  expect(source.drawn).toHaveLength(1);
  loop.invalidate();
  loop.dispose();
  loop.invalidate();
  refresh(3);
  expect([source.drawn.length, beside.disposed]).toEqual([1, true]);
});
