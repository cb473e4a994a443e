/** Which face of which occurrence a ray meets first: trees over occurrences, a tree over triangles in each. */
import { Matrix3, Matrix4, Ray, Vector3, type Box3 } from "three";
import { centreOfBounds, EMPTY_BOUNDS, type Bounds } from "../../../shared/geometry/bounds.ts";
import type { CadMesh } from "../../../shared/model/cad.ts";
import { faceOfTriangle } from "./face-lookup.ts";
import { planSteps } from "../model/batch-plan.ts";
import type { Chunk } from "../model/model-chunk.ts";
import type { ModelView } from "../model/model-view.ts";
import type { Steps } from "../model/steps.ts";
import { OccurrenceTree } from "./occurrence-tree.ts";
import { createPartHits } from "./part-hits.ts";
import type { TreeBuilder } from "./tree-builder.ts";
import type { Vector } from "../camera/orbit.ts";
import type { ScenePick } from "./scene-pick.ts";
import { rehearsalRays } from "./rehearsal.ts";
import { keptStretch, type SectionPlane } from "../section/section-planes.ts";

export interface Picker {
  /**
   * The nearest hit on what is drawn solid; ghosts and hidden parts let the ray through, and so does what
   * the planes cut away. Where the ray enters a solid through its cut face, the hit is on that.
   */
  readonly pick: (
    origin: Vector,
    direction: Vector,
    planes?: readonly SectionPlane[],
  ) => ScenePick | undefined;
  /**
   * Builds the trees now instead of at the first pick on a part, until `remaining` says there is no time
   * left, ms; false once all are built and picking was tried. Those of very large parts are built beside the page.
   */
  readonly prepare: (remaining: () => number) => boolean;
  /** Parts were moved: the tree over them follows with the next pick. */
  readonly moved: () => void;
  readonly dispose: () => void;
}

/** Of a distance along the ray: what single precision does not tell apart. */
const TIE = 1e-6;

