/** Events and failed units of every part, kept up to date chunk by chunk. */
import { FAIL } from "../queries/severity.ts";
import { severityOf } from "./event-chunk.ts";
import type { LoadedChunk } from "./loaded-chunk.ts";

export interface PartCounts {
  readonly events: (part: number) => number;
  /** Units of which an event of the part says that they failed. */
  readonly failedUnits: (part: number) => number;
}

/** Part and unit as one number. */
const PAIR = 2 ** 26;

export function createPartCounts(): PartCounts & {
  readonly add: (chunk: LoadedChunk) => void;
  readonly remove: (chunk: LoadedChunk) => void;
} {
  const events = new Map<number, number>();
  const failures = new Map<number, number>();
  const failedUnits = new Map<number, number>();
  const grow = (map: Map<number, number>, key: number, by: number): number => {
    const value = (map.get(key) ?? 0) + by;
    if (value === 0) map.delete(key);
    else map.set(key, value);
    return value;
  };
  const apply = ({ codes, parts, units }: LoadedChunk, by: 1 | -1): void => {
    const own = new Map<number, number>();
    for (let row = 0; row < codes.length; row += 1) {
      const part = parts[row] ?? 0;
      own.set(part, (own.get(part) ?? 0) + by);
      const unit = units[row] ?? 0;
      if (unit === 0 || severityOf(codes[row] ?? 0) < FAIL) continue;
      const failed = grow(failures, part * PAIR + unit, by);
      if (failed === 0 || (failed === 1 && by === 1)) grow(failedUnits, part, by);
    }
    for (const [part, n] of own) grow(events, part, n);
  };
  return {
    events: (part) => events.get(part) ?? 0,
    failedUnits: (part) => failedUnits.get(part) ?? 0,
    add: (chunk) => apply(chunk, 1),
    remove: (chunk) => apply(chunk, -1),
  };
}
