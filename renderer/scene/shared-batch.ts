/**
 * Batches that share one geometry. A BatchedMesh owns its vertices; drawing the same parts solid, as
 * ghosts, as an outline and as single faces would then keep them four times. These share the vertex
 * buffers, and where the instances are the same also the matrices, and differ in what is visible and in colour.
 * It relies on fields that three.js does not document: shared-batch.test.ts names each, so that an
 * update which moves one fails there.
 */
import { BatchedMesh, Box3, BufferGeometry, Matrix4, Sphere, type DataTexture, type Material } from "three";
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
  /** Sixteen values per instance. */
  readonly matrices?: (instance: number) => ArrayLike<number>;
}

const matrix = new Matrix4();

export class SharedBatch extends BatchedMesh {
  declare private _geometryInfo: GeometryInfo[];
  declare private _geometryCount: number;
  declare private _geometryInitialized: boolean;
  declare private _matricesTexture: DataTexture;
  declare private _colorsTexture: DataTexture;
  declare private _initColorsTexture: () => void;

  constructor({ geometry, ranges, instances, material, bounds, placedAs, matrices }: BatchOptions) {
    super(Math.max(1, instances.length), 0, 0, material);
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
    else if (matrices !== undefined) {
      for (let at = 0; at < instances.length; at++) this.setMatrixAt(at, matrix.fromArray(matrices(at)));
    }
    this._initColorsTexture();
    this.boundingSphere = sphereOf(bounds);
    this.boundingBox = boxOf(bounds);
  }

  /** rgba per instance, to be written in place; `coloursChanged` sends it to the graphics card. */
  get colours(): Float32Array {
    const { data } = this._colorsTexture.image;
    if (!(data instanceof Float32Array)) throw new Error("the colours of a batch are not floats");
    return data;
  }

  coloursChanged(): void {
    this._colorsTexture.needsUpdate = true;
  }

  /** Frees what only this batch has; the shared vertices stay. */
  disposeInstances(): void {
    this.geometry = new BufferGeometry();
    this.dispose();
  }

  /** Shows the instances that `shows` names, and leaves the batch out of the frame where it names none. */
  showOnly(shows: (instance: number) => boolean): void {
    let any = false;
    const count = this.instanceCount;
    for (let instance = 0; instance < count; instance++) {
      const visible = shows(instance);
      any ||= visible;
      this.setVisibleAt(instance, visible);
    }
    this.visible = any;
  }
}

/** Draws its ranges as line segments: the renderer asks these three flags, not the class. */
export class EdgeBatch extends SharedBatch {
  constructor(options: BatchOptions) {
    super(options);
    Object.assign(this, { isMesh: false, isLine: true, isLineSegments: true });
  }
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
