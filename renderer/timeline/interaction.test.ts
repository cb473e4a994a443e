import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { TimeWindow } from "../../shared/contract/common.ts";
import { attachInteraction, type Interaction, type Look, type PointerPlace } from "./interaction.ts";
import { layoutFrame } from "./layout.ts";
import { HEAD_HEIGHT } from "./rows.ts";
import { timeToX, xToTime } from "./scale.ts";
import { at } from "./testing/fake-history.ts";
import { fakeFrame } from "./testing/frames.ts";
import { spanOf } from "./viewport.ts";

const WINDOW = { from: at(2026, 3, 1), to: at(2026, 4, 20) };
/** Inside the lanes, over nothing that has edges of its own. */
const LANES = HEAD_HEIGHT + 40;
const AXIS = HEAD_HEIGHT - 8;
const OVERVIEW = 12;

/** What the interaction needs of an element, without a page. */
class PlotElement extends EventTarget {
  readonly style = { cursor: "" };
  tabIndex = -1;
  getBoundingClientRect(): { left: number; top: number } {
    return { left: 100, top: 50 };
  }
  setPointerCapture(): void {
    return undefined;
  }
}

interface Bench {
  look: Look;
  readonly brushes: (TimeWindow | undefined)[];
  readonly clicks: PointerPlace[];
  readonly hovers: (PointerPlace | undefined)[];
  readonly attached: () => Interaction;
  send(type: string, x: number, y: number, more?: Record<string, unknown>): void;
  drag(from: readonly [number, number], to: readonly [number, number], button?: number): void;
}

let frames: (() => void)[] = [];
const nextFrame = (): void => {
  const due = frames;
  frames = [];
  for (const run of due) run();
};

beforeEach(() => {
  vi.stubGlobal("requestAnimationFrame", (run: () => void) => frames.push(run));
  vi.stubGlobal("cancelAnimationFrame", () => void (frames = []));
});
afterEach(() => {
  frames = [];
  vi.unstubAllGlobals();
});

async function bench(brush?: TimeWindow): Promise<Bench> {
  const { data, view } = await fakeFrame(WINDOW, 1_000);
  const lookAt = (window: TimeWindow, brushed: TimeWindow | undefined): Look => {
    const next = { ...view, window, brush: brushed };
    return { data, view: next, frame: layoutFrame(data, next, () => Infinity) };
  };
  const element = new PlotElement();
  let attached: Interaction | undefined;
  const made: Bench = {
    attached: () => {
      if (attached === undefined) throw new Error("not attached yet");
      return attached;
    },
    look: lookAt(WINDOW, brush),
    brushes: [],
    clicks: [],
    hovers: [],
    send: (type, x, y, more = {}) => {
      const event = new Event(type, { cancelable: true });
      element.dispatchEvent(
        // Alt: brushes go where the pointer is, and not to an event beside it (snap.test.ts).
        Object.assign(event, {
          clientX: x + 100,
          clientY: y + 50,
          button: 0,
          pointerId: 1,
          altKey: true,
          ...more,
        }),
      );
    },
    drag: (from, to, button = 0) => {
      made.send("pointerdown", ...from, { button });
      made.send("pointermove", ...to);
      nextFrame();
      made.send("pointerup", ...to, { button });
    },
  };
  attached = attachInteraction({
    element: element as unknown as HTMLElement,
    look: () => made.look,
    show: (window) => void (made.look = lookAt(window, made.look.view.brush)),
    brush: (span) => {
      made.brushes.push(span);
      made.look = lookAt(made.look.view.window, span);
    },
    hover: (place) => void made.hovers.push(place),
    click: (place) => void made.clicks.push(place),
    doubleClick: () => undefined,
    key: () => false,
  });
  return made;
}

const timeAt = ({ look }: Bench, x: number): number => xToTime(look.frame.scale, x);

test("a drag in the lanes brushes, live, once per frame", async () => {
  const made = await bench();
  made.send("pointerdown", 200, LANES);
  for (const x of [210, 240, 300]) made.send("pointermove", x, LANES);
  expect(made.brushes).toEqual([]);
  nextFrame();
  expect(made.brushes).toEqual([{ from: Math.round(timeAt(made, 200)), to: Math.round(timeAt(made, 300)) }]);
  made.send("pointermove", 400, LANES);
  made.send("pointerup", 400, LANES);
  expect(made.brushes.at(-1)?.to).toBe(Math.round(timeAt(made, 400)));
  expect(made.clicks).toEqual([]);
});

