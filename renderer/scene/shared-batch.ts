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
  FloatType,
  RGBAFormat,
  Sphere,
  UnsignedByteType,
  type Material,
} from "three";
import { centreOfBounds, radiusOfBounds, type Bounds } from "./bounds.ts";

/** A range of the shared geometry that can be drawn: a part or one of its faces. */
export interface DrawRange {
  /** In indices, or in vertices where the geometry has no index. */
  readonly start: number;
  readonly count: number;
  readonly bounds: Bounds;
}

interface GeometryInfo {
  readonly start: number;
  readonly count: number;
  readonly boundingBox: Box3;
  readonly boundingSphere: Sphere;
  readonly active: true;
}

export interface BatchOptions {
  readonly geometry: BufferGeometry;
  readonly ranges: readonly DrawRange[];
  /** Index into `ranges` per instance. */
  readonly instances: ArrayLike<number>;
  readonly material: Material;
  /** World bounds of all instances, for the frustum. */
  readonly bounds: Bounds;
  /** A batch of the same instances whose matrices count here too; otherwise `matrices` is given. */
  readonly placedAs?: SharedBatch;
  /** Colours are floats 0…1, else bytes 0…255. */
  readonly exactColours?: boolean;
  /** Sixteen values per instance. */
  readonly matrices?: (instance: number) => ArrayLike<number>;
}

export class SharedBatch extends BatchedMesh {
  declare private _geometryInfo: GeometryInfo[];
  declare private _geometryCount: number;
  declare private _geometryInitialized: boolean;
  declare private _matricesTexture: DataTexture;
  declare private _colorsTexture: DataTexture;
  declare private _instanceInfo: { visible: boolean }[];
  declare private _visibilityChanged: boolean;
  declare private shown: Uint8Array;

  constructor({
    geometry,
    ranges,
    instances,
    material,
    bounds,
    placedAs,
    matrices,
    exactColours = false,
  }: BatchOptions) {
    super(Math.max(1, instances.length), 0, 0, material);
    this.shown = new Uint8Array(Math.max(1, instances.length)).fill(1);
    this.sortObjects = false;
    this.perObjectFrustumCulled = false;
    this.matrixAutoUpdate = false;
    this.geometry = geometry;
    this._geometryInitialized = true;
    this._geometryInfo = ranges.map(geometryInfo);
    this._geometryCount = ranges.length;
    for (let instance = 0; instance < instances.length; instance++)
      this.addInstance(instances[instance] ?? 0);
    if (placedAs !== undefined) this._matricesTexture = placedAs._matricesTexture;
    else if (matrices !== undefined) this.place(matrices);
    this._colorsTexture = coloursTexture(Math.max(1, instances.length), exactColours);
    this.setBounds(bounds);
  }

  /** rgba per instance, to be written in place; `coloursChanged` sends it to the graphics card. */
  get colours(): Uint8Array | Float32Array {
    const { data } = this._colorsTexture.image;
    if (data instanceof Uint8Array || data instanceof Float32Array) return data;
    throw new Error("the colours of a batch are neither bytes nor floats");
  }

  /** Places every instance anew, and with it those of the batches that are placed as this one. */
  place(matrices: (instance: number) => ArrayLike<number>): void {
    const { data } = this._matricesTexture.image;
    if (!(data instanceof Float32Array)) throw new Error("the matrices of a batch are not floats");
    for (let at = 0; at < this.instanceCount; at++) data.set(matrices(at), at * 16);
    this._matricesTexture.needsUpdate = true;
  }

  setBounds(bounds: Bounds): void {
    this.boundingSphere = sphereOf(bounds);
    this.boundingBox = boxOf(bounds);
  }

  coloursChanged(): void {
    this._colorsTexture.needsUpdate = true;
  }

  /** Frees what only this batch has; the shared vertices stay. */
  disposeInstances(): void {
    this.geometry = new BufferGeometry();
    this.dispose();
  }

  /**
   * Shows the instances whose node is in one state, and leaves the batch out of the frame where none is.
   * @param nodes node per instance @param states per node
   */
  showOnly(nodes: Int32Array, states: Uint8Array, wanted: number): void {
    let any = false;
    let changed = false;
    const { shown, _instanceInfo: infos } = this;
    for (let instance = 0; instance < nodes.length; instance++) {
      const visible = states[nodes[instance] as number] === wanted;
      any ||= visible;
      if ((shown[instance] === 1) === visible) continue;
      shown[instance] = visible ? 1 : 0;
      changed = true;
      // Not by setVisibleAt: it checks each of many thousand instances anew.
      const info = infos[instance];
      if (info !== undefined) info.visible = visible;
    }
    this.visible = any;
    if (changed) this._visibilityChanged = true;
  }
}

/** Draws its ranges as line segments: the renderer asks these three flags, not the class. */
export class EdgeBatch extends SharedBatch {
  constructor(options: BatchOptions) {
    // Alpha is a length in mm there.
    super({ ...options, exactColours: true });
    Object.assign(this, { isMesh: false, isLine: true, isLineSegments: true });
  }
}

/** Bytes, 0…255: what a screen shows, at a quarter of what three's own floats, 0…1, cost to send. */
function coloursTexture(instances: number, exact: boolean): DataTexture {
  const size = Math.ceil(Math.sqrt(instances));
  const length = size * size * 4;
  const texture = exact
    ? new DataTexture(new Float32Array(length).fill(1), size, size, RGBAFormat, FloatType)
    : new DataTexture(new Uint8Array(length).fill(255), size, size, RGBAFormat, UnsignedByteType);
  texture.colorSpace = ColorManagement.workingColorSpace;
  texture.needsUpdate = true;
  return texture;
}

function geometryInfo({ start, count, bounds }: DrawRange): GeometryInfo {
  return { start, count, boundingBox: boxOf(bounds), boundingSphere: sphereOf(bounds), active: true };
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
