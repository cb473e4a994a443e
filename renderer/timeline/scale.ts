/** Linear map between time (µs UTC) and horizontal pixels of the plot. */
import type { TimeWindow } from "../../shared/contract/common.ts";

export interface Scale {
  readonly window: TimeWindow;
  /** Width of the plot, CSS pixels. */
  readonly width: number;
}

export function timeToX({ window, width }: Scale, time: number): number {
  return ((time - window.from) / (window.to - window.from)) * width;
}

export function xToTime({ window, width }: Scale, x: number): number {
  return window.from + (x / width) * (window.to - window.from);
}

/** µs per pixel. */
export function resolution({ window, width }: Scale): number {
  return (window.to - window.from) / width;
}
