/** Dimension lines and labels over the model; they follow it with every frame, without React. */
import { useEffect, useRef, type ReactNode } from "react";
import type { Quantity, Segment } from "../../../scene/measure/quantities.ts";
import type { Vector } from "../../../scene/orbit.ts";
import type { CanvasPlace, SceneTools } from "../../../scene/scene-tools.ts";
import type { Scene } from "../../../scene/scene-types.ts";
import { labelText } from "./quantity-text.ts";

export interface Drawn {
  readonly key: string;
  readonly quantity: Quantity;
  /** Being chosen, not kept yet. */
  readonly preview: boolean;
}

export interface MeasureOverlayProps {
  readonly scene: Scene;
  readonly drawn: readonly Drawn[];
  /** Edges and corners under the pointer or picked, as points in a row. */
  readonly marks: readonly (readonly Vector[])[];
}

/** CSS pixels. */
const ARROW = { length: 9, half: 3 };
/** A shorter line has no room for arrows. */
const ROOM = 26;

export function MeasureOverlay({ scene, drawn, marks }: MeasureOverlayProps): ReactNode {
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const place = (): void => {
      const lines = root.current?.querySelectorAll<SVGPathElement>("[data-lines]") ?? [];
      const labels = root.current?.querySelectorAll<HTMLElement>("[data-label]") ?? [];
      const edges = root.current?.querySelectorAll<SVGPathElement>("[data-mark]") ?? [];
      drawn.forEach(({ quantity }, at) => {
        lines[at]?.setAttribute("d", pathOf(scene.tools, quantity.lines));
        const label = labels[at];
        if (label === undefined) return;
        const to = scene.tools.place(quantity.anchor);
        label.style.visibility = to === undefined ? "hidden" : "visible";
        if (to === undefined) return;
        // Beside a point, on a line.
        const shift = quantity.lines.length === 0 || quantity.kind === "point" ? "12px, -130%" : "-50%, -50%";
        label.style.transform = `translate(${to[0]}px, ${to[1]}px) translate(${shift})`;
      });
      marks.forEach((points, at) => edges[at]?.setAttribute("d", markPath(scene.tools, points)));
    };
    place();
    return scene.onFrame(place);
  }, [scene, drawn, marks]);
  return (
    <div ref={root} className="measure-overlay" aria-hidden="true">
      <svg>
        {marks.map((_, at) => (
          <path key={at} data-mark className="measure-mark" />
        ))}
        {drawn.map(({ key, preview }) => (
          <path key={key} data-lines className={preview ? "measure-line preview" : "measure-line"} />
        ))}
      </svg>
      {drawn.map(({ key, quantity, preview }) => (
        <span key={key} data-label className={preview ? "measure-label preview" : "measure-label"}>
          {labelText(quantity)}
        </span>
      ))}
    </div>
  );
}

function pathOf(tools: SceneTools, lines: readonly Segment[]): string {
  return lines
    .map(([from, to], at) => {
      const seen = tools.segment(from, to);
      if (seen === undefined) return "";
      const [[x, y], [u, v]] = seen;
      const length = Math.hypot(u - x, v - y);
      if (length < 1) return `M${x - 4} ${y}h8M${x} ${y - 4}v8`;
      const line = `M${x} ${y}L${u} ${v}`;
      // Only the dimension itself has arrows; the frame of a box has none.
      if (lines.length > 1 || at > 0 || length < ROOM) return line;
      const along: CanvasPlace = [(u - x) / length, (v - y) / length];
      return `${line}${arrow([x, y], along)}${arrow([u, v], [-along[0], -along[1]])}`;
    })
    .join("");
}

function arrow([x, y]: CanvasPlace, [dx, dy]: CanvasPlace): string {
  const { length, half } = ARROW;
  const [bx, by] = [x + dx * length, y + dy * length];
  return `M${x} ${y}L${bx - dy * half} ${by + dx * half}L${bx + dy * half} ${by - dx * half}Z`;
}

function markPath(tools: SceneTools, points: readonly Vector[]): string {
  const [only] = points;
  if (only === undefined) return "";
  if (points.length === 1) {
    const place = tools.place(only);
    return place === undefined ? "" : `M${place[0] - 4} ${place[1] - 4}h8v8h-8z`;
  }
  return points
    .slice(1)
    .map((to, at) => {
      const seen = tools.segment(points[at] ?? to, to);
      return seen === undefined ? "" : `M${seen[0][0]} ${seen[0][1]}L${seen[1][0]} ${seen[1][1]}`;
    })
    .join("");
}
