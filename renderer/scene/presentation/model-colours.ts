/** Colours of parts without data on them: calm, near neutral, a trace of the CAD system's own colour. */
import type { CadModel, Colour } from "../../../shared/model/cad.ts";
import { mixColours, parseColour, type Rgb } from "./colour-ramp.ts";

export interface ModelPalette {
  /** Parts without a colour of their own. */
  readonly neutral: Rgb;
  /** Range of luma that stands out from the viewport, its edges and each other. */
  readonly darkest: number;
  readonly lightest: number;
}

export const PALETTES: Readonly<Record<"dark" | "light", ModelPalette>> = {
  dark: { neutral: parseColour("#8995a3"), darkest: 0.3, lightest: 0.82 },
  light: { neutral: parseColour("#b3bdc7"), darkest: 0.4, lightest: 0.9 },
};

/** Share of the CAD colour in what is drawn. */
export const OWN_SHARE = 0.5;

/** The drawn colour of a CAD colour: calmed, and lifted or lowered where it would vanish in the viewport. */
export function calmColour(colour: Rgb | undefined, palette: ModelPalette): Rgb {
  if (colour === undefined) return palette.neutral;
  const mixed = mixColours(palette.neutral, colour, OWN_SHARE);
  const luma = lumaOf(mixed);
  if (luma < palette.darkest) return mixColours(mixed, [1, 1, 1], (palette.darkest - luma) / (1 - luma));
  if (luma > palette.lightest) return mixColours(mixed, [0, 0, 0], (luma - palette.lightest) / luma);
  return mixed;
}

/** Rec. 709 weights on sRGB values: near enough to how light a colour looks. */
export function lumaOf([red, green, blue]: Rgb): number {
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** sRGB per node, three values each: the occurrence's colour, else its part's, else neutral. */
export function ownColours({ nodes, parts }: CadModel, palette: ModelPalette): Float32Array {
  const colours = new Float32Array(nodes.length * 3);
  const calmed = new Map<Colour | undefined, Rgb>();
  nodes.forEach((node, index) => {
    const own = node.colour ?? parts[node.part]?.colour;
    let calm = calmed.get(own);
    if (calm === undefined) {
      calm = calmColour(own === undefined ? undefined : [own[0], own[1], own[2]], palette);
      calmed.set(own, calm);
    }
    colours.set(calm, index * 3);
  });
  return colours;
}
