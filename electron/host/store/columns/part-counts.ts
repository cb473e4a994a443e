/** Events and failed units of every part, kept up to date tally by tally. */
import type { PartTally } from "./part-tally.ts";

export interface PartCounts {
  readonly events: (part: number) => number;
  /** Units of which an event of the part says that they failed. */
  readonly failedUnits: (part: number) => number;
  /** The same per part of a part and others with it, each unit once. */
  readonly failedUnitsTogether: (
    others: ReadonlyMap<number, readonly number[]>,
  ) => ReadonlyMap<number, number>;
}

export function createPartCounts(): PartCounts & {
  readonly add: (tally: PartTally) => void;
  readonly remove: (tally: PartTally) => void;
} {
  /** By part row id. */
  let events = new Uint32Array(1_024);
  let failedUnits = new Uint32Array(1_024);
  const failures = createPairs();

  const reach = (part: number): void => {
    if (part < events.length) return;
    const [before, failedBefore] = [events, failedUnits];
    events = new Uint32Array(part * 2);
    failedUnits = new Uint32Array(part * 2);
    events.set(before);
    failedUnits.set(failedBefore);
  };
  const apply = (tally: PartTally, by: 1 | -1): void => {
    tally.parts.forEach((part, at) => {
      reach(part);
      events[part] = (events[part] ?? 0) + by * (tally.events[at] ?? 0);
    });
    for (let at = 0; at < tally.failures.length; at += 1) {
      const part = tally.failedParts[at] ?? 0;
      const added = by * (tally.failures[at] ?? 0);
      const now = failures.add(part, tally.failedUnits[at] ?? 0, added);
      // It is one that failed from its first failure on, until its last one is gone.
      const isOther = now === 0 || now === added;
      if (isOther && added !== 0) failedUnits[part] = (failedUnits[part] ?? 0) + by;
    }
  };
  return {
    events: (part) => events[part] ?? 0,
    failedUnits: (part) => failedUnits[part] ?? 0,
    failedUnitsTogether: (others) => {
      const counts = new Map<number, number>();
      if (others.size === 0) return counts;
      const units = new Map<number, Set<number>>();
      for (const [part, some] of others) for (const one of [part, ...some]) units.set(one, new Set());
      failures.each((part, unit) => units.get(part)?.add(unit));
      for (const [part, some] of others)
        counts.set(part, new Set([part, ...some].flatMap((one) => [...(units.get(one) ?? [])])).size);
      return counts;
    },
    add: (tally) => apply(tally, 1),
    remove: (tally) => apply(tally, -1),
  };
}

/** A number per pair, in plain columns: a map of a hundred thousand keys is walked by every collection of garbage. */
function createPairs(): {
  readonly add: (part: number, unit: number, by: number) => number;
  /** Those whose number is not 0. */
  readonly each: (visit: (part: number, unit: number) => void) => void;
} {
  let size = 1_024;
  let known = 0;
  let parts = new Uint32Array(size);
  let units = new Uint32Array(size);
  let counts = new Int32Array(size);
  /** Open addressing; a unit is never 0. */
  const placeOf = (part: number, unit: number): number => {
    // Mixed by the golden ratio (Knuth, "The Art of Computer Programming", 6.4).
    let at = (Math.imul(unit ^ Math.imul(part, 0x85ebca6b), 0x9e3779b1) >>> 7) & (size - 1);
    while (units[at] !== 0 && (units[at] !== unit || parts[at] !== part)) at = (at + 1) & (size - 1);
    return at;
  };
  const grow = (): void => {
    const [oldParts, oldUnits, oldCounts] = [parts, units, counts];
    size *= 4;
    known = 0;
    [parts, units, counts] = [new Uint32Array(size), new Uint32Array(size), new Int32Array(size)];
    oldUnits.forEach((unit, at) => {
      // What came to nothing is left behind.
      if (unit !== 0 && oldCounts[at] !== 0) add(oldParts[at] ?? 0, unit, oldCounts[at] ?? 0);
    });
  };
  const add = (part: number, unit: number, by: number): number => {
    if (known * 2 >= size) grow();
    const at = placeOf(part, unit);
    if (units[at] === 0) {
      units[at] = unit;
      parts[at] = part;
      known += 1;
    }
    const count = (counts[at] ?? 0) + by;
    counts[at] = count;
    return count;
  };
  return {
    add,
    each: (visit) =>
      units.forEach((unit, at) => {
        if (unit !== 0 && counts[at] !== 0) visit(parts[at] ?? 0, unit);
      }),
  };
}
