/** How finely a file is meshed that is read whole: as the parts of a STEP file are (mesh/deflection.ts). */
export const WHOLE_DEFLECTION = {
  /** Of the mean of the three extents. */
  ratio: 0.001,
  /** radians */
  angular: 0.5,
} as const;

export function meanExtent([x, y, z]: readonly [number, number, number]): number {
  return (x + y + z) / 3;
}
