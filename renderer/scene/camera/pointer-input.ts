/** Mouse, pen, touch and wheel over the canvas, as gestures and clicks. Keys belong to the commands. */
import { gestureOf, type Gesture, type MouseDrags, type MousePreset } from "./mouse-presets.ts";

/** x, y in CSS pixels from the canvas' top left. */
export interface PointerActions {
  readonly preset: () => MousePreset | MouseDrags;
  readonly isEmpty: (x: number, y: number) => boolean;
  /** A drag or pinch begins at x, y: the point that the view turns and zooms about. */
  readonly begin: (x: number, y: number) => void;
  readonly drag: (gesture: Gesture, dx: number, dy: number) => void;
  readonly zoom: (x: number, y: number, factor: number, ease: boolean) => void;
  /** A drag of the left button draws a box, whatever the preset gives it. */
  readonly drawsBox: (onEmpty: boolean) => boolean;
  readonly box: (box: PointerBox) => void;
  readonly click: (x: number, y: number, additive: boolean) => void;
  readonly doubleClick: (x: number, y: number) => void;
  readonly hover: (place: readonly [x: number, y: number] | undefined) => void;
}

/** A rectangle being drawn; the pointer went from `from` to `to`. */
export interface PointerBox {
  readonly from: readonly [x: number, y: number];
  readonly to: readonly [x: number, y: number];
  readonly state: "drawing" | "done" | "cancelled";
  readonly additive: boolean;
}

/** Pixels that a pressed pointer may shake and still click. */
const SHAKE = 4;
/** Wheel pixels that double the distance. */
const WHEEL_DOUBLE = 420;
const LINE_PIXELS = 16;
const PAGE_PIXELS = 400;

