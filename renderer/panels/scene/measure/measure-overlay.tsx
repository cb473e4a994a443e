/** Dimension lines and labels over the model; they follow it with every frame, without React. */
import { useEffect, useRef, type ReactNode } from "react";
import { createStore } from "zustand/vanilla";
import { message } from "../../../messages/catalogue.ts";
import type { Quantity } from "../../../scene/measure/quantity.ts";
import type { Vector } from "../../../scene/camera/orbit.ts";
import type { SceneTools } from "../../../scene/scene-tools.ts";
import type { Scene } from "../../../scene/scene-types.ts";
import { sumOf } from "../../../scene/vectors.ts";
import { isBeside, pathOf, placeDimension } from "./dimension-lines.ts";
import { deflectionOf } from "./measurer.ts";
import { labelText } from "./quantity-text.ts";

export interface Drawn {
  readonly key: string;
  readonly quantity: Quantity;
  /** The occurrences that were measured. */
  readonly nodes: readonly number[];
  /** Being chosen, not kept yet. */
  readonly preview: boolean;
}

/** The ones that are kept and shown, for pictures of the view. */
export const drawnDimensions = createStore<{ readonly drawn: readonly Drawn[] }>(() => ({ drawn: [] }));

export interface MeasureOverlayProps {
  readonly scene: Scene;
  readonly drawn: readonly Drawn[];
  /** Edges and corners under the pointer or picked, as points in a row. */
  readonly marks: readonly Mark[];
}

export interface Mark {
  readonly node: number;
  /** Where they stand assembled, mm. */
  readonly points: readonly Vector[];
}

export function MeasureOverlay({ scene, drawn, marks }: MeasureOverlayProps): ReactNode {
  const root = useRef<HTMLDivElement>(null);
  const deflection = deflectionOf(scene.assembledBox());
  useEffect(() => {
    drawnDimensions.setState({ drawn: drawn.filter(({ preview }) => !preview) });
    return () => drawnDimensions.setState({ drawn: [] });
  }, [drawn]);
  useEffect(() => {
    const place = (): void => {
      const lines = root.current?.querySelectorAll<SVGPathElement>("[data-lines]") ?? [];
      const labels = root.current?.querySelectorAll<HTMLElement>("[data-label]") ?? [];
      const edges = root.current?.querySelectorAll<SVGPathElement>("[data-mark]") ?? [];
      drawn.forEach(({ quantity, nodes }, at) => {
        const placed = placeDimension(quantity, nodes.map(scene.displacement));
        lines[at]?.setAttribute("d", pathOf(scene.tools, placed.lines));
        lines[at]?.toggleAttribute("data-apart", placed.apart);
        const label = labels[at];
        if (label === undefined) return;
        label.toggleAttribute("data-apart", placed.apart);
        const to = scene.tools.place(placed.anchor);
        label.style.visibility = to === undefined ? "hidden" : "visible";
        if (to === undefined) return;
        const shift = isBeside(quantity) ? "12px, -130%" : "-50%, -50%";
        label.style.transform = `translate(${to[0]}px, ${to[1]}px) translate(${shift})`;
      });
      marks.forEach(({ node, points }, at) => {
        const moved = points.map((point) => sumOf(point, scene.displacement(node)));
        edges[at]?.setAttribute("d", markPath(scene.tools, moved));
      });
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
          {labelText(quantity, deflection)}
          <i> {message("measure.assembled")}</i>
        </span>
      ))}
    </div>
  );
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
