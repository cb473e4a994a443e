/** An arrow on each plane of the section, to be dragged or moved by keys; they follow the model without React. */
import { useEffect, useRef, type KeyboardEvent, type PointerEvent, type ReactNode } from "react";
import { message } from "../../../messages/catalogue.ts";
import { centreOfBounds } from "../../../../shared/geometry/bounds.ts";
import { along, type Vector } from "../../../scene/camera/orbit.ts";
import type { Scene } from "../../../scene/scene-types.ts";
import { niceStep, ontoPlane, reachAlong } from "../../../scene/section/section-drag.ts";
import { clipPolygon, planeInBox } from "../../../scene/section/section-planes.ts";
import { formatValue } from "../../../state/format-number.ts";
import { changeCut, offsetRange, planeOf, round, type Cut } from "./cuts.ts";
import { cutName, putAway } from "./section-card.tsx";
import { sectionSteps, useSection } from "./section-state.ts";

/** CSS pixels. */
const ARROW = 46;
/** Pixels that a plane seen from the front moves by its step. */
const PIXELS_PER_STEP = 4;

export function SectionHandles({ scene }: { readonly scene: Scene }): ReactNode {
  const cuts = useSection((state) => state.cuts);
  const open = useSection((state) => state.open);
  if (!open) return undefined;
  return (
    <div className="section-handles">
      {cuts
        .filter(({ on }) => on)
        .map((cut) => (
          <Handle key={cut.id} scene={scene} cut={cut} />
        ))}
    </div>
  );
}

/** Where the plane meets the model's box, and the middle of what other planes leave of that. */
function anchorOf(scene: Scene, cut: Cut): { readonly corners: readonly Vector[]; readonly anchor: Vector } {
  const plane = planeOf(cut);
  const box = scene.tools.box();
  const corners = planeInBox(plane, box);
  if (corners.length === 0)
    return { corners, anchor: ontoPlane(centreOfBounds(box), plane.normal, plane.offset) };
  const others = sectionSteps.store.getState().cuts.filter(({ id, on }) => on && id !== cut.id);
  const left = others.map(planeOf).reduce(clipPolygon, corners);
  const around = left.length === 0 ? corners : left;
  let anchor: Vector = [0, 0, 0];
  for (const corner of around) anchor = along(anchor, corner, 1 / around.length);
  return { corners, anchor };
}

function Handle({ scene, cut }: { readonly scene: Scene; readonly cut: Cut }): ReactNode {
  const frame = useRef<SVGPolygonElement>(null);
  const handle = useRef<HTMLDivElement>(null);
  const label = useRef<HTMLSpanElement>(null);
  const place = useRef<() => void>(undefined);
  useEffect(() => {
    place.current = () => {
      const { corners, anchor } = anchorOf(scene, cut);
      const { normal } = planeOf(cut);
      const points = corners.map((corner) => scene.tools.place(corner));
      const whole = points.every((point) => point !== undefined);
      frame.current?.setAttribute("points", whole ? points.map(String).join(" ") : "");
      const at = scene.tools.place(anchor);
      const from = scene.tools.place(along(anchor, normal, -1e-3));
      const to = scene.tools.place(along(anchor, normal, 1e-3 * scaleOf(scene)));
      if (handle.current === null || label.current === null) return;
      handle.current.style.visibility = at === undefined ? "hidden" : "visible";
      if (at === undefined || from === undefined || to === undefined) return;
      const angle = Math.atan2(to[1] - from[1], to[0] - from[0]);
      handle.current.style.transform = `translate(${at[0]}px, ${at[1]}px) rotate(${angle}rad)`;
      const [x, y] = [Math.cos(angle) * (ARROW + 8), Math.sin(angle) * (ARROW + 8)];
      // Beside the tip, on the side that the arrow points to.
      const shift = x < -1 ? "-100%" : "0";
      label.current.style.transform = `translate(${at[0] + x}px, ${at[1] + y}px) translate(${shift}, -50%)`;
    };
    place.current();
    return scene.onFrame(() => place.current?.());
  }, [scene, cut]);

  const [least, most] = offsetRange(cut, scene.tools.box());
  const step = niceStep(most - least);
  const move = (offset: number): void => {
    const within = round(Math.min(most, Math.max(least, offset)));
    sectionSteps.preview((cuts) => changeCut(cuts, cut.id, { offset: within }));
  };
  const settle = (): void => sectionSteps.settle(message("section.step.move"));
  const drag = useDrag(scene, cut, step, move, settle);
  const plane = cutName(cut);
  const text = message("section.label", { plane, offset: formatValue(cut.offset, 3) });
  return (
    <>
      <svg className="section-frame" aria-hidden="true">
        <polygon ref={frame} />
      </svg>
      <div
        ref={handle}
        className="section-arrow"
        role="slider"
        tabIndex={0}
        aria-label={message("section.handle", { plane })}
        aria-orientation="vertical"
        aria-valuemin={round(least)}
        aria-valuemax={round(most)}
        aria-valuenow={cut.offset}
        aria-valuetext={text}
        onKeyDown={(event) => {
          if (event.key === "Escape") putAway();
          const next = keyed(event, cut, step, [least, most]);
          if (next === undefined) return;
          move(next);
          event.preventDefault();
          event.stopPropagation();
        }}
        onKeyUp={settle}
        onBlur={settle}
        {...drag}
      >
        <svg width={ARROW} height="16" viewBox={`0 0 ${ARROW} 16`} aria-hidden="true">
          <circle cx="4" cy="8" r="3" />
          <path d={`M4 7h${ARROW - 16}v-5l12 6l-12 6v-5h-${ARROW - 16}z`} />
        </svg>
      </div>
      <span ref={label} className="section-label" aria-hidden="true">
        {text}
      </span>
    </>
  );
}

