/** Which revision of the bore's program a run uses, and which was released at that time. */
import type { Shift } from "./calendar.ts";
import { DAY, plantAt } from "./plant-time.ts";
import type { Random } from "./random.ts";
import { STORY } from "./story.ts";

const RELEASES: readonly { readonly revision: string; readonly at: number }[] = STORY.program.releases.map(
  ({ revision, at }) => ({ revision, at: plantAt(at) }),
);
const REPAIRED = plantAt(STORY.cause.repair.to);
const CORRECTED = plantAt(STORY.cause.corrected);

export function releasedRevision(at: number): string {
  return RELEASES.findLast((release) => release.at <= at)?.revision ?? "v1";
}

/** True while the machine stands between the repair and its correction. */
export function isAfterRepair(machine: string, at: number): boolean {
  return machine === STORY.cause.machine && at >= REPAIRED && at < CORRECTED;
}

export function usedRevision(random: Random, machine: string, shift: Shift, at: number): string {
  const { staleRevision, staleShare, staleShareElsewhere } = STORY.cause;
  if (at >= REPAIRED && at < CORRECTED) {
    const share = machine === STORY.cause.machine ? staleShare[shift] : staleShareElsewhere;
    return random.chance(share) ? staleRevision : releasedRevision(at);
  }
  const released = releasedRevision(at);
  const index = RELEASES.findIndex(({ revision }) => revision === released);
  const current = RELEASES[index];
  const before = RELEASES[index - 1];
  const { habitDays, habitShare } = STORY.program;
  const isNew = current !== undefined && at < current.at + habitDays * DAY;
  return before !== undefined && isNew && random.chance(habitShare) ? before.revision : released;
}
