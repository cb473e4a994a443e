/** Colours of single vertices: kept where they differ, one colour of the face where they are all the same. */
import type { Colour } from "../../../../../shared/model/cad.ts";
import type { ReadFace } from "./read-model.ts";

/**
 * @param colours sRGB, three bytes per vertex
 * @param indices the vertices that count: nothing is drawn of others
 * @param opacity 0…1, of the whole face
 */
export function wornColours(
  colours: Uint8Array,
  indices: Uint32Array,
  opacity: number,
): Pick<ReadFace, "colour" | "vertexColours"> {
  const sum = [0, 0, 0];
  let used = 0;
  let isOne = true;
  const first = (indices[0] ?? 0) * 3;
  for (const vertex of indices) {
    const at = vertex * 3;
    // A triangle that names no vertex is left out later, and said.
    if (at + 2 >= colours.length) continue;
    used += 1;
    for (let channel = 0; channel < 3; channel++) {
      const value = colours[at + channel] ?? 0;
      sum[channel] = (sum[channel] ?? 0) + value;
      if (value !== colours[first + channel]) isOne = false;
    }
  }
  if (used === 0) return {};
  const [red = 0, green = 0, blue = 0] = sum.map((value) => Math.round(value / used) / 255);
  const colour: Colour = [red, green, blue, opacity];
  return isOne ? { colour } : { colour, vertexColours: colours };
}

/** A linear value as a byte of sRGB (IEC 61966-2-1). */
export function srgbByte(linear: number): number {
  const value = Number.isFinite(linear) ? Math.min(1, Math.max(0, linear)) : 1;
  return Math.round(255 * (value <= 0.0031308 ? value * 12.92 : 1.055 * value ** (1 / 2.4) - 0.055));
}
