/**
 * How far a plant is in catching up, over all of its feeds: some are level already, some wait for their turn, and
 * a person wants to know of the whole. A run lasts until all are level; while it is held up its clock stands still.
 */
import type { CatchUpProgress } from "../../../shared/contract/plants.ts";
import { createProgressMeter } from "./progress.ts";

export interface CatchUp {
  taken(rows: number, bytes: number): void;
  /** Called whenever a feed or the plant changed its state. */
  observe(standing: { readonly isWorking: boolean; readonly isLevel: boolean }): void;
  /**
   * undefined: there is nothing to catch up with.
   * @param left rows still to come; undefined where a feed can't say yet
   */
  read(left: readonly (number | undefined)[]): CatchUpProgress | undefined;
}

/** @param now µs */
export function createCatchUp(now: () => number): CatchUp {
  /** µs of work before `since`. */
  let worked = 0;
  let since: number | undefined;
  let isOver = true;
  const meter = createProgressMeter(() => worked + (since === undefined ? 0 : now() - since));
  return {
    taken(rows, bytes) {
      meter.rows(rows);
      meter.bytes(bytes);
    },
    observe({ isWorking, isLevel }) {
      if (isWorking && isOver) {
        isOver = false;
        meter.begin();
      }
      if (isWorking) since ??= now();
      else if (since !== undefined) {
        worked += now() - since;
        since = undefined;
      }
      isOver ||= isLevel;
    },
    read(left) {
      if (isOver) return undefined;
      const known = left.reduce<number>((sum, rows) => sum + (rows ?? 0), 0);
      const progress = meter.read(known);
      return left.includes(undefined) ? { ...progress, secondsLeft: undefined } : progress;
    },
  };
}
