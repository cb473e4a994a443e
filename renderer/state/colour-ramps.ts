/**
 * The ramps of colours that stand for numbers; every one can be told apart without red or green.
 * - sequential: viridis (S. van der Walt and N. Smith, matplotlib 2.0, 2015; CC0), nine even stops without
 *   the darkest, which a dark viewport swallows
 * - diverging: vik (F. Crameri, "Scientific colour maps", doi:10.5281/zenodo.1243862, MIT), the eight inner of
 *   its ten classes
 * - rate and capability: the theme's own three stops from blue by yellow to red
 */
import type { RampStops } from "../scene/colour-ramp.ts";
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
export const VIK: RampStops = [
  "#023e7d",
  "#1d6e9c",
  "#71a7c4",
  "#c9dde7",
  "#eacebd",
  "#d39774",
  "#be6533",
  "#8b2706",
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
      return VIK;
  }
}
