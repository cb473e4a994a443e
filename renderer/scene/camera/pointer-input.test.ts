import { describe, expect, test } from "vitest";
import type { MousePreset } from "./mouse-presets.ts";
import { connectPointer, type PointerActions } from "./pointer-input.ts";

/** What the input needs of a canvas, without a page. */
class Canvas extends EventTarget {
  readonly style = { touchAction: "auto" };
  getBoundingClientRect(): { left: number; top: number } {
    return { left: 100, top: 50 };
  }
  setPointerCapture(): void {
    return undefined;
  }
}

const MIDDLE = 4;
const LEFT = 1;

function bench(preset: MousePreset = "solidworks", isEmpty = false, boxes = "model") {
  const canvas = new Canvas();
  const told: string[] = [];
  const round = (value: number): number => Math.round(value * 1_000) / 1_000;
  const actions: PointerActions = {
    preset: () => preset,
    isEmpty: () => isEmpty,
    begin: (x, y) => void told.push(`begin ${x},${y}`),
    drag: (gesture, dx, dy) => void told.push(`${gesture} ${dx},${dy}`),
    zoom: (x, y, factor, ease) => void told.push(`zoom ${x},${y} ${round(factor)}${ease ? " eased" : ""}`),
    drawsBox: (onEmpty) => boxes === "always" || (boxes === "empty" && onEmpty),
    box: ({ from, to, state, additive }) =>
      void told.push(`box ${from.join()} ${to.join()} ${state}${additive ? " more" : ""}`),
    click: (x, y, additive) => void told.push(`click ${x},${y}${additive ? " more" : ""}`),
    doubleClick: (x, y) => void told.push(`double ${x},${y}`),
    hover: (place) => void told.push(place === undefined ? "hover none" : `hover ${place.join()}`),
  };
  const disconnect = connectPointer(canvas as unknown as HTMLCanvasElement, actions);
  const send = (type: string, x: number, y: number, more: Record<string, unknown> = {}): Event => {
    const event = Object.assign(new Event(type, { cancelable: true }), {
      clientX: x + 100,
      clientY: y + 50,
      button: 0,
      buttons: 0,
      pointerId: 1,
      pointerType: "mouse",
      ctrlKey: false,
      metaKey: false,
      shiftKey: false,
      altKey: false,
      ...more,
    });
    canvas.dispatchEvent(event);
    return event;
  };
  /** What was told since the last look. */
  const since = (): string[] => told.splice(0);
  return { canvas, disconnect, send, since };
}

describe("a press", () => {
  test("that hardly moves is a click, with a key it adds", () => {
    const { send, since } = bench();
    send("pointerdown", 20, 30, { buttons: LEFT });
    send("pointermove", 22, 31, { buttons: LEFT });
    send("pointerup", 22, 31);
    expect(since()).toEqual(["begin 20,30", "hover none", "click 22,31"]);
    for (const key of ["ctrlKey", "metaKey", "shiftKey"]) {
      send("pointerdown", 20, 30, { buttons: LEFT });
      send("pointerup", 20, 30, { [key]: true });
      expect(since().at(-1)).toBe("click 20,30 more");
    }
  });

  test("that moved is no click, and the drag loses nothing of its first step", () => {
    const { send, since } = bench();
    send("pointerdown", 20, 30, { button: 1, buttons: MIDDLE });
    send("pointermove", 22, 30, { buttons: MIDDLE });
    send("pointermove", 26, 33, { buttons: MIDDLE });
    send("pointermove", 27, 33, { buttons: MIDDLE });
    send("pointerup", 27, 33, { button: 1 });
    expect(since()).toEqual(["begin 20,30", "hover none", "rotate 6,3", "rotate 1,0"]);
  });

  test("with the left button turns beside the model and draws a box from it", () => {
    for (const [isEmpty, expected] of [
      [true, ["rotate 10,0"]],
      [false, ["box 0,0 10,0 drawing", "box 0,0 10,0 done"]],
    ] as const) {
      const { send, since } = bench("solidworks", isEmpty);
      send("pointerdown", 0, 0, { buttons: LEFT });
      send("pointermove", 10, 0, { buttons: LEFT });
      send("pointerup", 10, 0);
      expect(since().slice(2)).toEqual(expected);
    }
  });

  test("changes its gesture as keys and buttons change", () => {
    const { send, since } = bench("nx");
    send("pointerdown", 0, 0, { button: 1, buttons: MIDDLE });
    send("pointermove", 10, 0, { buttons: MIDDLE });
    send("pointermove", 20, 0, { buttons: MIDDLE, shiftKey: true });
    send("pointermove", 30, 0, { buttons: MIDDLE | LEFT });
    expect(since().slice(2)).toEqual(["rotate 10,0", "pan 10,0", "zoom 10,0"]);
  });

  test("of a second button while the first is held begins nothing and ends nothing", () => {
    const { send, since } = bench("nx");
    send("pointerdown", 0, 0, { button: 1, buttons: MIDDLE });
    send("pointerdown", 0, 0, { button: 2, buttons: MIDDLE | 2 });
    send("pointermove", 9, 0, { buttons: MIDDLE | 2 });
    send("pointerup", 9, 0, { button: 2, buttons: MIDDLE });
    send("pointermove", 12, 0, { buttons: MIDDLE });
    send("pointerup", 12, 0, { button: 1 });
    expect(since()).toEqual(["begin 0,0", "hover none", "pan 9,0", "rotate 3,0"]);
  });

  test("that the system takes away is no click", () => {
    const { send, since } = bench();
    send("pointerdown", 0, 0, { buttons: LEFT });
    send("pointercancel", 0, 0);
    send("pointermove", 5, 5);
    expect(since()).toEqual(["begin 0,0", "hover none", "hover 5,5"]);
  });
});

