/** Pointer and wheel on the plot: what is dragged, and what is under the pointer. No React. */
import type { TimeWindow } from "../../shared/contract/common.ts";
import { brushAnchor, brushBetween, brushEdgeAt, brushTime } from "./brush.ts";
import { snapTime } from "./snap.ts";
import { hitTest, type Hit } from "./hit.ts";
import { wheelAction } from "./keys.ts";
import type { Frame } from "./layout.ts";
import { centreOn, dragOverview, overviewPartAt, type OverviewPart } from "./overview.ts";
import { HEAD_HEIGHT } from "./rows.ts";
import { resolution, xToTime, type Scale } from "./scale.ts";
import type { TimelineData, TimelineView } from "./view.ts";
import { pan, zoomAt } from "./viewport.ts";

export interface Look {
  readonly data: TimelineData;
  readonly view: TimelineView;
  readonly frame: Frame;
}

export interface PointerPlace {
  readonly x: number;
  readonly y: number;
  /** µs UTC. */
  readonly time: number;
  readonly hit: Hit;
}

export interface InteractionOptions {
  readonly element: HTMLElement;
  /** What is on the screen now; undefined while there is nothing. */
  readonly look: () => Look | undefined;
  readonly show: (window: TimeWindow) => void;
  readonly brush: (window: TimeWindow | undefined) => void;
  readonly hover: (place: PointerPlace | undefined) => void;
  readonly click: (place: PointerPlace) => void;
  readonly doubleClick: (place: PointerPlace) => void;
  /** Answers whether the key did something here. */
  readonly key: (event: KeyboardEvent) => boolean;
}

type Drag =
  | { readonly type: "pan"; readonly startX: number; readonly window: TimeWindow }
  | {
      readonly type: "overview";
      readonly part: OverviewPart;
      readonly startX: number;
      readonly window: TimeWindow;
    }
  | { readonly type: "brush"; readonly anchor: number };

/** A press that moves less is a click. */
const DRAG_THRESHOLD = 3;

export interface Interaction {
  /** Tells anew what is under a pointer that rests: other data or another window came under it. */
  readonly refresh: () => void;
  readonly detach: () => void;
}

