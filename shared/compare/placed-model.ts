/** A model as comparing needs it: children, places in the world, and a box per part. */
import type { CadMesh, CadModel } from "../model/cad.ts";

/** Least and greatest x, y, z, mm; least above greatest: empty. */
export type Box = readonly [number, number, number, number, number, number];

export interface PlacedModel {
  readonly model: CadModel;
  readonly roots: readonly number[];
  readonly childrenOf: readonly (readonly number[])[];
  /** First node after the subtree of each. */
  readonly ends: Int32Array;
  /** Column-major 4 × 4 per node. */
  readonly world: Float64Array;
  /** Of each part with all that is below it, in its own coordinates. */
  readonly boxes: readonly Box[];
  /** Nodes of each part. */
  readonly nodesOf: readonly (readonly number[])[];
}

/** Of a part with nothing to draw: it still has a place and a turn. */
const UNIT_BOX: Box = [-1, -1, -1, 1, 1, 1];
const EMPTY: Box = [Infinity, Infinity, Infinity, -Infinity, -Infinity, -Infinity];

export function placeModel(model: CadModel): PlacedModel {
  const { nodes, parts } = model;
  const roots: number[] = [];
  const childrenOf: number[][] = nodes.map(() => []);
  const nodesOf: number[][] = parts.map(() => []);
  const world = new Float64Array(nodes.length * 16);
  nodes.forEach(({ parent, part, transform }, node) => {
    if (parent < 0) roots.push(node);
    else childrenOf[parent]?.push(node);
    nodesOf[part]?.push(node);
    if (parent < 0) world.set(transform, node * 16);
    else multiply(world, parent * 16, transform, world, node * 16);
  });
  const ends = new Int32Array(nodes.length);
  const boxes: (Box | undefined)[] = parts.map(() => undefined);
  const meshBoxes = parts.map(({ mesh }) => (mesh === undefined ? EMPTY : boxOfMesh(mesh)));
  // From the leaves upwards: what is below stands behind in pre-order.
  for (let node = nodes.length - 1; node >= 0; node--) {
    const children = childrenOf[node] ?? [];
    ends[node] = children.length === 0 ? node + 1 : (ends[children.at(-1) ?? node] ?? node + 1);
    const part = nodes[node]?.part ?? 0;
    let box = meshBoxes[part] ?? EMPTY;
    for (const child of children) {
      const { part: childPart = 0, transform = [] } = nodes[child] ?? {};
      box = united(box, movedBox(boxes[childPart] ?? EMPTY, transform));
    }
    boxes[part] = box;
  }
  return {
    model,
    roots,
    childrenOf,
    ends,
    world,
    nodesOf,
    boxes: boxes.map((box) => (box === undefined || box[0] > box[3] ? UNIT_BOX : box)),
  };
}

export function united(a: Box, b: Box): Box {
  return [
    Math.min(a[0], b[0]),
    Math.min(a[1], b[1]),
    Math.min(a[2], b[2]),
    Math.max(a[3], b[3]),
    Math.max(a[4], b[4]),
    Math.max(a[5], b[5]),
  ];
}

function boxOfMesh({ positions }: CadMesh): Box {
  const box = [...EMPTY] as [number, number, number, number, number, number];
  for (let at = 0; at < positions.length; at += 3) {
    for (let axis = 0; axis < 3; axis++) {
      const value = positions[at + axis] ?? 0;
      if (value < (box[axis] ?? 0)) box[axis] = value;
      if (value > (box[axis + 3] ?? 0)) box[axis + 3] = value;
    }
  }
  return box;
}

function movedBox(box: Box, transform: ArrayLike<number>): Box {
  if (box[0] > box[3]) return EMPTY;
  const moved = [0, 0, 0, 0, 0, 0] as [number, number, number, number, number, number];
  for (let axis = 0; axis < 3; axis++) {
    let [least, most] = [transform[12 + axis] ?? 0, transform[12 + axis] ?? 0];
    for (let from = 0; from < 3; from++) {
      const factor = transform[from * 4 + axis] ?? 0;
      const [a, b] = [factor * (box[from] ?? 0), factor * (box[from + 3] ?? 0)];
      least += Math.min(a, b);
      most += Math.max(a, b);
    }
    moved[axis] = least;
    moved[axis + 3] = most;
  }
  return moved;
}

function multiply(
  a: Float64Array,
  aAt: number,
  b: ArrayLike<number>,
  target: Float64Array,
  at: number,
): void {
  for (let column = 0; column < 4; column++) {
    for (let row = 0; row < 4; row++) {
      let sum = 0;
      for (let inner = 0; inner < 4; inner++)
        sum += (a[aAt + inner * 4 + row] ?? 0) * (b[column * 4 + inner] ?? 0);
      target[at + column * 4 + row] = sum;
    }
  }
}