export function connectPointer(canvas: HTMLCanvasElement, actions: PointerActions): () => void {
  const ended = new AbortController();
  const touches = new Map<number, readonly [number, number]>();
  let press:
    | { readonly x: number; readonly y: number; readonly onEmpty: boolean; moved: boolean; boxed: boolean }
    | undefined;
  let last: readonly [number, number] = [0, 0];
  let pinch: { readonly x: number; readonly y: number; readonly spread: number } | undefined;

  const placeOf = ({ clientX, clientY }: MouseEvent): readonly [number, number] => {
    const { left, top } = canvas.getBoundingClientRect();
    return [clientX - left, clientY - top];
  };
  const gesture = ({ buttons, ctrlKey, metaKey, shiftKey, altKey }: MouseEvent): Gesture | undefined =>
    gestureOf(actions.preset(), {
      buttons,
      ctrl: ctrlKey || metaKey,
      shift: shiftKey,
      alt: altKey,
      onEmpty: press?.onEmpty ?? false,
    });
  /** The left button, where it has no gesture: on the model there is none but in presets of a person's own. */
  const startsBox = (event: PointerEvent, onEmpty: boolean): boolean =>
    event.pointerType !== "touch" &&
    event.buttons === 1 &&
    (actions.drawsBox(onEmpty) || gesture(event) === undefined);
  const boxTo = (
    from: { readonly x: number; readonly y: number },
    event: PointerEvent,
    state: PointerBox["state"],
  ): PointerBox => ({
    from: [from.x, from.y],
    to: placeOf(event),
    state,
    additive: event.ctrlKey || event.metaKey || event.shiftKey,
  });
  const pinchOf = (): typeof pinch => {
    const [first, second] = [...touches.values()];
    if (first === undefined || second === undefined) return undefined;
    return {
      x: (first[0] + second[0]) / 2,
      y: (first[1] + second[1]) / 2,
      spread: Math.hypot(first[0] - second[0], first[1] - second[1]),
    };
  };

  const onDown = (event: PointerEvent): void => {
    const [x, y] = placeOf(event);
    canvas.setPointerCapture(event.pointerId);
    // The middle button would start the page's scrolling.
    if (event.button === 1) event.preventDefault();
    if (event.pointerType === "touch") {
      touches.set(event.pointerId, [x, y]);
      pinch = pinchOf();
      if (pinch !== undefined && press !== undefined) press.moved = true;
    }
    if (press === undefined) {
      press = { x, y, onEmpty: actions.isEmpty(x, y), moved: false, boxed: false };
      actions.begin(x, y);
      actions.hover(undefined);
    }
    last = [x, y];
  };
  const onMove = (event: PointerEvent): void => {
    const [x, y] = placeOf(event);
    if (press === undefined) {
      if (event.pointerType !== "touch" && event.buttons === 0) actions.hover([x, y]);
      return;
    }
    if (touches.has(event.pointerId)) touches.set(event.pointerId, [x, y]);
    if (!press.moved && Math.hypot(x - press.x, y - press.y) < SHAKE) return;
    // The first step of a drag starts where it was pressed, so that nothing jumps and nothing is lost.
    press.moved = true;
    if (touches.size > 1) {
      const now = pinchOf();
      if (now === undefined) return;
      if (pinch !== undefined) {
        actions.drag("pan", now.x - pinch.x, now.y - pinch.y);
        if (now.spread > 0 && pinch.spread > 0) actions.zoom(now.x, now.y, pinch.spread / now.spread, false);
      }
      pinch = now;
      return;
    }
    if (press.boxed || startsBox(event, press.onEmpty)) {
      press.boxed = true;
      actions.box(boxTo(press, event, "drawing"));
      return;
    }
    const kind = event.pointerType === "touch" ? "rotate" : gesture(event);
    if (kind !== undefined) actions.drag(kind, x - last[0], y - last[1]);
    last = [x, y];
  };
  const onUp = (event: PointerEvent): void => {
    touches.delete(event.pointerId);
    pinch = undefined;
    const [x, y] = placeOf(event);
    // A finger that stays goes on from where it is, not from where the other was lifted.
    last = [...touches.values()][0] ?? [x, y];
    if (event.type === "pointerup" && (event.buttons !== 0 || touches.size > 0)) return;
    const clicked = press !== undefined && !press.moved && event.type === "pointerup" && event.button === 0;
    if (press?.boxed === true)
      actions.box(boxTo(press, event, event.type === "pointerup" ? "done" : "cancelled"));
    press = undefined;
    if (clicked) actions.click(x, y, event.ctrlKey || event.metaKey || event.shiftKey);
  };
  const onWheel = (event: WheelEvent): void => {
    event.preventDefault();
    const unit = event.deltaMode === 1 ? LINE_PIXELS : event.deltaMode === 2 ? PAGE_PIXELS : 1;
    // A pinch on a trackpad comes as a wheel with Ctrl and small steps.
    const steps = Math.max(-240, Math.min(240, event.deltaY * unit * (event.ctrlKey ? 6 : 1)));
    const [x, y] = placeOf(event);
    actions.zoom(x, y, 2 ** (steps / WHEEL_DOUBLE), true);
  };

  const { signal } = ended;
  canvas.addEventListener("pointerdown", onDown, { signal });
  canvas.addEventListener("pointermove", onMove, { signal });
  canvas.addEventListener("pointerup", onUp, { signal });
  canvas.addEventListener("pointercancel", onUp, { signal });
  canvas.addEventListener("pointerleave", () => press ?? actions.hover(undefined), { signal });
  canvas.addEventListener("wheel", onWheel, { signal, passive: false });
  canvas.addEventListener("contextmenu", (event) => event.preventDefault(), { signal });
  canvas.addEventListener("auxclick", (event) => event.preventDefault(), { signal });
  canvas.addEventListener("dblclick", (event) => actions.doubleClick(...placeOf(event)), { signal });
  const touchAction = canvas.style.touchAction;
  canvas.style.touchAction = "none";
  return () => {
    ended.abort();
    canvas.style.touchAction = touchAction;
  };
}
