/** The planes of a section as a person sets them, and what the scene draws of them. Pure. */
import { extentAlong, MOST_PLANES, type SectionPlane } from "../../../scene/section/section-planes.ts";
import type { Bounds } from "../../../../shared/geometry/bounds.ts";
import type { Vector } from "../../../scene/camera/orbit.ts";

export const CUT_KINDS = ["x", "y", "z", "face", "view"] as const;
export type CutKind = (typeof CUT_KINDS)[number];

export interface Cut {
  /** Among the cuts of its model. */
  readonly id: number;
  readonly kind: CutKind;
  /** Unit. */
  readonly direction: Vector;
  /** Where its own zero is along the direction, mm: that of the model for an axis, else the face or the middle. */
  readonly zero: number;
  /** From its zero, mm. */
  readonly offset: number;
  /** Cuts away what lies before the plane instead of what lies beyond it. */
  readonly flipped: boolean;
  readonly on: boolean;
}

export const AXES: Readonly<Record<"x" | "y" | "z", Vector>> = { x: [1, 0, 0], y: [0, 1, 0], z: [0, 0, 1] };

export function planeOf({ direction, zero, offset, flipped }: Cut): SectionPlane {
  const at = zero + offset;
  const [x, y, z] = direction;
  return flipped ? { normal: [-x, -y, -z], offset: -at } : { normal: direction, offset: at };
}

export function planesOf(cuts: readonly Cut[]): readonly SectionPlane[] {
  return cuts.filter(({ on }) => on).map(planeOf);
}

/** Offsets between which the plane meets the model, mm. */
export function offsetRange(
  { direction, zero }: Pick<Cut, "direction" | "zero">,
  box: Bounds,
): readonly [least: number, most: number] {
  const [least, most] = extentAlong(box, direction);
  return [least - zero, most - zero];
}

export function canAdd(cuts: readonly Cut[]): boolean {
  return cuts.length < MOST_PLANES;
}

/** With one more at the end, with the next free id; as before where there are three. */
export function withCut(cuts: readonly Cut[], cut: Omit<Cut, "id">): readonly Cut[] {
  if (!canAdd(cuts)) return cuts;
  return [...cuts, { ...cut, id: Math.max(0, ...cuts.map(({ id }) => id)) + 1 }];
}

export function changeCut(
  cuts: readonly Cut[],
  id: number,
  change: Partial<Pick<Cut, "offset" | "flipped" | "on">>,
): readonly Cut[] {
  return cuts.map((cut) => (cut.id === id ? { ...cut, ...change } : cut));
}

/** Across an axis through the middle of a box; what is nearer to the eye is cut away. */
export function axisCut(kind: "x" | "y" | "z", box: Bounds, towardsEye: Vector): Omit<Cut, "id"> {
  const axis = { x: 0, y: 1, z: 2 }[kind];
  const offset = ((box[axis] ?? 0) + (box[axis + 3] ?? 0)) / 2;
  const flipped = (towardsEye[axis] ?? 0) < 0;
  return { kind, direction: AXES[kind], zero: 0, offset: round(offset), flipped, on: true };
}

/** A number that a person may have typed: a comma counts as a point; undefined where it is none. */
export function readNumber(text: string): number | undefined {
  const plain = text
    .trim()
    .replace("−", "-")
    .replace(",", ".")
    .replace(/\s*mm$/i, "");
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain)) return undefined;
  const value = Number(plain);
  return Number.isFinite(value) && Math.abs(value) < 1e9 ? value : undefined;
}

/** To a thousandth of a mm: what a hand sets needs no more, and reads well. */
export function round(value: number): number {
  return Math.round(value * 1e3) / 1e3;
}
