/** Points that are found again by their place: a hash of cells, so that each look takes the same time. */

export type Point = readonly [number, number, number];

export interface PointGrid {
  readonly add: (point: Point, value: number) => void;
  /** As it was added. What is taken away in time costs later looks nothing. */
  readonly remove: (point: Point, value: number) => void;
  /** Values of the points that may be within `reach` of this one; some may be farther. */
  readonly near: (point: Point) => Iterable<number>;
}

/** @param reach mm; two points within it are always found by each other */
export function createPointGrid(reach: number): PointGrid {
  // Wider than what is looked for: most looks take one cell, and none more than two along an axis.
  const size = Math.max(reach * 16, 1e-3);
  const cells = new Map<string, Set<number>>();
  const keyOf = (point: Point): string => point.map((each) => Math.floor(each / size)).join();
  /** One or two, also where a coordinate is no number or too large for cells to be counted up to it. */
  const along = (value: number): readonly number[] => {
    const [from, to] = [Math.floor((value - reach) / size), Math.floor((value + reach) / size)];
    return Object.is(from, to) ? [from] : [from, to];
  };
  return {
    add: (point, value) => {
      const key = keyOf(point);
      const cell = cells.get(key);
      if (cell === undefined) cells.set(key, new Set([value]));
      else cell.add(value);
    },
    remove: (point, value) => void cells.get(keyOf(point))?.delete(value),
    *near([x, y, z]) {
      const [ys, zs] = [along(y), along(z)];
      for (const i of along(x))
        for (const j of ys) for (const k of zs) yield* cells.get(`${i},${j},${k}`) ?? [];
    },
  };
}