test("a press that hardly moves is a click on what lies there", async () => {
  const made = await bench();
  made.drag([200, LANES], [201, LANES]);
  expect(made.brushes).toEqual([]);
  expect(made.clicks).toHaveLength(1);
});

test("a brush edge is dragged, the other one stays", async () => {
  const brush = { from: at(2026, 3, 10), to: at(2026, 3, 20) };
  const made = await bench(brush);
  const edge = timeToX(made.look.frame.scale, brush.to);
  made.drag([edge + 2, LANES], [edge + 100, LANES]);
  expect(made.brushes.at(-1)).toEqual({ from: brush.from, to: Math.round(timeAt(made, edge + 100)) });
});

test.each([
  ["the axis", AXIS, 0],
  ["the middle button", LANES, 1],
])("%s pans: the time taken stays under the pointer", async (_name, y, button) => {
  const made = await bench();
  const taken = timeAt(made, 600);
  made.drag([600, y], [450, y], button);
  expect(timeAt(made, 450) / 1e6).toBeCloseTo(taken / 1e6, 0);
  expect(spanOf(made.look.view.window)).toBeCloseTo(spanOf(WINDOW), -1);
  expect(made.brushes).toEqual([]);
});

test("space and drag pans too", async () => {
  const made = await bench();
  made.send("keydown", 0, 0, { key: " " });
  made.drag([600, LANES], [500, LANES]);
  made.send("keyup", 0, 0, { key: " " });
  expect(made.look.view.window.from).toBeGreaterThan(WINDOW.from);
  expect(made.brushes).toEqual([]);
});

test("the overview's window is moved by a drag, and jumps to a click beside it", async () => {
  const made = await bench();
  const scale = { window: made.look.view.limits, width: 1_000 };
  const middle = timeToX(scale, (WINDOW.from + WINDOW.to) / 2);
  made.drag([middle, OVERVIEW], [middle - 100, OVERVIEW]);
  expect(timeToX(scale, made.look.view.window.from)).toBeCloseTo(timeToX(scale, WINDOW.from) - 100, 3);
  made.drag([50 + 300, OVERVIEW], [50 + 300, OVERVIEW]);
  const { from, to } = made.look.view.window;
  expect(timeToX(scale, (from + to) / 2)).toBeCloseTo(350, 3);
});

test("the wheel zooms at the pointer, with shift it pans", async () => {
  const made = await bench();
  const wheel = { deltaX: 0, deltaMode: 0, shiftKey: false, ctrlKey: false };
  const under = timeAt(made, 300);
  made.send("wheel", 300, LANES, { ...wheel, deltaY: -240 });
  expect(spanOf(made.look.view.window)).toBeLessThan(spanOf(WINDOW) * 0.7);
  expect(timeToX(made.look.frame.scale, under)).toBeCloseTo(300, 3);
  const zoomed = made.look.view.window;
  made.send("wheel", 300, LANES, { ...wheel, deltaY: 100, shiftKey: true });
  expect(made.look.view.window.from).toBeGreaterThan(zoomed.from);
  expect(spanOf(made.look.view.window)).toBeCloseTo(spanOf(zoomed), -1);
});

test("hovering tells the place, leaving tells that there is none", async () => {
  const made = await bench();
  made.send("pointermove", 300, AXIS);
  nextFrame();
  expect(made.hovers.at(-1)).toMatchObject({ x: 300, y: AXIS, hit: { type: "axis" } });
  made.send("pointerleave", 0, 0);
  expect(made.hovers.at(-1)).toBeUndefined();
});

test("under a pointer that rests, other data are told anew; under none, nothing is", async () => {
  const made = await bench();
  made.attached().refresh();
  expect(made.hovers).toEqual([]);
  made.send("pointermove", 500, LANES);
  nextFrame();
  const before = made.hovers.at(-1)?.time;
  made.look = {
    ...made.look,
    frame: layoutFrame(
      made.look.data,
      { ...made.look.view, window: { from: at(2026, 4, 1), to: at(2026, 4, 2) } },
      () => Infinity,
    ),
  };
  made.attached().refresh();
  expect(made.hovers.at(-1)?.time).not.toBe(before);
  expect(made.hovers.at(-1)?.time).toBe(timeAt(made, 500));
});
