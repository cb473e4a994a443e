/**
 * Batches that share one geometry. A BatchedMesh owns its vertices; drawing the same parts solid, as
 * ghosts, as an outline and as single faces would then keep them four times. These share the vertex
 * buffers, and where the instances are the same also the matrices, and differ in what is visible and in colour.
 * It relies on fields that three.js does not document: shared-batch.test.ts names each, so that an
 * update which moves one fails there.
 */
import {
  BatchedMesh,
  Box3,
  BufferGeometry,
  ColorManagement,
  DataTexture,
  RGBAFormat,
  Sphere,
  UnsignedByteType,
  type Camera,
  type Material,
  type Scene,
  type WebGLRenderer,
} from "three";
import {
  centreOfBounds,
  EMPTY_BOUNDS,
  radiusOfBounds,
  type Bounds,
} from "../../../shared/geometry/bounds.ts";
import type { Cells } from "./cells.ts";
import { drawRuns } from "../frame/draw-runs.ts";
import { InstanceRuns } from "./instance-runs.ts";
import { someOfRuns } from "./some-of-runs.ts";

/** A range of the shared geometry that can be drawn: a part or one of its faces. */
export interface DrawRange {
  /** In indices, or in vertices where the geometry has no index. */
  readonly start: number;
  readonly count: number;
  readonly bounds: Bounds;
}

/** What a batch draws of: a geometry, and which part lies where in it. */
export interface Triangles {
  readonly geometry: BufferGeometry;
  readonly ranges: readonly DrawRange[];
}

interface GeometryInfo {
  readonly start: number;
  readonly count: number;
  readonly boundingBox: Box3;
  readonly boundingSphere: Sphere;
  readonly active: true;
}

export interface BatchOptions extends Triangles {
  /** Index into `ranges` per instance. */
  readonly instances: ArrayLike<number>;
  readonly material: Material;
  /** World bounds of all instances, for the frustum. */
  readonly bounds: Bounds;
  /** A batch of the same instances whose matrices count here too; otherwise `matrices` is given. */
  readonly placedAs?: SharedBatch;
  /** A batch of the same instances that shows the same of them: this one needs no `showOnly`, but `follow`. */
  readonly shownAs?: SharedBatch;
  /** A batch of the same instances whose colours count here too. */
  readonly colouredAs?: SharedBatch;
  /** Neighbourhoods of the instances, to leave out those that a frame does not see. */
  readonly cells?: Cells;
  /** Where its instances stand. */
  readonly matrices?: { readonly world: Float64Array; readonly nodes: Int32Array };
}

/** What is handed to the graphics card, an entry per run. */
interface ToDraw {
  readonly starts: Int32Array;
  readonly counts: Int32Array;
  /** Instances of each run that are drawn where it is in view. */
  wanted: Int32Array;
  /** 0 for runs that this frame does not need: their number among the runs has to stay. */
  readonly instances: Int32Array;
  /** How many runs of each cell are drawn, its first ones. */
  readonly drawn: Int32Array;
  /** After the last run that draws anything. */
  end: number;
  /** Indices, or vertices, of all of them. */
  elements: number;
  /** Of the runs as they are here. */
  version: number;
}

export class SharedBatch extends BatchedMesh {
  declare private _geometryInfo: GeometryInfo[];
  declare private _geometryCount: number;
  declare private _geometryInitialized: boolean;
  declare private _matricesTexture: DataTexture;
  declare private _indirectTexture: DataTexture;
  declare private _colorsTexture: DataTexture;
  declare private _instanceInfo: unknown[];
  declare readonly runs: InstanceRuns;
  declare private readonly whole: Triangles;
  declare private ranges: readonly DrawRange[];
  declare private readonly cells: Cells | undefined;
  declare private readonly toDraw: ToDraw;
  /** For the draw that comes next. */
  declare private prepared: boolean;
  /** How much of it is drawn, 0…1. */
  declare private share: number;
  /** Shows the same, and is prepared before this one. */
  declare private readonly leader: SharedBatch | undefined;