/** mm that are surely seen, for the direction of an arrow. */
function scaleOf(scene: Scene): number {
  const box = scene.tools.box();
  return Math.max(1, Math.hypot(box[3] - box[0], box[4] - box[1], box[5] - box[2]));
}

/** Where a key takes the plane; undefined for other keys. A flipped plane goes where its arrow points too. */
function keyed(
  { key, shiftKey, altKey, ctrlKey, metaKey }: KeyboardEvent,
  { offset, flipped }: Cut,
  step: number,
  [least, most]: readonly [number, number],
): number | undefined {
  if (ctrlKey || metaKey) return undefined;
  const by = (shiftKey ? step * 10 : altKey ? step / 10 : step) * (flipped ? -1 : 1);
  switch (key) {
    case "ArrowUp":
    case "ArrowRight":
      return offset + by;
    case "ArrowDown":
    case "ArrowLeft":
      return offset - by;
    case "PageUp":
      return offset + step * 10;
    case "PageDown":
      return offset - step * 10;
    case "Home":
      return least;
    case "End":
      return most;
    default:
      return undefined;
  }
}

type PointerHandlers = Readonly<
  Record<"onPointerDown" | "onPointerMove" | "onPointerUp" | "onPointerCancel", (event: PointerEvent) => void>
>;

function useDrag(
  scene: Scene,
  cut: Cut,
  step: number,
  move: (offset: number) => void,
  settle: () => void,
): PointerHandlers {
  const held = useRef<{
    readonly anchor: Vector;
    readonly normal: Vector;
    readonly sign: number;
    readonly offset: number;
    readonly grip: number | undefined;
    readonly y: number;
  }>(undefined);
  const reach = (event: PointerEvent, anchor: Vector, normal: Vector): number | undefined => {
    const view = document.querySelector(".scene-canvas")?.getBoundingClientRect();
    if (view === undefined) return undefined;
    return reachAlong(scene.tools.ray(event.clientX - view.left, event.clientY - view.top), anchor, normal);
  };
  const end = (): void => {
    held.current = undefined;
    settle();
  };
  return {
    onPointerDown: (event) => {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      const { anchor } = anchorOf(scene, cut);
      const { normal } = planeOf(cut);
      const sign = cut.flipped ? -1 : 1;
      const grip = reach(event, anchor, normal);
      held.current = { anchor, normal, sign, offset: cut.offset, grip, y: event.clientY };
    },
    onPointerMove: (event) => {
      const grab = held.current;
      if (grab === undefined) return;
      const now = reach(event, grab.anchor, grab.normal);
      // Seen from its front a plane has no way to go on the screen: up takes it nearer.
      const by =
        now === undefined || grab.grip === undefined
          ? ((grab.y - event.clientY) / PIXELS_PER_STEP) * step
          : now - grab.grip;
      move(grab.offset + by * grab.sign);
    },
    onPointerUp: end,
    onPointerCancel: end,
  };
}
