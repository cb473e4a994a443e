/** A model on the graphics card: its chunks, what of them is visible, and in which colour. */
import { BufferAttribute, BufferGeometry, Group, type Camera } from "three";
import type { CadModel } from "../../shared/model/cad.ts";
import { drawnNodes, drawnTogether, inRuns, planChunks } from "./batch-plan.ts";
import { createCells, lookAtCells, placeCells, type Cells } from "./cells.ts";
import {
  centreOfBounds,
  EMPTY_BOUNDS,
  movedBounds,
  radiusOfBounds,
  transformBounds,
  unionBounds,
  type Bounds,
} from "../../shared/geometry/bounds.ts";
import { coarseTriangles } from "./coarse-triangles.ts";
import type { Coarse } from "./detail.ts";
import { planExplosion, type Explosion } from "./explosion.ts";
import type { SceneMaterials } from "./materials.ts";
import { GHOST, SOLID } from "./node-states.ts";
import { sizeCode } from "./occurrence-size.ts";
import type { Vector } from "./orbit.ts";
import { packGeometry, type PackedRange } from "./pack-geometry.ts";
import { EdgeBatch } from "./edge-batch.ts";
import { createGlass, GLASS, glassOf, withGlass, type Glass } from "./glass.ts";
import { SharedBatch, type DrawRange } from "./shared-batch.ts";
import { createBodies } from "./section/bodies.ts";
import { createShownNodes } from "./shown-nodes.ts";
import { composeTransforms, largestScale, subtreeEnds } from "../../shared/geometry/transforms.ts";

export interface Chunk {
  /** Node per instance, cell by cell. */
  readonly nodes: Int32Array;
  readonly cells: Cells;
  readonly solid: SharedBatch;
  readonly ghost: SharedBatch;
  readonly edges: EdgeBatch;
  readonly ghostEdges: EdgeBatch;
  readonly mask: SharedBatch;
  /** Of its transparent parts. */
  readonly glass: Glass | undefined;
}

export interface ModelView {
  readonly model: CadModel;
  readonly chunks: readonly Chunk[];
  /** Solid parts with their edges. */
  readonly group: Group;
  readonly ghostGroup: Group;
  readonly ghostEdgeGroup: Group;
  /** What the outline goes around. */
  readonly maskGroup: Group;
  readonly faceGeometry: BufferGeometry;
  readonly ranges: readonly (PackedRange | undefined)[];
  /** 16 per node, column-major, mm; as the parts stand now, so changed by an explosion. */
  readonly world: Float64Array;
  readonly ends: Int32Array;
  /** How far an occurrence has been moved by the explosion, mm. */
  readonly displacement: (node: number) => Vector;
  /** World box per node, without what is below it; empty where it has no mesh. */
  readonly boxes: readonly Bounds[];
  /** Box of a node and everything below it. */
  readonly subtreeBounds: (node: number) => Bounds;
  /** Moves the parts apart, 0…1; false where nothing moves by it. */
  readonly explode: (share: number) => boolean;
  /** @param states HIDDEN, SOLID or GHOST per node */
  readonly show: (states: Uint8Array) => void;
  /** Before every frame: leaves out what this camera shows too small, and takes the coarse form of what has one. */
  readonly prepare: (camera: Camera, coarse: Coarse) => void;
  /** Some part has a coarse form. */
  readonly hasCoarse: boolean;
  /** In all occurrences together. */
  readonly triangles: number;
  /** Solid parts that enclose something, and so have an inside that a cut shows; first asked for by a section. */
  readonly bodies: () => readonly SharedBatch[];
  /** Unique parts with a mesh that encloses nothing. */
  readonly openParts: () => readonly number[];
  /** @param flags 1 per node that is outlined; true where one of them is drawn */
  readonly outline: (flags: Uint8Array) => boolean;
  readonly dispose: () => void;
}

