/** A model on the graphics card: its chunks, what of them is visible, and in which colour. */
import { BufferAttribute, BufferGeometry, Group } from "three";
import type { CadModel } from "../../shared/model/cad.ts";
import { drawnNodes, planChunks } from "./batch-plan.ts";
import {
  centreOfBounds,
  EMPTY_BOUNDS,
  radiusOfBounds,
  transformBounds,
  unionBounds,
  type Bounds,
} from "./bounds.ts";
import type { SceneMaterials } from "./materials.ts";
import { GHOST, SOLID } from "./node-states.ts";
import { packGeometry, type PackedRange } from "./pack-geometry.ts";
import { EdgeBatch, SharedBatch, type DrawRange } from "./shared-batch.ts";
import { composeTransforms, subtreeEnds } from "./transforms.ts";

export interface Chunk {
  /** Node per instance. */
  readonly nodes: Int32Array;
  readonly solid: SharedBatch;
  readonly ghost: SharedBatch;
  readonly edges: EdgeBatch;
  readonly ghostEdges: EdgeBatch;
  readonly mask: SharedBatch;
}

export interface ModelView {
  readonly model: CadModel;
  readonly chunks: readonly Chunk[];
  /** Solid and ghost parts with their edges. */
  readonly group: Group;
  /** What the outline goes around. */
  readonly maskGroup: Group;
  readonly faceGeometry: BufferGeometry;
  readonly ranges: readonly (PackedRange | undefined)[];
  /** 16 per node, column-major, mm. */
  readonly world: Float64Array;
  readonly ends: Int32Array;
  /** World box per node, without what is below it; empty where it has no mesh. */
  readonly boxes: readonly Bounds[];
  /** Box of a node and everything below it. */
  readonly subtreeBounds: (node: number) => Bounds;
  /** @param states HIDDEN, SOLID or GHOST per node */
  readonly show: (states: Uint8Array) => void;
  readonly outline: (shows: (node: number) => boolean) => void;
  readonly dispose: () => void;
}

export function createModelView(model: CadModel, materials: SceneMaterials): ModelView {
  const { positions, normals, faceColours, indices, edges, ranges } = packGeometry(model.parts);
  const faceGeometry = new BufferGeometry();
  faceGeometry.setAttribute("position", new BufferAttribute(positions, 3));
  faceGeometry.setAttribute("normal", new BufferAttribute(normals, 3));
  faceGeometry.setAttribute("faceColour", new BufferAttribute(faceColours, 4, true));
  faceGeometry.setIndex(new BufferAttribute(indices, 1));
  const edgeGeometry = new BufferGeometry();
  edgeGeometry.setAttribute("position", new BufferAttribute(edges, 3));

  const world = composeTransforms(model.nodes);
  const ends = subtreeEnds(model.nodes);
  const boxes = model.nodes.map(({ part }, node) => {
    const range = ranges[part];
    return range === undefined ? EMPTY_BOUNDS : transformBounds(range.bounds, world, node * 16);
  });
  const nodes = drawnNodes(model);
  const centres = new Float64Array(nodes.length * 3);
  nodes.forEach((node, at) => centres.set(centreOfBounds(boxes[node] ?? EMPTY_BOUNDS), at * 3));

  const faceRanges = ranges.map((range): DrawRange => ({
    start: range?.indexStart ?? 0,
    count: range?.indexCount ?? 0,
    bounds: range?.bounds ?? EMPTY_BOUNDS,
  }));
  const edgeRanges = ranges.map((range): DrawRange => ({
    start: range?.edgeStart ?? 0,
    count: range?.edgeCount ?? 0,
    bounds: range?.bounds ?? EMPTY_BOUNDS,
  }));
  const group = new Group();
  const maskGroup = new Group();
  const chunks = planChunks(nodes, centres).map((chunkNodes): Chunk => {
    const bounds = unionBounds(Array.from(chunkNodes, (node) => boxes[node] ?? EMPTY_BOUNDS));
    const instances = chunkNodes.map((node) => model.nodes[node]?.part ?? 0);
    const faces = { geometry: faceGeometry, ranges: faceRanges, instances, bounds };
    const lines = { geometry: edgeGeometry, ranges: edgeRanges, instances, bounds };
    const matrices = (at: number): Float64Array => {
      const node = chunkNodes[at] ?? 0;
      return world.subarray(node * 16, node * 16 + 16);
    };
    const solid = new SharedBatch({ ...faces, material: materials.solid, matrices });
    const ghost = new SharedBatch({ ...faces, material: materials.ghost, placedAs: solid });
    const edgeBatch = new EdgeBatch({ ...lines, material: materials.edge, placedAs: solid });
    const ghostEdges = new EdgeBatch({ ...lines, material: materials.ghostEdge, placedAs: solid });
    const mask = new SharedBatch({ ...faces, material: materials.mask, placedAs: solid });
    ghost.renderOrder = 3;
    edgeBatch.renderOrder = 2;
    ghostEdges.renderOrder = 4;
    chunkNodes.forEach((node, at) => {
      // The shader fades edges by the size of their occurrence.
      const radius = radiusOfBounds(boxes[node] ?? EMPTY_BOUNDS);
      edgeBatch.colours[at * 4 + 3] = radius;
      ghostEdges.colours[at * 4 + 3] = radius;
    });
    group.add(solid, ghost, edgeBatch, ghostEdges);
    maskGroup.add(mask);
    return { nodes: chunkNodes, solid, ghost, edges: edgeBatch, ghostEdges, mask };
  });

  const subtrees = new Map<number, Bounds>();
  return {
    model,
    chunks,
    group,
    maskGroup,
    faceGeometry,
    ranges,
    world,
    ends,
    boxes,
    subtreeBounds: (node) => {
      // A tag asks for the same one with every frame.
      const known = subtrees.get(node) ?? unionBounds(boxes.slice(node, ends[node] ?? node + 1));
      subtrees.set(node, known);
      return known;
    },
    show: (states) => {
      for (const { nodes: own, solid, ghost, edges: lines, ghostEdges } of chunks) {
        const is = (state: number) => (at: number) => states[own[at] ?? 0] === state;
        solid.showOnly(is(SOLID));
        lines.showOnly(is(SOLID));
        ghost.showOnly(is(GHOST));
        ghostEdges.showOnly(is(GHOST));
        // Painting leaves out ghosts that nobody sees.
        if (ghost.visible) ghost.coloursChanged();
        if (ghostEdges.visible) ghostEdges.coloursChanged();
      }
    },
    outline: (shows) => {
      for (const { nodes: own, mask } of chunks) mask.showOnly((at) => shows(own[at] ?? 0));
    },
    dispose: () => {
      for (const { solid, ghost, edges: lines, ghostEdges, mask } of chunks) {
        for (const batch of [solid, ghost, lines, ghostEdges, mask]) batch.dispose();
      }
      faceGeometry.dispose();
      edgeGeometry.dispose();
      group.clear();
      maskGroup.clear();
    },
  };
}
