/** A model on the graphics card: its chunks, what of them is visible, and in which colour. */
import { BufferAttribute, BufferGeometry, Group, type Camera } from "three";
import { isCurves, type CadModel } from "../../../shared/model/cad.ts";
import { drawnNodes, drawnTogether, planSteps } from "./batch-plan.ts";
import { lookAtCells, placeCells } from "./cells.ts";
import {
  centreOfBounds,
  EMPTY_BOUNDS,
  movedBounds,
  unionBounds,
  type Bounds,
} from "../../../shared/geometry/bounds.ts";
import { coarseTriangles } from "./coarse-triangles.ts";
import type { Coarse } from "../frame/detail.ts";
import { drawnModel } from "./drawn-model.ts";
import { planExplosion, type Explosion } from "./explosion.ts";
import type { SceneMaterials } from "../frame/materials.ts";
import { GHOST, SOLID } from "../presentation/node-states.ts";
import type { Vector } from "../camera/orbit.ts";
import { packSteps, type PackedRange } from "./pack-geometry.ts";
import { GLASS, planGlass, withGlass } from "./glass.ts";
import { splitFaces } from "./glass-faces.ts";
import { batchesOf, boundsOfNodes, createChunk, CURVES, PLAIN_CURVES, type Chunk } from "./model-chunk.ts";
import { placeNodes } from "./placed-nodes.ts";
import type { DrawRange, SharedBatch, Triangles } from "./shared-batch.ts";
import { atOnce, type Steps } from "./steps.ts";
import { createBodies } from "../section/bodies.ts";
import { createShownNodes } from "./shown-nodes.ts";

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
  /** Per part of the model; behind them those of parts that single occurrences wear in other colours. */
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
  /**
   * Before every frame: leaves out what this camera shows too small, and takes the coarse form of what has one.
   * @param share how much of each neighbourhood is drawn, 0…1: its largest parts
   */
  readonly prepare: (camera: Camera, coarse: Coarse, share?: number) => void;
  /** Some part has a coarse form. */
  readonly hasCoarse: boolean;
  /** In all occurrences together; and where those have their coarse form that have one. */
  readonly triangles: number;
  readonly coarseTriangles: number;
  /** Solid parts that enclose something, and so have an inside that a cut shows; first asked for by a section. */
  readonly bodies: () => readonly SharedBatch[];
  /** Unique parts with a mesh that encloses nothing. */
  readonly openParts: () => readonly number[];
  /** @param flags 1 per node that is outlined; true where one of them is drawn */
  readonly outline: (flags: Uint8Array) => boolean;
  readonly dispose: () => void;
}

export function createModelView(model: CadModel, materials: SceneMaterials): ModelView {
  return atOnce(modelViewSteps(model, materials));
}