/** @param builder of the trees of large parts; undefined: those are built at once too */
export function createPicker(view: ModelView, builder?: TreeBuilder): Picker {
  const trees: { readonly chunk: Chunk; readonly tree: OccurrenceTree }[] = [];
  const hits = createPartHits(builder);
  let disposed = false;
  let stale = false;
  const steps = treeSteps(view, (chunk, tree) => void trees.push({ chunk, tree }));
  /** False: there is none left to build. */
  const buildTree = (): boolean => steps.next().done !== true;
  const prepare = (): void => {
    while (buildTree());
    if (stale) for (const { tree } of trees) tree.refit();
    stale = false;
  };

  const unprepared = view.model.parts.flatMap(({ mesh }) =>
    mesh === undefined || mesh.indices.length === 0 ? [] : [mesh],
  );
  /** Large ones whose tree is being built: tried without them. */
  const pending = new Set<CadMesh>();

  let isTrying = false;
  let rehearsal: ReturnType<typeof rehearsalRays> | undefined;
  /** Whether there is more to try. */
  const rehearse = (remaining: () => number): boolean => {
    rehearsal ??= rehearsalRays(view.boxes);
    while (remaining() >= 2) {
      const ray = rehearsal.next();
      if (ray.done === true) return false;
      isTrying = true;
      pick(...ray.value);
      isTrying = false;
    }
    return true;
  };

  const world = new Ray();
  const local = new Ray();
  const matrix = new Matrix4();
  const inverse = new Matrix4();
  const linear = new Matrix3();
  const point = new Vector3();

  const pick: Picker["pick"] = (origin, direction, planes = []) => {
    // The browser may call back about a model that has gone by then.
    if (disposed) return undefined;
    prepare();
    world.origin.set(...origin);
    world.direction.set(...direction).normalize();
    const stretch = keptStretch(planes, origin, toVector(world.direction));
    if (stretch === undefined) return undefined;
    let nearest = stretch.to;
    let found: { node: number; triangle: number; mesh: CadMesh; onCut: boolean } | undefined;
    const hit = new Vector3();
    const distanceTo = (box: Box3): number => {
      if (box.containsPoint(world.origin)) return 0;
      return world.intersectBox(box, point) === null ? Infinity : point.distanceTo(world.origin);
    };
    const meet = (chunk: Chunk, instance: number): void => {
      const node = chunk.nodes[instance];
      if (node === undefined || !isSolid(chunk, instance)) return;
      const mesh = view.model.parts[view.model.nodes[node]?.part ?? -1]?.mesh;
      // Curves have no face that a ray could meet.
      if (mesh === undefined || mesh.indices.length === 0 || (isTrying && pending.has(mesh))) return;
      matrix.fromArray(view.world, node * 16);
      inverse.copy(matrix).invert();
      local.origin.copy(world.origin).applyMatrix4(inverse);
      local.direction.copy(world.direction).transformDirection(inverse);
      // Distances along the ray are other ones where an occurrence is scaled.
      linear.setFromMatrix4(inverse);
      const scale = point.copy(world.direction).applyMatrix3(linear).length();
      const tie = TIE * (1 + nearestOr(nearest, stretch.from));
      const near = stretch.from === 0 ? 0 : stretch.from + tie;
      const first = hits.first(mesh, local, near * scale, (nearest + tie) * scale);
      if (first === undefined) return;
      point.copy(first.point).applyMatrix4(matrix);
      const distance = point.distanceTo(world.origin);
      // The ray leaves a solid that it did not enter through a face: it came in through the cut.
      const onCut = stretch.from > 0 && first.isBack;
      // Where parts touch, the back of the first lies on the front of the next.
      if (distance >= nearest + (onCut && found?.onCut === false ? tie : 0)) return;
      nearest = distance;
      hit.copy(point);
      found = { node, triangle: first.triangle, mesh, onCut };
    };
    // Nearer neighbourhoods first; what the order was found by is not found again: a ray through a heap of parts looks
    // at hundreds.
    const isWanted = (box: Box3, distance?: number): boolean => (distance ?? distanceTo(box)) < nearest;
    const inOrder = trees
      .map(({ chunk, tree }) => ({ chunk, tree, distance: distanceTo(tree.box) }))
      .toSorted((a, b) => a.distance - b.distance);
    for (const { chunk, tree } of inOrder)
      tree.find({ distanceTo, isWanted, visit: (instance) => meet(chunk, instance) });
    if (found === undefined) return undefined;
    if (found.onCut) {
      const place = world.at(stretch.from, hit);
      return { node: found.node, face: undefined, point: toVector(place), surface: undefined, onCut: true };
    }
    const face = faceOfTriangle(found.mesh.faces, found.triangle);
    return {
      node: found.node,
      face,
      point: toVector(hit),
      surface: face === undefined ? undefined : found.mesh.faces[face]?.surface,
    };
  };
  return {
    pick,
    prepare: (remaining) => {
      if (disposed || view.chunks.length === 0) return false;
      if (buildTree()) return true;
      while (unprepared.length > 0) {
        if (remaining() < 2) return true;
        const mesh = unprepared.pop();
        if (mesh !== undefined && !hits.prepare(mesh)) pending.add(mesh);
      }
      return rehearse(remaining);
    },
    moved: () => {
      stale = true;
    },
    dispose: () => {
      disposed = true;
      steps.return();
      trees.length = 0;
      hits.dispose();
    },
  };
}

/** Occurrences in one tree: more take so long that the page would wait. */
const MOST_IN_TREE = 4_096;

/** A tree for each few thousand occurrences that stand near each other. */
function* treeSteps(view: ModelView, built: (chunk: Chunk, tree: OccurrenceTree) => void): Steps<void> {
  for (const chunk of view.chunks) {
    const boxOf = (instance: number): Bounds => view.boxes[chunk.nodes[instance] ?? -1] ?? EMPTY_BOUNDS;
    for (const [cell, from] of chunk.cells.starts.entries()) {
      const to = chunk.cells.starts[cell + 1] ?? chunk.nodes.length;
      const instances = Int32Array.from({ length: to - from }, (_, at) => from + at);
      const centres = new Float64Array(instances.length * 3);
      instances.forEach((instance, at) => centres.set(centreOfBounds(boxOf(instance)), at * 3));
      yield;
      for (const some of yield* planSteps(instances, centres, MOST_IN_TREE)) {
        built(chunk, new OccurrenceTree([...some], boxOf));
        yield;
      }
    }
  }
}

function isSolid({ solid, glass }: Chunk, instance: number): boolean {
  return solid.getVisibleAt(instance) || glass?.faces.getVisibleAt(instance) === true;
}

function toVector({ x, y, z }: Vector3): Vector {
  return [x, y, z];
}

function nearestOr(nearest: number, otherwise: number): number {
  return Number.isFinite(nearest) ? nearest : otherwise;
}
