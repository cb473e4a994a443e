/** Dimensions as lines on the screen: on the view as SVG, in a picture as Path2D. Pure. */
import { resolveTarget, type Target } from "../../../scene/measure/entity.ts";
import type { Quantity, Segment } from "../../../scene/measure/quantity.ts";
import { middleOf, sumOf } from "../../../scene/vectors.ts";
import type { Vector } from "../../../scene/camera/orbit.ts";
import type { CanvasPlace, SceneTools } from "../../../scene/scene-tools.ts";
import type { CadModel } from "../../../../shared/model/cad.ts";

/** CSS pixels. */
const ARROW = { length: 9, half: 3 };
/** A shorter line has no room for arrows. */
const ROOM = 26;

export interface PlacedDimension {
  readonly lines: readonly Segment[];
  readonly anchor: Vector;
  /** Its ends are drawn farther from each other than they are: the assembly is taken apart. */
  readonly apart: boolean;
}

/**
 * Values are those of the assembled model; while it is taken apart their lines go with the parts.
 * @param moved how far each of the measured parts has been moved, mm
 */
export function placeDimension({ lines, anchor }: Quantity, moved: readonly Vector[]): PlacedDimension {
  const [first = ZERO, second = first] = moved;
  const by = (point: Vector, step: Vector): Vector => sumOf(point, step);
  if (first.every((value, axis) => value === second[axis]))
    return {
      lines: lines.map(([from, to]) => [by(from, first), by(to, first)]),
      anchor: by(anchor, first),
      apart: false,
    };
  const [dimension] = lines;
  if (dimension === undefined) return { lines: [], anchor: by(anchor, first), apart: true };
  // Helping lines belong to neither part alone.
  const stretched: Segment = [by(dimension[0], first), by(dimension[1], second)];
  return { lines: [stretched], anchor: middleOf(...stretched), apart: true };
}

const ZERO: Vector = [0, 0, 0];

export function nodesOfTargets(model: CadModel, targets: readonly Target[]): readonly number[] {
  return targets.flatMap((target) => resolveTarget(model, target)?.node ?? []);
}

/** Beside a point, on a line: where a label stands from its anchor. */
export function isBeside({ lines, kind }: Quantity): boolean {
  return lines.length === 0 || kind === "point";
}

/** SVG path. */
export function pathOf(tools: Pick<SceneTools, "segment">, lines: readonly Segment[]): string {
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
