/**
 * The ramps of colours that stand for numbers; every one can be told apart without red or green.
 * - sequential: viridis (S. van der Walt and N. Smith, matplotlib 2.0, 2015; CC0), nine even stops without
 *   the darkest, which a dark viewport swallows
 * - diverging: RdBu of eight classes, blue first (C. Brewer, M. Harrower, colorbrewer2.org, Apache-2.0)
 * - rate and capability: the theme's own three stops from blue by yellow to red
 */
import type { RampStops } from "../scene/presentation/colour-ramp.ts";
import type { Tokens } from "../theme/tokens.ts";

export type RampName = "rate" | "capability" | "sequential" | "diverging";

export const VIRIDIS: RampStops = [
  "#472d7b",
  "#3b528b",
  "#2c728e",
  "#21918c",
  "#28ae80",
  "#5ec962",
  "#addc30",
  "#fde725",
];
export const RED_BLUE: RampStops = [
  "#2166ac",
  "#4393c3",
  "#92c5de",
  "#d1e5f0",
  "#fddbc7",
  "#f4a582",
  "#d6604d",
  "#b2182b",
];

/** From less, red, to more, blue: as what was removed and added have their colours. */
export const LESS_MORE: RampStops = [
  "#b2182b",
  "#d6604d",
  "#f4a582",
  "#fddbc7",
  "#d1e5f0",
  "#92c5de",
  "#4393c3",
  "#2166ac",
];

export function rampOf(name: RampName, { rate }: Pick<Tokens, "rate">): RampStops {
  switch (name) {
    case "rate":
      return rate;
    case "capability":
      // A low index is bad: the same colours the other way round.
      return [rate[2], rate[1], rate[0]];
    case "sequential":
      return VIRIDIS;
    case "diverging":
      return RED_BLUE;
  }
}