  constructor(options: BatchOptions) {
    const { geometry, ranges, instances, material, bounds } = options;
    const { placedAs, shownAs, colouredAs, cells, matrices } = options;
    // What is shared with another batch is not made a second time.
    super(placedAs === undefined ? Math.max(1, instances.length) : 1, 0, 0, material);
    this.sortObjects = false;
    this.perObjectFrustumCulled = false;
    this.matrixAutoUpdate = false;
    this.geometry = geometry;
    this.ranges = ranges;
    this.whole = { geometry, ranges };
    this._geometryInitialized = true;
    this._geometryInfo = ranges.map(geometryInfo);
    this._geometryCount = ranges.length;
    if (placedAs === undefined) {
      // Of one range all are alike: three's own `addInstance` makes an object and a matrix for each.
      const infos = ranges.map((_, geometryIndex) => ({ visible: true, active: true, geometryIndex }));
      this._instanceInfo = Array.from(instances, (range) => infos[range]);
      if (matrices !== undefined) this.place(matrices.world, matrices.nodes);
    } else {
      this._instanceInfo = placedAs._instanceInfo;
      this._matricesTexture.dispose();
      this._matricesTexture = placedAs._matricesTexture;
    }
    this.cells = cells;
    this.prepared = false;
    this.share = 1;
    this.leader = shownAs;
    this.runs = shownAs?.runs ?? new InstanceRuns(Int32Array.from(instances), cells?.starts);
    this._indirectTexture.dispose();
    this._indirectTexture = this.runs.texture;
    this._colorsTexture = colouredAs?._colorsTexture ?? coloursTexture(Math.max(1, instances.length));
    const most = this.runs.ranges.length;
    const [starts, counts, drawnInstances] = [0, 0, 0].map(() => new Int32Array(most)) as Three;
    const drawn = new Int32Array(this.runs.cellRuns.length - 1);
    const wanted = this.runs.counts;
    this.toDraw = {
      starts,
      counts,
      wanted,
      instances: drawnInstances,
      drawn,
      end: 0,
      elements: 0,
      version: -1,
    };
    this.setBounds(bounds);
  }

  /** rgba per instance, 0…255, to be written in place; `coloursChanged` sends it to the graphics card. */
  get colours(): Uint8Array {
    const { data } = this._colorsTexture.image;
    if (data instanceof Uint8Array) return data;
    throw new Error("the colours of a batch are not bytes");
  }

  /**
   * Places every instance anew, and with it those of the batches that are placed as this one.
   * @param world sixteen values per node, column-major @param nodes per instance
   */
  place(world: Float64Array, nodes: Int32Array): void {
    const { data } = this._matricesTexture.image;
    if (!(data instanceof Float32Array)) throw new Error("the matrices of a batch are not floats");
    for (let at = 0; at < nodes.length; at++) {
      const [to, from] = [at * 16, (nodes[at] as number) * 16];
      for (let value = 0; value < 16; value++) data[to + value] = world[from + value] as number;
    }
    this._matricesTexture.needsUpdate = true;
  }

  setBounds(bounds: Bounds): void {
    this.boundingSphere = sphereOf(bounds);
    this.boundingBox = boxOf(bounds);
  }

  /** Draws other triangles over the same vertices from now on; undefined: its own again. */
  drawFrom({ geometry, ranges }: Triangles = this.whole): void {
    if (this.geometry === geometry) return;
    this.geometry = geometry;
    this.ranges = ranges;
    this.toDraw.version = -1;
  }

  coloursChanged(): void {
    this._colorsTexture.needsUpdate = true;
  }

  /** Frees what only this batch has; the shared vertices stay. */
  disposeInstances(): void {
    this.geometry = new BufferGeometry();
    this.dispose();
  }

  override getVisibleAt(instance: number): boolean {
    return this.runs.isShown(instance);
  }

  /**
   * Shows the instances whose node has one bit in its state, and leaves the batch out of the frame where none is.
   * @param nodes node per instance @param states per node
   */
  showOnly(nodes: Int32Array, states: Uint8Array, wanted: number): void {
    this.runs.showOnly(nodes, states, wanted);
    this.follow();
  }

  /** After what its runs show has changed, its own or those of the batch that this one is shown as. */
  follow(): void {
    this.visible = this.runs.count > 0;
  }

  /** The same instances in the same places and colours, of which others may be shown. */
  twin(): SharedBatch {
    return new SharedBatch({
      ...this.whole,
      instances: this.runs.rangeOf,
      material: this.material,
      bounds: boundsOf(this.boundingBox),
      placedAs: this,
      colouredAs: this,
    });
  }

  /** Nothing: three.js would list every instance here. */
  override onBeforeRender(): void {}

  /** Program, buffers and uniforms are in place, and nothing is drawn yet. */
  override onAfterRender(
    renderer: WebGLRenderer,
    _scene: Scene,
    camera: Camera,
    _geometry?: BufferGeometry,
    material?: Material,
  ): void {
    const count = this.prepared ? this.toDraw.end : this.chooseRuns(camera, material);
    this.prepared = false;
    if (count === 0) return;
    const { starts, counts, instances, elements } = this.toDraw;
    const lines = "isLine" in this && this.isLine === true;
    const indexed = this.geometry.index !== null;
    drawRuns(renderer, { lines, indexed, starts, counts, instances, count, elements });
  }

