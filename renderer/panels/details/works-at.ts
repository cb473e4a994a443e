/** On which equipment a part or unit is in work, or was last, from its operations. Pure. */
import type { EventSummary } from "../../../shared/contract/events.ts";

export interface WorkAt {
  readonly equipment: string;
  readonly inWork: boolean;
  /** Since when it is in work, else when it ended; µs UTC. */
  readonly at: number;
}

/** A unit that has left a machine longer ago than this, µs, has nothing to do with what the machine does now. */
const LEFT = 3_600_000_000;

type Operation = Pick<EventSummary, "equipment" | "startedAt" | "endedAt">;

/**
 * What is in work first, then what was there last.
 * @param now µs UTC
 * @param one a single unit: it has left where its operation ended long ago; a part goes on being made
 */
export function worksAt(operations: readonly Operation[], now: number, one: boolean): readonly WorkAt[] {
  const found = new Map<string, WorkAt>();
  for (const { equipment, startedAt, endedAt } of operations) {
    if (equipment === undefined || startedAt === undefined || startedAt > now) continue;
    // An event without an end is a moment; what is still open ends later than now.
    const inWork = endedAt !== undefined && endedAt > now;
    const at = inWork ? startedAt : (endedAt ?? startedAt);
    if (one && !inWork && now - at > LEFT) continue;
    const before = found.get(equipment);
    const isBetter =
      before === undefined || (inWork && !before.inWork) || (inWork === before.inWork && at > before.at);
    if (isBetter) found.set(equipment, { equipment, inWork, at });
  }
  return [...found.values()].toSorted((a, b) => Number(b.inWork) - Number(a.inWork) || b.at - a.at);
}
