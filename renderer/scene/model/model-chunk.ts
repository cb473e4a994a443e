/** What of a model is drawn with one call for each way in which it is drawn: solid, as ghosts, edges, outline, glass. */
import type { Group } from "three";
import { EMPTY_BOUNDS, unionBounds, type Bounds } from "../../../shared/geometry/bounds.ts";
import { inRuns } from "./batch-plan.ts";
import { createCells, type Cells } from "./cells.ts";
import { EdgeBatch } from "./edge-batch.ts";
import { createGlass, type Glass } from "./glass.ts";
import type { FaceSplit } from "./glass-faces.ts";
import type { SceneMaterials } from "../frame/materials.ts";
import type { PlacedNodes } from "./placed-nodes.ts";
import { SharedBatch, type Triangles } from "./shared-batch.ts";
import type { Steps } from "./steps.ts";

export interface Chunk {
  /** Node per instance, cell by cell. */
  readonly nodes: Int32Array;
  readonly cells: Cells;
  readonly solid: SharedBatch;
  readonly ghost: SharedBatch;
  readonly edges: EdgeBatch;
  readonly ghostEdges: EdgeBatch;
  /** Per instance `CURVES` or `PLAIN_CURVES` where its part has curves alone, else 0; undefined: none has. */
  readonly curves: Uint8Array | undefined;
  readonly mask: SharedBatch;
  /** Of its transparent parts. */
  readonly glass: Glass | undefined;
}

/** Curves without a face behind them: in the colour of their part, or of one that states none. */
export const [CURVES, PLAIN_CURVES] = [1, 2] as const;

/** Each way of drawing has a place of its own among the passes of a frame. */
export interface ChunkGroups {
  readonly group: Group;
  readonly ghostGroup: Group;
  readonly ghostEdgeGroup: Group;
  readonly maskGroup: Group;
}

/** What is the same for all chunks of a model. */
export interface ChunkGround {
  readonly faces: Triangles;
  readonly lines: Triangles;
  readonly placed: PlacedNodes;
  /** Opacity per node in steps, 0 where it is opaque; undefined where all are. */
  readonly glassSteps: Uint8Array | undefined;
  /** Which of its ranges a node has as a solid, and which as glass. */
  readonly split: Pick<FaceSplit, "opaque" | "transparent">;
  /** The same per node. */
  readonly curves: Uint8Array | undefined;
  readonly materials: SceneMaterials;
  readonly groups: ChunkGroups;
}

/** @param planned nodes of each cell */
export function* createChunk(planned: readonly Int32Array[], ground: ChunkGround): Steps<Chunk> {
  const { placed, materials, glassSteps, split, groups } = ground;
  const { world, boxes, sizes, parts } = placed;
  const nodes = new Int32Array(planned.reduce((sum, { length }) => sum + length, 0));
  const starts = new Int32Array(planned.length);
  const cellBounds: Bounds[] = [];
  let start = 0;
  for (const [at, cell] of planned.entries()) {
    starts[at] = start;
    nodes.set(inRuns(cell, sizes, parts), start);
    start += cell.length;
    cellBounds.push(boundsOfNodes(boxes, cell));
    yield;
  }
  const cells = createCells(starts, cellBounds);
  const bounds = unionBounds(cellBounds);
  const instances = nodes.map((node) => parts[node] ?? 0);
  const faces = { ...ground.faces, instances, bounds, cells };
  const lines = { ...ground.lines, instances, bounds, cells };
  const opaque = { ...faces, instances: nodes.map(split.opaque) };
  const solid = new SharedBatch({ ...opaque, material: materials.solid, matrices: { world, nodes } });
  yield;
  const as = { placedAs: solid, colouredAs: solid };
  const ghost = new SharedBatch({ ...faces, material: materials.ghost, ...as });
  yield;
  const mask = new SharedBatch({ ...faces, material: materials.mask, ...as });
  yield;
  const edges = new EdgeBatch({ ...lines, material: materials.edge, placedAs: solid, shownAs: solid });
  const ghostEdges = new EdgeBatch({
    ...lines,
    material: materials.ghostEdge,
    placedAs: solid,
    shownAs: ghost,
  });
  edges.renderOrder = 2;
  for (let at = 0; at < nodes.length; at++) {
    // The shader fades edges by the size of their occurrence.
    const size = sizes[nodes[at] ?? 0] ?? 0;
    edges.colours[at * 4 + 3] = size;
    ghostEdges.colours[at * 4 + 3] = size;
  }
  yield;
  groups.group.add(solid, edges);
  groups.ghostGroup.add(ghost);
  groups.ghostEdgeGroup.add(ghostEdges);
  groups.maskGroup.add(mask);
  const steps = glassSteps && Uint8Array.from(nodes, (node) => glassSteps[node] ?? 0);
  const glass =
    steps?.some((step) => step > 0) === true
      ? createGlass(
          steps,
          solid,
          edges,
          { ...faces, instances: nodes.map(split.transparent) },
          lines,
          materials,
        )
      : undefined;
  if (glass !== undefined) {
    groups.ghostGroup.add(glass.faces);
    groups.group.add(glass.edges);
  }
  const curves = ground.curves && Uint8Array.from(nodes, (node) => ground.curves?.[node] ?? 0);
  return { nodes, cells, solid, ghost, edges, ghostEdges, curves, mask, glass };
}

export function boundsOfNodes(boxes: readonly Bounds[], nodes: Int32Array): Bounds {
  return unionBounds(Array.from(nodes, (node) => boxes[node] ?? EMPTY_BOUNDS));
}

export function batchesOf({ solid, ghost, edges, ghostEdges, mask, glass }: Chunk): readonly SharedBatch[] {
  const all = [solid, ghost, edges, ghostEdges, mask];
  return glass === undefined ? all : [...all, glass.faces, glass.edges];
}