export function createModelView(model: CadModel, materials: SceneMaterials): ModelView {
  const { positions, normals, faceColours, indices, coarse, edges, ranges } = packGeometry(model.parts);
  const faceGeometry = new BufferGeometry();
  faceGeometry.setAttribute("position", new BufferAttribute(positions, 3));
  faceGeometry.setAttribute("normal", new BufferAttribute(normals, 3));
  faceGeometry.setAttribute("faceColour", new BufferAttribute(faceColours, 4, true));
  faceGeometry.setIndex(new BufferAttribute(indices, 1));
  const edgeGeometry = new BufferGeometry();
  edgeGeometry.setAttribute("position", new BufferAttribute(edges, 3));

  const world = composeTransforms(model.nodes);
  const ends = subtreeEnds(model.nodes);
  const home = world.slice();
  const boxes: Bounds[] = model.nodes.map(({ part }, node) => {
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
  const moving = coarse && coarseTriangles(faceGeometry, coarse, ranges);
  const edgeRanges = ranges.map((range): DrawRange => ({
    start: range?.edgeStart ?? 0,
    count: range?.edgeCount ?? 0,
    bounds: range?.bounds ?? EMPTY_BOUNDS,
  }));
  const sizes = Uint8Array.from(model.nodes, ({ part }, node) =>
    sizeCode(radiusOfBounds(ranges[part]?.bounds ?? EMPTY_BOUNDS) * largestScale(world, node * 16)),
  );
  const parts = Int32Array.from(model.nodes, ({ part }) => part);
  const group = new Group();
  const ghostGroup = new Group();
  const ghostEdgeGroup = new Group();
  const maskGroup = new Group();
  const glassSteps = glassOf(model);
  const boundsOf = (some: Int32Array): Bounds =>
    unionBounds(Array.from(some, (node) => boxes[node] ?? EMPTY_BOUNDS));
  const chunks = drawnTogether(planChunks(nodes, centres)).map((planned): Chunk => {
    const ordered = planned.map((cell) => inRuns(cell, sizes, parts));
    const chunkNodes = new Int32Array(ordered.reduce((sum, { length }) => sum + length, 0));
    const starts = new Int32Array(ordered.length);
    let start = 0;
    ordered.forEach((cell, at) => {
      starts[at] = start;
      chunkNodes.set(cell, start);
      start += cell.length;
    });
    const cellBounds = ordered.map(boundsOf);
    const cells = createCells(starts, cellBounds);
    const bounds = unionBounds(cellBounds);
    const instances = chunkNodes.map((node) => model.nodes[node]?.part ?? 0);
    const faces = { geometry: faceGeometry, ranges: faceRanges, instances, bounds, cells };
    const lines = { geometry: edgeGeometry, ranges: edgeRanges, instances, bounds, cells };
    const matrices = (at: number): Float64Array => {
      const node = chunkNodes[at] ?? 0;
      return world.subarray(node * 16, node * 16 + 16);
    };
    const solid = new SharedBatch({ ...faces, material: materials.solid, matrices });
    const as = { placedAs: solid, colouredAs: solid };
    const ghost = new SharedBatch({ ...faces, material: materials.ghost, ...as });
    const mask = new SharedBatch({ ...faces, material: materials.mask, ...as });
    const edgeBatch = new EdgeBatch({
      ...lines,
      material: materials.edge,
      placedAs: solid,
      shownAs: solid,
    });
    const ghostEdges = new EdgeBatch({
      ...lines,
      material: materials.ghostEdge,
      placedAs: solid,
      shownAs: ghost,
    });
    edgeBatch.renderOrder = 2;
    chunkNodes.forEach((node, at) => {
      // The shader fades edges by the size of their occurrence.
      const size = sizes[node] ?? 0;
      edgeBatch.colours[at * 4 + 3] = size;
      ghostEdges.colours[at * 4 + 3] = size;
    });
    group.add(solid, edgeBatch);
    ghostGroup.add(ghost);
    ghostEdgeGroup.add(ghostEdges);
    maskGroup.add(mask);
    const steps = Uint8Array.from(chunkNodes, (node) => glassSteps?.[node] ?? 0);
    const glass = steps.some((step) => step > 0)
      ? createGlass(steps, solid, edgeBatch, faces, lines, materials)
      : undefined;
    if (glass !== undefined) {
      ghostGroup.add(glass.faces);
      group.add(glass.edges);
    }
    return { nodes: chunkNodes, cells, solid, ghost, edges: edgeBatch, ghostEdges, mask, glass };
  });

  const showNodes = createShownNodes(
    chunks.map(({ nodes: own, solid, ghost, glass }) => ({
      nodes: own,
      shows: [
        { runs: solid.runs, wanted: SOLID },
        { runs: ghost.runs, wanted: GHOST },
        ...(glass === undefined ? [] : [{ runs: glass.faces.runs, wanted: GLASS }]),
      ],
    })),
    model.nodes.length,
  );
  const outlineNodes = createShownNodes(
    chunks.map(({ nodes: own, mask }) => ({ nodes: own, shows: [{ runs: mask.runs, wanted: 1 }] })),
    model.nodes.length,
  );
  const bodies = createBodies(model, chunks, glassSteps);
  const subtrees = new Map<number, Bounds>();
  const homeBoxes = [...boxes];
  let explosion: Explosion | undefined;
  let exploded = 0;
  const offsets = new Float64Array(model.nodes.length * 3);
  const explode = (share: number): boolean => {
    if (share === exploded) return false;
    explosion ??= planExplosion(model.nodes, homeBoxes);
    if (explosion.levels === 0) return false;
    exploded = share;
    explosion.offsets(share, offsets);
    for (let node = 0; node < model.nodes.length; node++) {
      const [x = 0, y = 0, z = 0] = offsets.subarray(node * 3, node * 3 + 3);
      const at = node * 16 + 12;
      world[at] = (home[at] ?? 0) + x;
      world[at + 1] = (home[at + 1] ?? 0) + y;
      world[at + 2] = (home[at + 2] ?? 0) + z;
      boxes[node] = movedBounds(homeBoxes[node] ?? EMPTY_BOUNDS, x, y, z);
    }
    subtrees.clear();
    for (const chunk of chunks) {
      const { nodes: own, cells, solid } = chunk;
      solid.place((at) => world.subarray((own[at] ?? 0) * 16, (own[at] ?? 0) * 16 + 16));
      const cellBounds = Array.from(cells.starts, (start, at) =>
        boundsOf(own.subarray(start, cells.starts[at + 1] ?? own.length)),
      );
      placeCells(cells, cellBounds);
      const bounds = unionBounds(cellBounds);
      for (const batch of batchesOf(chunk)) batch.setBounds(bounds);
      bodies.setBounds(solid, bounds);
    }
    return true;
  };
  return {
    model,
    chunks,
    group,
    ghostGroup,
    ghostEdgeGroup,
    maskGroup,
    faceGeometry,
    ranges,
    world,
    ends,
    displacement: (node) => {
      const along = (axis: number): number =>
        (world[node * 16 + 12 + axis] ?? 0) - (home[node * 16 + 12 + axis] ?? 0);
      return [along(0), along(1), along(2)];
    },
    boxes,
    explode,
    subtreeBounds: (node) => {
      // A tag asks for the same one with every frame.
      const known = subtrees.get(node) ?? unionBounds(boxes.slice(node, ends[node] ?? node + 1));
      subtrees.set(node, known);
      return known;
    },
    show: (states) => {
      showNodes(withGlass(states, glassSteps));
      for (const chunk of chunks)
        for (const batch of batchesOf(chunk)) if (batch !== chunk.mask) batch.follow();
      bodies.show(states);
    },
    outline: (flags) => {
      outlineNodes(flags);
      for (const { mask } of chunks) mask.follow();
      return chunks.some(({ mask }) => mask.visible);
    },
    hasCoarse: moving !== undefined,
    triangles: nodes.reduce((sum, node) => sum + (ranges[parts[node] ?? -1]?.indexCount ?? 0) / 3, 0),
    prepare: (camera, drawn) => {
      const [of, ofMask] = [
        drawn === "everything" ? moving : undefined,
        drawn === "nothing" ? undefined : moving,
      ];
      for (const { cells, solid, ghost, mask, edges: lines, ghostEdges, glass } of chunks) {
        lookAtCells(cells, camera);
        solid.drawFrom(of);
        ghost.drawFrom(of);
        glass?.faces.drawFrom(of);
        mask.drawFrom(ofMask);
        lines.prepare(camera);
        ghostEdges.prepare(camera);
        glass?.edges.prepare(camera);
      }
    },
    bodies: bodies.batches,
    openParts: bodies.openParts,
    dispose: () => {
      bodies.dispose();
      for (const chunk of chunks) for (const batch of batchesOf(chunk)) batch.dispose();
      faceGeometry.dispose();
      moving?.geometry.dispose();
      edgeGeometry.dispose();
      for (const each of [group, ghostGroup, ghostEdgeGroup, maskGroup]) each.clear();
    },
  };
}

function batchesOf({ solid, ghost, edges, ghostEdges, mask, glass }: Chunk): readonly SharedBatch[] {
  const all = [solid, ghost, edges, ghostEdges, mask];
  return glass === undefined ? all : [...all, glass.faces, glass.edges];
}
