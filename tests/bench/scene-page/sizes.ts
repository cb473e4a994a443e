/** How much is measured, the same for the scene and for what it is compared with. */
import type { CadModel } from "../../../shared/model/cad.ts";
import { HEIGHT, WIDTH } from "./timing.ts";

export const REPEAT = 20;
/** A whole frame of a large assembly takes a second without a graphics card. */
export const REPEAT_WHOLE = 5;
/** JavaScript is what is measured, and it does not depend on triangles; a frame without a graphics card does. */
export const SEGMENTS = 6;
/** Places to pick at: enough that their 99th percentile means something. */
export const PICKS = 400;
/** Parts that are highlighted, ghosted or isolated at once. */
const MANY = 1_000;

export function someNodes({ nodes }: CadModel, turn: number): number[] {
  const step = Math.max(1, Math.floor(nodes.length / MANY));
  return Array.from({ length: Math.min(MANY, nodes.length) }, (_, at) => (at * step + turn) % nodes.length);
}

/** Spread evenly over the middle of the view, where the model is. */
export function* places(picks: number): Generator<readonly [number, number]> {
  const side = Math.ceil(Math.sqrt(picks));
  for (let at = 0; at < picks; at += 1)
    yield [WIDTH * (0.2 + (0.6 * (at % side)) / side), HEIGHT * (0.2 + (0.6 * Math.floor(at / side)) / side)];
}
