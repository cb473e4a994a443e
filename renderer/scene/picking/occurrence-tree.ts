/**
 * A tree over the boxes of occurrences that stand near each other. One for each neighbourhood of a model, so that none
 * takes long to build; the library's own tree over batches takes all of a model, and works out boxes that are known.
 */
import { Box3 } from "three";
import { BVH } from "three-mesh-bvh";
import { isEmptyBounds, type Bounds } from "../../../shared/geometry/bounds.ts";

export interface OccurrenceQuery {
  /** From where a box is looked at first; nearer ones first. */
  readonly distanceTo: (box: Box3) => number;
  /** Whether what is in a box is looked at. @param distance of `distanceTo`, where it is known */
  readonly isWanted: (box: Box3, distance: number | undefined) => boolean;
  readonly visit: (instance: number) => void;
}

/** Single precision rounds a box by at most this share of its coordinates. */
const ROUNDING = 1.2e-7;

/** What the library asks of a tree of its own kind, and does for it, beyond what it declares. */
interface Internals {
  init(options: { readonly targetLeafSize: number }): void;
  shapecast(callbacks: object): boolean;
}

export class OccurrenceTree extends BVH {
  /** Instances, which building puts in its order. */
  readonly primitiveBuffer: Uint32Array;
  readonly primitiveBufferStride = 1;
  private readonly boxOf: (instance: number) => Bounds;

  /** Around everything in it. */
  readonly box = new Box3();

  /** @param boxOf of an instance as it stands now, mm */
  constructor(instances: readonly number[], boxOf: (instance: number) => Bounds) {
    super();
    this.boxOf = boxOf;
    this.primitiveBuffer = Uint32Array.from(instances.filter((instance) => !isEmptyBounds(boxOf(instance))));
    if (this.primitiveBuffer.length > 0) this.internals().init({ targetLeafSize: 1 });
    this.enclose();
  }

  /** Occurrences were moved. */
  override refit(): void {
    if (this.primitiveBuffer.length > 0) super.refit();
    this.enclose();
  }

  find({ distanceTo, isWanted, visit }: OccurrenceQuery): void {
    const { primitiveBuffer, box: all } = this;
    // The library never asks about the box around everything.
    if (primitiveBuffer.length === 0 || !isWanted(all, distanceTo(all))) return;
    this.internals().shapecast({
      boundsTraverseOrder: distanceTo,
      intersectsBounds: (box: Box3, _isLeaf: boolean, distance: number | undefined) =>
        isWanted(box, distance),
      intersectsRange: (offset: number, count: number): boolean => {
        for (let at = offset; at < offset + count; at++) visit(primitiveBuffer[at] as number);
        return false;
      },
    });
  }

  /** For the library. */
  getRootRanges(): readonly { readonly offset: number; readonly count: number }[] {
    return [{ offset: 0, count: this.primitiveBuffer.length }];
  }

  /** For the library. */
  writePrimitiveBounds(at: number, target: Float32Array, offset: number): void {
    const box = this.boxOf(this.primitiveBuffer[at] as number);
    for (let side = 0; side < 3; side++) {
      const [low, high] = [box[side] as number, box[side + 3] as number];
      target[offset + side] = low - Math.abs(low) * ROUNDING;
      target[offset + side + 3] = high + Math.abs(high) * ROUNDING;
    }
  }

  private enclose(): void {
    if (this.primitiveBuffer.length > 0) this.getBoundingBox(this.box);
    else this.box.makeEmpty();
  }

  private internals(): Internals {
    return this as unknown as Internals;
  }
}