describe("fingers", () => {
  const finger = (pointerId: number): Record<string, unknown> => ({
    pointerId,
    pointerType: "touch",
    buttons: LEFT,
  });

  test("one turns, two move and zoom about the middle between them", () => {
    const { send, since } = bench();
    send("pointerdown", 100, 100, finger(1));
    send("pointermove", 110, 100, finger(1));
    expect(since()).toEqual(["begin 100,100", "hover none", "rotate 10,0"]);
    send("pointerdown", 210, 100, finger(2));
    send("pointermove", 310, 100, finger(2));
    expect(since()).toEqual(["pan 50,0", "zoom 210,100 0.5"]);
  });

  test("after two, lifting them is no click", () => {
    const { send, since } = bench();
    send("pointerdown", 100, 100, finger(1));
    send("pointerdown", 200, 100, finger(2));
    send("pointerup", 200, 100, { ...finger(2), buttons: 0 });
    send("pointerup", 100, 100, { ...finger(1), buttons: 0 });
    expect(since()).toEqual(["begin 100,100", "hover none"]);
  });

  test("the one that stays goes on turning from where it is", () => {
    const { send, since } = bench();
    send("pointerdown", 100, 100, finger(1));
    send("pointerdown", 200, 100, finger(2));
    send("pointermove", 220, 100, finger(2));
    send("pointerup", 100, 100, { ...finger(1), buttons: 0 });
    since();
    send("pointermove", 223, 101, finger(2));
    expect(since()).toEqual(["rotate 3,1"]);
  });

  test("do not hover", () => {
    const { send, since } = bench();
    send("pointermove", 5, 5, { ...finger(1), buttons: 0 });
    expect(since()).toEqual([]);
  });
});

describe("the wheel", () => {
  test("doubles the distance every 420 pixels, down or up, at the pointer, and keeps the page still", () => {
    const { send, since } = bench();
    const event = send("wheel", 10, 20, { deltaY: 210, deltaMode: 0 });
    expect(event.defaultPrevented).toBe(true);
    send("wheel", 10, 20, { deltaY: -210, deltaMode: 0 });
    expect(since()).toEqual(["zoom 10,20 1.414 eased", "zoom 10,20 0.707 eased"]);
  });

  test("counts lines, pages and pinches in pixels, and one turn is never too far", () => {
    const { send, since } = bench();
    send("wheel", 0, 0, { deltaY: 3, deltaMode: 1 });
    send("wheel", 0, 0, { deltaY: 1, deltaMode: 2 });
    send("wheel", 0, 0, { deltaY: -8, deltaMode: 0, ctrlKey: true });
    send("wheel", 0, 0, { deltaY: 1e6, deltaMode: 0 });
    expect(since().map((each) => Number(each.split(" ")[2]))).toEqual(
      [48, 240, -48, 240].map((pixels) => Math.round(2 ** (pixels / 420) * 1_000) / 1_000),
    );
  });
});

test("hovering follows the pointer while nothing is pressed, and ends where it leaves", () => {
  const { send, since } = bench();
  send("pointermove", 5, 6);
  send("pointermove", 7, 8, { buttons: LEFT });
  send("pointerleave", 0, 0);
  send("dblclick", 9, 9);
  expect(since()).toEqual(["hover 5,6", "hover none", "double 9,9"]);
});

test("disconnected, the canvas is as it was and tells nothing", () => {
  const { canvas, disconnect, send, since } = bench();
  expect(canvas.style.touchAction).toBe("none");
  expect(send("contextmenu", 0, 0).defaultPrevented).toBe(true);
  disconnect();
  expect(canvas.style.touchAction).toBe("auto");
  send("pointerdown", 0, 0, { buttons: LEFT });
  send("wheel", 0, 0, { deltaY: 100, deltaMode: 0 });
  expect(send("contextmenu", 0, 0).defaultPrevented).toBe(false);
  expect(since()).toEqual([]);
});

describe("a box", () => {
  const drawn = (isEmpty: boolean, boxes: string, more: Record<string, unknown> = {}): string[] => {
    const { send, since } = bench("solidworks", isEmpty, boxes);
    send("pointerdown", 20, 30, { buttons: LEFT });
    since();
    send("pointermove", 60, 80, { buttons: LEFT, ...more });
    send("pointerup", 70, 90, more);
    return since();
  };

  test("is drawn from the model, where the left button has nothing else to do", () => {
    expect(drawn(false, "model")).toEqual(["box 20,30 60,80 drawing", "box 20,30 70,90 done"]);
    expect(drawn(false, "model", { shiftKey: true }).at(-1)).toBe("box 20,30 70,90 done more");
  });

  test("beside the model it turns the view, unless a box is wanted there", () => {
    expect(drawn(true, "model")).toEqual(["rotate 40,50"]);
    expect(drawn(true, "empty").at(-1)).toBe("box 20,30 70,90 done");
    expect(drawn(true, "always").at(-1)).toBe("box 20,30 70,90 done");
  });

  test("goes on as a box whatever key is pressed meanwhile, and is cancelled with the pointer", () => {
    const { send, since } = bench("solidworks", false);
    send("pointerdown", 0, 0, { buttons: LEFT });
    send("pointermove", 30, 30, { buttons: LEFT });
    since();
    send("pointermove", 40, 40, { buttons: LEFT, altKey: true });
    send("pointercancel", 40, 40);
    expect(since()).toEqual(["box 0,0 40,40 drawing", "box 0,0 40,40 cancelled"]);
  });
});
