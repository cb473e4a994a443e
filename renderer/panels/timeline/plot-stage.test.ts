import { expect, test } from "vitest";
import { NO_SHAPES } from "../../timeline/rows.ts";
import { INITIAL_STATE, observable, type TimelineState } from "../../timeline/state.ts";
import type { MarkedEvent, TimelineData, TimelineView } from "../../timeline/view.ts";
import { DARK } from "../../theme/tokens.ts";
import { createPlotStage, type PlotStage } from "./plot-stage.ts";
import { coloursOf } from "./timeline-view.ts";

const SIZE = { width: 800, height: 300, ratio: 1 };
const WINDOW = { from: 0, to: 1_000 };
const EVENT: MarkedEvent = { position: 7, kind: "inspection", keys: {}, from: 10, to: undefined };

interface Bench {
  readonly stage: PlotStage;
  readonly know: (change: Partial<TimelineState>) => void;
  /** What the painter was told, in order. */
  readonly told: (TimelineData | TimelineView)[];
  readonly views: () => readonly TimelineView[];
  readonly drawn: number[];
  /** The window has stood for a moment. */
  readonly rest: () => void;
  readonly stop: () => void;
}

function bench(): Bench {
  const state = observable<TimelineState>(INITIAL_STATE);
  const drawn: number[] = [];
  const told: (TimelineData | TimelineView)[] = [];
  let resting: (() => void) | undefined;
  const stage = createPlotStage(
    { state: state.get, subscribe: state.subscribe },
    (answered) => drawn.push(answered),
    (run) => {
      resting = run;
      return () => (resting = undefined);
    },
  );
  const stop = stage.follow();
  stage.drawOn({ setData: (data) => void told.push(data), draw: (view) => void told.push(view) });
  stage.set({ size: SIZE, shapes: NO_SHAPES, colours: coloursOf(DARK) });
  const views = (): readonly TimelineView[] => told.filter((one) => "window" in one);
  return { stage, know: state.set, told, views, drawn, rest: () => resting?.(), stop };
}

const answer = (answered: number): Partial<TimelineState> => ({
  answered,
  requested: answered,
  window: WINDOW,
  limits: WINDOW,
  data: { ...INITIAL_STATE.data },
});

test("an answer is handed to the painter at once: its data, then the view of them", () => {
  const { know, told } = bench();
  const first = told.length;
  const known = answer(1);
  know(known);
  expect(told.slice(first)).toEqual([known.data, expect.objectContaining({ window: WINDOW, width: 800 })]);
});

test("what is the same is not drawn again", () => {
  const { know, stage, views } = bench();
  know(answer(1));
  know({ loading: true });
  know({ total: 12 });
  stage.set({ scrollTop: 0, size: SIZE });
  expect(views()).toHaveLength(1);
  stage.set({ scrollTop: 20 });
  know({ window: { from: 10, to: 20 } });
  expect(views().map(({ window, scrollTop }) => [window.from, scrollTop])).toEqual([
    [0, 0],
    [0, 20],
    [10, 20],
  ]);
});

test("what is under the pointer is marked before what a key has reached", () => {
  const { know, stage } = bench();
  know(answer(1));
  stage.set({ reached: EVENT });
  expect(stage.view()?.focused).toBe(EVENT);
  stage.set({ under: { ...EVENT, position: 8 } });
  expect(stage.view()?.focused?.position).toBe(8);
  stage.set({ under: undefined });
  expect(stage.view()?.focused).toBe(EVENT);
});

test("an answer is on the screen once a frame of it is, and not with a late frame of the one before", () => {
  const { know, stage, views, drawn } = bench();
  know(answer(1));
  const [before] = views();
  know(answer(2));
  const now = views().at(-1);
  if (before === undefined || now === undefined) throw new Error("nothing was drawn");
  stage.drawn(before);
  expect(drawn).toEqual([1]);
  stage.drawn(now);
  stage.drawn(now);
  expect(drawn).toEqual([1, 2]);
});

test("an answer without any time has nothing to draw, and is on the screen at once", () => {
  const { know, views, drawn } = bench();
  know({ ...answer(3), window: undefined, limits: undefined });
  expect([views(), drawn]).toEqual([[], [3]]);
});

test("a painter that comes later is told what there is; one that has gone is told nothing", () => {
  const { know, stage, stop } = bench();
  know(answer(1));
  const told: unknown[] = [];
  const letGo = stage.drawOn({ setData: (data) => told.push(data), draw: (view) => told.push(view) });
  expect(told).toEqual([stage.look()?.data, stage.view()]);
  letGo();
  know(answer(2));
  stop();
  know(answer(3));
  expect(told).toHaveLength(2);
  expect(stage.look()?.view).toBe(stage.view());
});

test("listeners hear of the pointer; frames are of what is drawn alone", () => {
  const { know, stage } = bench();
  know(answer(1));
  let [heard, frames] = [0, 0];
  stage.subscribe(() => (heard += 1));
  stage.onFrame(() => (frames += 1));
  stage.point({ x: 1, y: 2, time: 3, hit: { type: "axis" } });
  expect([heard, frames, stage.place()?.x]).toEqual([1, 0, 1]);
  know({ window: { from: 1, to: 2 } });
  expect([heard, frames]).toEqual([2, 1]);
});

test("while the window moves the painter draws the cursor, and the page's gives way once that is on the screen", () => {
  const { know, stage, views, rest } = bench();
  know(answer(1));
  stage.point({ x: 400, y: 2, time: 3, hit: { type: "axis" } });
  // One step, as with each new event of a plant, is no movement.
  know({ window: { from: 0, to: 999 } });
  expect(views().at(-1)?.cursor).toBeUndefined();
  know({ window: { from: 1, to: 1_000 } });
  const moving = views().at(-1);
  expect([moving?.cursor?.x, moving?.cursor?.text]).toEqual([400, "1970-01-01 00:00:00.000500 UTC"]);
  expect(stage.isPassing()).toBe(false);
  if (moving !== undefined) stage.drawn(moving);
  expect(stage.isPassing()).toBe(true);
  // Moved while the window is dragged.
  stage.point({ x: 410, y: 2, time: 3, hit: { type: "axis" } });
  expect(views().at(-1)?.cursor?.x).toBe(410);
  stage.point(undefined);
  expect(views().at(-1)?.cursor).toBeUndefined();
  stage.point({ x: 800.5, y: 2, time: 3, hit: { type: "axis" } });
  expect(views().at(-1)?.cursor).toBeUndefined();
  stage.point({ x: 5, y: 2, time: 3, hit: { type: "axis" } });
  rest();
  expect([views().at(-1)?.cursor, stage.isPassing()]).toEqual([undefined, false]);
  expect(views().at(-1)?.window.from).toBe(1);
});

test("a late frame of a movement that has ended does not take the page's cursor away", () => {
  const { know, stage, views, rest } = bench();
  know(answer(1));
  stage.point({ x: 400, y: 2, time: 3, hit: { type: "axis" } });
  know({ window: { from: 0, to: 999 } });
  know({ window: { from: 1, to: 1_000 } });
  const late = views().at(-1);
  rest();
  if (late !== undefined) stage.drawn(late);
  expect(stage.isPassing()).toBe(false);
});
