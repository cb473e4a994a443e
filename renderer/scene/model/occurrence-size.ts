/** How large an occurrence is, as one byte: what decides how strongly its edges are drawn. */

/** Steps per doubling. 254 of them reach from 0.2 µm to 880 m, and each is 9 %. */
const PER_OCTAVE = 8;
const LEAST_OCTAVE = -12;

/** 0…254 of a radius in mm; larger is larger. */
export function sizeCode(radius: number): number {
  const steps = Math.round((Math.log2(Math.max(radius, 2 ** LEAST_OCTAVE)) - LEAST_OCTAVE) * PER_OCTAVE);
  return Math.min(254, steps);
}

/** The radius of a code, mm. */
export function sizeOfCode(code: number): number {
  return 2 ** (code / PER_OCTAVE + LEAST_OCTAVE);
}

/** GLSL of `sizeOfCode` for a code that came as a colour, 0…1. */
export const SIZE_OF_CODE = `exp2((CODE) * ${(255 / PER_OCTAVE).toFixed(4)} - ${(-LEAST_OCTAVE).toFixed(1)})`;

/**
 * Diameter in pixels up to which edges are not drawn at all, and from which they are drawn in full: those of
 * an occurrence a few pixels wide would paint it black.
 */
export const EDGES_FROM = 8.5;
export const EDGES_FULL = 48;
