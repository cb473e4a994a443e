/** Where a tag stands over the part it names. Pure; all in CSS pixels of the canvas. */
import type { ProjectedNode } from "../../scene/scene-types.ts";

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface TagPlace {
  readonly x: number;
  readonly y: number;
  /** It stands right above its part, so that a notch may point at it. */
  readonly pointing: boolean;
  /** Of the notch, from the tag's left. */
  readonly notch: number;
}

const GAP = 10;
const EDGE = 8;
/** Height of the toolbar's row. */
const TOP = 52;
/** The corner of the view cube. */
const CUBE = { width: 96, height: 92 } as const;

/** Undefined while the part is out of view. */
export function tagPlace(node: ProjectedNode | undefined, tag: Size, view: Size): TagPlace | undefined {
  if (node === undefined || !node.visible) return undefined;
  const most = Math.max(EDGE, view.width - tag.width - EDGE);
  const x = Math.min(most, Math.max(EDGE, node.x - tag.width / 2));
  const wanted = node.top - GAP - tag.height;
  const top = x + tag.width > view.width - CUBE.width ? CUBE.height : TOP;
  const y = Math.max(top, Math.min(wanted, view.height - tag.height - EDGE));
  return {
    x: Math.round(x),
    y: Math.round(y),
    pointing: Math.abs(y - wanted) < 1,
    notch: Math.round(Math.min(tag.width - 12, Math.max(12, node.x - x))),
  };
}