/** Attaches to the element until it is detached. */
export function attachInteraction(options: InteractionOptions): Interaction {
  const { element, look } = options;
  let drag: Drag | undefined;
  let pressed: { readonly x: number; readonly y: number; readonly id: number } | undefined;
  let moved = false;
  let spaceHeld = false;
  let latest: { x: number; y: number; alt: boolean } | undefined;
  let frameRequest = 0;

  const placeOf = (event: MouseEvent): { x: number; y: number; alt: boolean } => {
    const box = element.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top, alt: event.altKey };
  };
  const placeAt = ({ x, y }: { x: number; y: number }, now: Look): PointerPlace => ({
    x,
    y,
    time: xToTime(now.frame.scale, x),
    hit: hitTest(now.data, now.frame, now.view.scrollTop, x, y),
  });
  const beginDrag = (event: PointerEvent, now: Look, { x, y }: { x: number; y: number }): Drag => {
    const { view } = now;
    const { hit } = placeAt({ x, y }, now);
    if (event.button === 1 || spaceHeld || hit.type === "axis") {
      return { type: "pan", startX: x, window: view.window };
    }
    if (hit.type === "overview") {
      const part = overviewPartAt(view.window, overviewScale(view), x);
      return { type: "overview", part, startX: x, window: view.window };
    }
    const edge = brushEdgeAt(view.brush, now.frame.scale, x);
    if (edge !== undefined && view.brush !== undefined) {
      return { type: "brush", anchor: brushAnchor(view.brush, edge) };
    }
    const anchor = event.altKey ? brushTime(now.frame.scale, x) : snapTime(now.frame, view.scrollTop, x, y);
    return { type: "brush", anchor };
  };
  const apply = (): void => {
    frameRequest = 0;
    const now = look();
    if (latest === undefined || now === undefined) return;
    const { view } = now;
    if (drag !== undefined && moved) {
      if (drag.type === "pan") {
        const perPixel = resolution({ window: drag.window, width: view.width });
        options.show(pan(drag.window, (drag.startX - latest.x) * perPixel, view.limits));
      } else if (drag.type === "overview") {
        options.show(dragOverview(drag.window, drag.part, overviewScale(view), drag.startX, latest.x));
      } else {
        // Alt: exactly where the pointer is.
        const at = latest.alt
          ? brushTime(now.frame.scale, latest.x)
          : snapTime(now.frame, now.view.scrollTop, latest.x, latest.y);
        options.brush(brushBetween(drag.anchor, at, view.limits));
      }
    }
    const place = placeAt(latest, now);
    if (drag === undefined) element.style.cursor = cursorFor(place, now, spaceHeld);
    options.hover(place);
  };
  const onMove = (event: PointerEvent): void => {
    latest = placeOf(event);
    if (pressed !== undefined && !moved) {
      moved = Math.hypot(latest.x - pressed.x, latest.y - pressed.y) >= DRAG_THRESHOLD;
    }
    if (frameRequest === 0) frameRequest = requestAnimationFrame(apply);
  };
  const onDown = (event: PointerEvent): void => {
    const now = look();
    if (now === undefined || event.button > 1) return;
    // The middle button would start the browser's own scrolling.
    if (event.button === 1) event.preventDefault();
    latest = placeOf(event);
    pressed = { ...latest, id: event.pointerId };
    moved = false;
    drag = beginDrag(event, now, latest);
    element.setPointerCapture(event.pointerId);
    if (drag.type !== "brush") element.style.cursor = "grabbing";
  };
  const onUp = (event: PointerEvent): void => {
    if (pressed?.id !== event.pointerId) return;
    // The last move may still wait for its frame.
    if (frameRequest !== 0) {
      cancelAnimationFrame(frameRequest);
      apply();
    }
    const now = look();
    const wasDrag = moved;
    const finished = drag;
    pressed = undefined;
    drag = undefined;
    moved = false;
    if (wasDrag || now === undefined || event.button !== 0) return;
    const place = placeAt(placeOf(event), now);
    if (finished?.type === "overview" && finished.part === "outside") {
      const time = xToTime(overviewScale(now.view), place.x);
      options.show(centreOn(now.view.window, time, now.view.limits));
    } else options.click(place);
  };
  const onCancel = (): void => {
    pressed = undefined;
    drag = undefined;
    moved = false;
  };
  const onLeave = (): void => {
    if (drag !== undefined) return;
    latest = undefined;
    options.hover(undefined);
  };
  const onDouble = (event: MouseEvent): void => {
    const now = look();
    if (now !== undefined) options.doubleClick(placeAt(placeOf(event), now));
  };
  const onWheel = (event: WheelEvent): void => {
    const now = look();
    if (now === undefined) return;
    event.preventDefault();
    const { view, frame } = now;
    const action = wheelAction(event);
    const place = placeOf(event);
    const inOverview = placeAt(place, now).hit.type === "overview";
    if ("pan" in action) options.show(pan(view.window, action.pan * resolution(frame.scale), view.limits));
    else {
      const at = inOverview
        ? (view.window.from + view.window.to) / 2
        : xToTime(frame.scale, Math.min(Math.max(place.x, 0), view.width));
      options.show(zoomAt(view.window, at, action.zoom, view.limits));
    }
    latest = place;
    if (frameRequest === 0) frameRequest = requestAnimationFrame(apply);
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.key !== " ") {
      if (event.type === "keydown" && options.key(event)) event.preventDefault();
      return;
    }
    spaceHeld = event.type === "keydown";
    // The space bar would scroll the lanes.
    event.preventDefault();
  };

  const listeners: readonly (readonly [string, EventListener, AddEventListenerOptions?])[] = [
    ["pointermove", onMove as EventListener],
    ["pointerdown", onDown as EventListener],
    ["pointerup", onUp as EventListener],
    ["pointercancel", onCancel],
    ["pointerleave", onLeave],
    ["dblclick", onDouble as EventListener],
    ["wheel", onWheel as EventListener, { passive: false }],
    ["keydown", onKey as EventListener],
    ["keyup", onKey as EventListener],
  ];
  const guarded = listeners.map(
    ([name, listener, settings]) =>
      [name, (event: Event) => (isOwn(event) ? undefined : listener(event)), settings] as const,
  );
  for (const [name, listener, settings] of guarded) element.addEventListener(name, listener, settings);
  // What has keys must take the focus.
  element.tabIndex = 0;
  return {
    refresh: () => {
      const now = look();
      // A move or drag under way tells by itself.
      if (latest === undefined || now === undefined || drag !== undefined || frameRequest !== 0) return;
      options.hover(placeAt(latest, now));
    },
    detach: () => {
      cancelAnimationFrame(frameRequest);
      for (const [name, listener] of guarded) element.removeEventListener(name, listener);
    },
  };
}

/** What stands over the plot and says so has its pointer and its keys for itself. */
function isOwn({ target }: Event): boolean {
  return typeof Element === "function" && target instanceof Element && target.closest("[data-own]") !== null;
}

function overviewScale(view: TimelineView): Scale {
  return { window: view.limits, width: view.width };
}

function cursorFor({ x, y, hit }: PointerPlace, { view, frame }: Look, spaceHeld: boolean): string {
  if (spaceHeld || hit.type === "axis") return "grab";
  if (hit.type === "overview") {
    const part = overviewPartAt(view.window, overviewScale(view), x);
    return part === "window" ? "grab" : part === "outside" ? "crosshair" : "ew-resize";
  }
  if (y >= HEAD_HEIGHT && brushEdgeAt(view.brush, frame.scale, x) !== undefined) return "ew-resize";
  return hit.type === "mark" || hit.type === "bucket" ? "pointer" : "crosshair";
}
