/**
 * How an assembly comes apart: every part away from the middle of the assembly it belongs to, the outer
 * levels of the structure first, the inner ones after them. Pure.
 */
import type { CadNode } from "../../../shared/model/cad.ts";
import {
  centreOfBounds,
  isEmptyBounds,
  radiusOfBounds,
  type Bounds,
} from "../../../shared/geometry/bounds.ts";

export interface Explosion {
  /** Levels that come apart one after another; 0 where nothing can. */
  readonly levels: number;
  /** World offset per node, mm, three values each, at a share 0…1 of the whole; written into `target`. */
  readonly offsets: (share: number, target: Float64Array) => void;
}

/** How much further from the middle a part stands in the end, as a share of its distance from it. */
const SPREAD = 1.1;
/** Parts nearer to the middle than this share of the assembly have no direction of their own. */
const CENTRED = 1e-3;

/** @param boxes world box per node as assembled, without what is below it */
export function planExplosion(
  nodes: readonly Pick<CadNode, "parent">[],
  boxes: readonly Bounds[],
): Explosion {
  const whole = subtreeBoxes(nodes, boxes);
  const children = new Map<number, number[]>();
  nodes.forEach(({ parent }, node) => {
    if (isEmptyBounds(whole[node] ?? boxes[node] ?? EMPTY)) return;
    const list = children.get(parent);
    if (list === undefined) children.set(parent, [node]);
    else list.push(node);
  });
  const directions = new Float64Array(nodes.length * 3);
  // A line of single children is one thing: only where a node has several do they come apart.
  const level = new Int32Array(nodes.length).fill(-1);
  const depth = new Int32Array(nodes.length);
  let levels = 0;
  nodes.forEach(({ parent }, node) => {
    const above = parent < 0 ? 0 : (depth[parent] ?? 0);
    const siblings = children.get(parent) ?? [];
    const apart = parent >= 0 && (siblings.length > 1 || !isEmptyBounds(boxes[parent] ?? EMPTY));
    depth[node] = apart ? above + 1 : above;
    const box = whole[node] ?? EMPTY;
    if (!apart || isEmptyBounds(box)) return;
    level[node] = above;
    levels = Math.max(levels, above + 1);
    directions.set(directionOf(box, whole[parent] ?? EMPTY, siblings.indexOf(node)), node * 3);
  });
  return {
    levels,
    offsets: (share, target) => {
      const at = Math.min(1, Math.max(0, share)) * levels;
      nodes.forEach(({ parent }, node) => {
        const own = level[node] ?? -1;
        const part = own < 0 ? 0 : Math.min(1, Math.max(0, at - own)) * SPREAD;
        for (let axis = 0; axis < 3; axis++) {
          const above = parent < 0 ? 0 : (target[parent * 3 + axis] ?? 0);
          target[node * 3 + axis] = above + (directions[node * 3 + axis] ?? 0) * part;
        }
      });
    },
  };
}

const EMPTY: Bounds = [Infinity, Infinity, Infinity, -Infinity, -Infinity, -Infinity];

function directionOf(box: Bounds, around: Bounds, place: number): readonly [number, number, number] {
  const [x, y, z] = centreOfBounds(box);
  const [middleX, middleY, middleZ] = centreOfBounds(around);
  const away = [x - middleX, y - middleY, z - middleZ] as const;
  if (Math.hypot(...away) > radiusOfBounds(around) * CENTRED) return away;
  // A bush in its bore: out along the way on which it is longest, every second one to the other side.
  const extents = [box[3] - box[0], box[4] - box[1], box[5] - box[2]];
  const longest = extents.indexOf(Math.max(...extents));
  const length = (extents[longest] ?? 0) * (place % 2 === 0 ? 1 : -1);
  return [longest === 0 ? length : 0, longest === 1 ? length : 0, longest === 2 ? length : 0];
}

/** Box of every node with what is below it; nodes are in pre-order, so one way back is enough. */
function subtreeBoxes(nodes: readonly Pick<CadNode, "parent">[], boxes: readonly Bounds[]): Bounds[] {
  const whole = [...boxes];
  for (let node = nodes.length - 1; node >= 0; node--) {
    const parent = nodes[node]?.parent ?? -1;
    const [box, above] = [whole[node] ?? EMPTY, whole[parent]];
    if (parent < 0 || above === undefined || isEmptyBounds(box)) continue;
    whole[parent] = [
      Math.min(above[0], box[0]),
      Math.min(above[1], box[1]),
      Math.min(above[2], box[2]),
      Math.max(above[3], box[3]),
      Math.max(above[4], box[4]),
      Math.max(above[5], box[5]),
    ];
  }
  return whole;
}
