/** One dimension, tolerance or datum as the file states it, before faces are looked up in a mesh. */

export interface PmiItem {
  /** #id of the product definition. */
  readonly product: number | undefined;
  /** What a drawing would write. */
  readonly callout: string;
  readonly kind: string;
  readonly nominal?: number;
  readonly lowerLimit?: number;
  readonly upperLimit?: number;
  readonly uom?: "mm" | "deg";
  /** #ids of faces. */
  readonly faces: readonly number[];
  /** A doubt, or what a number can't say (a fit). */
  readonly remark?: string;
}

/** Ten digits: what conversions between inches and mm leave exact. */
export function rounded(value: number): number {
  return Number(value.toPrecision(10));
}

/** For callouts: four decimals at most. */
export function written(value: number): string {
  return String(Math.round(value * 1e4) / 1e4 + 0);
}
