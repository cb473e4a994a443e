/** How much a step takes on, so that whoever else wants to write waits a blink at most: by how long the last ones took. */

/** What a step is to take, µs: with what comes on top now and then (checkpoints, another program) well below 50 ms. */
const AIM = 20_000;
const FIRST = 100;
const LEAST = 10;
const MOST = 2_000;

export interface Pace {
  /** Rows for the next step. */
  readonly rows: () => number;
  /** The last one took so long, µs. */
  readonly took: (time: number) => void;
}

export function createPace(): Pace {
  let rows = FIRST;
  return {
    rows: () => rows,
    took: (time) => {
      // One slow step among many says little: no leaps.
      const change = Math.min(1.5, Math.max(0.5, AIM / Math.max(1, time)));
      rows = Math.min(MOST, Math.max(LEAST, Math.round(rows * change)));
    },
  };
}
