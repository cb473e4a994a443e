/** How far solid faces stand back, so that edges and marks on them win without flicker. */
export const SOLID_OFFSET = { polygonOffset: true, polygonOffsetFactor: 1.5, polygonOffsetUnits: 3 } as const;