  /** What would be drawn: per run its range and the instances in it. For tests. */
  drawn(): readonly { readonly range: number; readonly instances: readonly number[] }[] {
    return Array.from(this.runs.ranges, (range, run) => ({
      range,
      instances: this.runs.shownOf(run),
    })).filter(({ instances }) => instances.length > 0);
  }

  /**
   * Before a frame: where nothing of it is drawn, three.js need not set the batch up.
   * @param share how much of it is drawn, 0…1 of its elements: the first runs whole, of the others some instances
   */
  prepare(camera: Camera, share = 1): void {
    if (share !== this.share) this.toDraw.version = -1;
    this.share = share;
    if (!this.visible) return;
    const drawn = this.chooseRuns(camera, Array.isArray(this.material) ? undefined : this.material);
    this.layers.mask = drawn > 0 ? 1 : 0;
    this.prepared = true;
  }

  /** How many runs of a cell this frame needs, the first ones. */
  runsWorthDrawing(cell: number, _camera: Camera, _material: Material | undefined): number {
    const { cellRuns } = this.runs;
    return (cellRuns[cell + 1] as number) - (cellRuns[cell] as number);
  }

  /** Around the instances of a cell. */
  sphereOf(cell: number): Sphere | null {
    return this.cells?.spheres[cell] ?? this.boundingSphere;
  }

  /** Brings the entries in line with what the camera sees; answers how many are handed over. */
  private chooseRuns(camera: Camera, material: Material | undefined): number {
    const { runs, toDraw, cells } = this;
    // What another one shows is drawn as much as there.
    if (this.leader !== undefined && this.leader.toDraw.wanted !== toDraw.wanted) toDraw.version = -1;
    if (toDraw.version !== runs.version) this.list();
    const { instances, drawn } = toDraw;
    let changed = false;
    for (let cell = 0; cell < drawn.length; cell++) {
      const first = runs.cellRuns[cell] as number;
      const before = drawn[cell] as number;
      const now = cells?.inView[cell] === 0 ? 0 : this.runsWorthDrawing(cell, camera, material);
      for (let run = first + before; run < first + now; run++) instances[run] = toDraw.wanted[run] as number;
      if (now < before) instances.fill(0, first + now, first + before);
      changed ||= now !== before;
      drawn[cell] = now;
    }
    if (changed) {
      let end = instances.length;
      while (end > 0 && instances[end - 1] === 0) end--;
      toDraw.end = end;
      toDraw.elements = 0;
      for (let run = 0; run < end; run++)
        toDraw.elements += (toDraw.counts[run] as number) * (instances[run] as number);
    }
    return toDraw.end;
  }

  private list(): void {
    const { runs, toDraw, ranges, geometry } = this;
    const bytes = geometry.index?.array.BYTES_PER_ELEMENT ?? 1;
    for (let run = 0; run < runs.ranges.length; run++) {
      const range = ranges[runs.ranges[run] as number];
      toDraw.starts[run] = (range?.start ?? 0) * bytes;
      toDraw.counts[run] = range?.count ?? 0;
    }
    toDraw.wanted = this.leader?.toDraw.wanted ?? someOfRuns(runs, toDraw.counts, this.share);
    toDraw.instances.fill(0);
    toDraw.drawn.fill(0);
    toDraw.end = 0;
    toDraw.version = runs.version;
  }
}

type Three = [Int32Array, Int32Array, Int32Array];

/** Bytes: what a screen shows, at a quarter of what three's own floats cost to send. */
function coloursTexture(instances: number): DataTexture {
  const size = Math.ceil(Math.sqrt(instances));
  const data = new Uint8Array(size * size * 4).fill(255);
  const texture = new DataTexture(data, size, size, RGBAFormat, UnsignedByteType);
  texture.colorSpace = ColorManagement.workingColorSpace;
  texture.needsUpdate = true;
  return texture;
}

function geometryInfo({ start, count, bounds }: DrawRange): GeometryInfo {
  return { start, count, boundingBox: boxOf(bounds), boundingSphere: sphereOf(bounds), active: true };
}

function boundsOf(box: Box3 | null): Bounds {
  if (box === null) return EMPTY_BOUNDS;
  return [...box.min.toArray(), ...box.max.toArray()];
}

function boxOf(bounds: Bounds): Box3 {
  const box = new Box3();
  box.min.fromArray(bounds, 0);
  box.max.fromArray(bounds, 3);
  return box;
}

function sphereOf(bounds: Bounds): Sphere {
  const sphere = new Sphere();
  sphere.center.fromArray(centreOfBounds(bounds));
  sphere.radius = radiusOfBounds(bounds);
  return sphere;
}