/** The same in pieces; nothing is on the graphics card before it is drawn, so that one given up leaves nothing there. */
export function* modelViewSteps(model: CadModel, materials: SceneMaterials): Steps<ModelView> {
  const drawn = drawnModel(model);
  const packed = yield* packSteps(drawn.parts);
  const glassPlan = planGlass(drawn);
  yield;
  const split = splitFaces(drawn, glassPlan, packed);
  const { positions, normals, faceColours, edges, lineColours, ranges } = packed;
  const faceGeometry = new BufferGeometry();
  faceGeometry.setAttribute("position", new BufferAttribute(positions, 3));
  faceGeometry.setAttribute("normal", new BufferAttribute(normals, 3));
  faceGeometry.setAttribute("faceColour", new BufferAttribute(faceColours, 4, true));
  faceGeometry.setIndex(new BufferAttribute(split.indices, 1));
  const edgeGeometry = new BufferGeometry();
  edgeGeometry.setAttribute("position", new BufferAttribute(edges, 3));
  if (lineColours !== undefined)
    edgeGeometry.setAttribute("lineColour", new BufferAttribute(lineColours, 4, true));
  const faces: Triangles = {
    geometry: faceGeometry,
    ranges: [
      ...ranges.map((range): DrawRange => ({
        start: range?.indexStart ?? 0,
        count: range?.indexCount ?? 0,
        bounds: range?.bounds ?? EMPTY_BOUNDS,
      })),
      ...split.faces,
    ],
  };
  const lines: Triangles = {
    geometry: edgeGeometry,
    ranges: [
      ...ranges.map((range): DrawRange => ({
        start: range?.edgeStart ?? 0,
        count: range?.edgeCount ?? 0,
        bounds: range?.bounds ?? EMPTY_BOUNDS,
      })),
      ...split.edges,
    ],
  };
  const moving = split.coarse && coarseTriangles(faceGeometry, split.coarse, ranges, split.coarseFaces);
  yield;

  const placed = yield* placeNodes(drawn, (part) => ranges[part]?.bounds);
  const { world, ends, boxes, parts } = placed;
  const home = world.slice();
  const nodes = drawnNodes(model);
  const centres = new Float64Array(nodes.length * 3);
  nodes.forEach((node, at) => centres.set(centreOfBounds(boxes[node] ?? EMPTY_BOUNDS), at * 3));
  yield;
  const group = new Group();
  const ghostGroup = new Group();
  const ghostEdgeGroup = new Group();
  const maskGroup = new Group();
  const chunks: Chunk[] = [];
  const curves = curvesOfNodes(model);
  for (const planned of drawnTogether(yield* planSteps(nodes, centres)))
    chunks.push(
      yield* createChunk(planned, {
        faces,
        lines,
        placed,
        glassSteps: glassPlan?.steps,
        split,
        curves,
        materials,
        groups: { group, ghostGroup, ghostEdgeGroup, maskGroup },
      }),
    );
  const counted = (count: "indexCount" | "coarseCount"): number =>
    nodes.reduce((sum, node) => sum + (ranges[parts[node] ?? -1]?.[count] ?? 0) / 3, 0);
  const [triangles, trianglesMoving] = [counted("indexCount"), counted("coarseCount")];
  yield;

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
  yield;
  const outlineNodes = createShownNodes(
    chunks.map(({ nodes: own, mask }) => ({ nodes: own, shows: [{ runs: mask.runs, wanted: 1 }] })),
    model.nodes.length,
  );
  const bodies = createBodies(model, chunks, glassPlan?.steps);
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
      solid.place(world, own);
      const cellBounds = Array.from(cells.starts, (start, at) =>
        boundsOfNodes(boxes, own.subarray(start, cells.starts[at + 1] ?? own.length)),
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
      showNodes(withGlass(states, glassPlan));
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
    triangles,
    coarseTriangles: trianglesMoving,
    prepare: (camera, coarse, share = 1) => {
      const [of, ofMask] = [
        coarse === "everything" ? moving : undefined,
        coarse === "nothing" ? undefined : moving,
      ];
      for (const { cells, solid, ghost, mask, edges: lines, ghostEdges, glass } of chunks) {
        lookAtCells(cells, camera);
        solid.drawFrom(of);
        ghost.drawFrom(of);
        glass?.faces.drawFrom(of);
        mask.drawFrom(ofMask);
        // Edges follow their faces.
        for (const faces of [solid, ghost, glass?.faces]) faces?.prepare(camera, share);
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

/** `Chunk.curves` per node; undefined where no part has curves alone. */
function curvesOfNodes({ nodes, parts }: CadModel): Uint8Array | undefined {
  const alone = parts.map(({ mesh }) => mesh !== undefined && isCurves(mesh));
  if (!alone.includes(true)) return undefined;
  return Uint8Array.from(nodes, ({ part, colour }) => {
    if (alone[part] !== true) return 0;
    return (colour ?? parts[part]?.colour) === undefined ? PLAIN_CURVES : CURVES;
  });
}
