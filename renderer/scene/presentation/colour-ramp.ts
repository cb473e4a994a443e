/** Colours of values: a ramp of stops at even distances, mixed in sRGB as the legend shows it. */

/** sRGB, 0…1. */
export type Rgb = readonly [red: number, green: number, blue: number];
/** `#rrggbb` from low to high, at least two. */
export type RampStops = readonly [string, string, ...string[]];

/** @throws RangeError for anything but `#rrggbb`. */
export function parseColour(hex: string): Rgb {
  if (!/^#[0-9a-f]{6}$/i.test(hex)) throw new RangeError(`not a colour: ${hex}`);
  const value = Number.parseInt(hex.slice(1), 16);
  return [(value >> 16) / 255, ((value >> 8) & 255) / 255, (value & 255) / 255];
}

export function mixColours(from: Rgb, to: Rgb, share: number): Rgb {
  return [
    from[0] + (to[0] - from[0]) * share,
    from[1] + (to[1] - from[1]) * share,
    from[2] + (to[2] - from[2]) * share,
  ];
}

/** Colour at a place on the ramp: 0 low, 1 high; held at both ends. */
export function rampAt(stops: readonly [Rgb, Rgb, ...Rgb[]], place: number): Rgb {
  const along = Math.min(1, Math.max(0, place)) * (stops.length - 1);
  const at = Math.min(stops.length - 2, Math.floor(along));
  return mixColours(stops[at] ?? stops[0], stops[at + 1] ?? stops[1], along - at);
}

export function parseRamp(ramp: RampStops): readonly [Rgb, Rgb, ...Rgb[]] {
  return ramp.map(parseColour) as [Rgb, Rgb, ...Rgb[]];
}

/**
 * Colours for `setColouring`, rgba per node.
 * @param places per node a place 0…1 on the ramp, NaN where there is no data (alpha 0)
 */
export function colourNodes(places: ArrayLike<number>, ramp: RampStops): Float32Array {
  const stops = parseRamp(ramp);
  const colours = new Float32Array(places.length * 4);
  for (let node = 0; node < places.length; node++) {
    const place = places[node] ?? NaN;
    if (Number.isNaN(place)) continue;
    colours.set(rampAt(stops, place), node * 4);
    colours[node * 4 + 3] = 1;
  }
  return colours;
}
