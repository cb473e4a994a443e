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
  /** By part row id. */
  let events = new Uint32Array(1_024);
  let failedUnits = new Uint32Array(1_024);
  /** Failing events per part and unit. */
  const failures = new Map<number, number>();

  const reach = (part: number): void => {
    if (part < events.length) return;
    const [before, failedBefore] = [events, failedUnits];
    events = new Uint32Array(part * 2);
    failedUnits = new Uint32Array(part * 2);
    events.set(before);
    failedUnits.set(failedBefore);
  };
  const apply = ({ codes, parts, units }: LoadedChunk, by: 1 | -1): void => {
    for (let row = 0; row < codes.length; row += 1) {
      const part = parts[row] ?? 0;
      if (part >= events.length) reach(part);
      events[part] = (events[part] ?? 0) + by;
      if (severityOf(codes[row] ?? 0) < FAIL) continue;
      const unit = units[row] ?? 0;
      if (unit === 0) continue;
      const key = part * PAIR + unit;
      const failed = (failures.get(key) ?? 0) + by;
      if (failed === 0) failures.delete(key);
      else failures.set(key, failed);
      if (failed === 0 || (failed === 1 && by === 1)) failedUnits[part] = (failedUnits[part] ?? 0) + by;
    }
  };
  return {
    events: (part) => events[part] ?? 0,
    failedUnits: (part) => failedUnits[part] ?? 0,
    add: (chunk) => apply(chunk, 1),
    remove: (chunk) => apply(chunk, -1),
  };
}
