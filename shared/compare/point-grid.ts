/** Points that are found again by their place: a hash of cells, so that each look takes the same time. */

export type Point = readonly [number, number, number];

export interface PointGrid {
  readonly add: (point: Point, value: number) => void;
  /** Values of the points that may be within `reach` of this one; some may be farther. */
  readonly near: (point: Point) => Iterable<number>;
}

/** @param reach mm; two points within it are always found by each other */
export function createPointGrid(reach: number): PointGrid {
  // Wider than what is looked for, so that most looks take one cell and not 27.
  const size = Math.max(reach * 16, 1e-3);
  const cells = new Map<string, number[]>();
  const range = (value: number): readonly [number, number] => [
    Math.floor((value - reach) / size),
    Math.floor((value + reach) / size),
  ];
  return {
    add: (point, value) => {
      const key = point.map((each) => Math.floor(each / size)).join();
      const cell = cells.get(key);
      if (cell === undefined) cells.set(key, [value]);
      else cell.push(value);
    },
    *near([x, y, z]) {
      const [[fromX, toX], [fromY, toY], [fromZ, toZ]] = [range(x), range(y), range(z)];
      for (let i = fromX; i <= toX; i++)
        for (let j = fromY; j <= toY; j++)
          for (let k = fromZ; k <= toZ; k++) yield* cells.get(`${i},${j},${k}`) ?? [];
    },
  };
}
