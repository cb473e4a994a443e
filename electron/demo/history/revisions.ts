/** Revisions released in the year, and which one a unit is of. */
import { DAY, plantAt } from "./plant-time.ts";
import { itemOf } from "./product-structure.ts";
import { STORY } from "./story.ts";

export interface Release {
  readonly part: string;
  readonly revision: string;
  readonly at: number;
  readonly text: string;
}

const release = (part: string, revision: string, at: string, text: string): Release => ({
  part,
  revision,
  at: plantAt(at),
  text,
});

/** One of a part at most: before it, units are of the letter before. */
export const RELEASES: readonly Release[] = [
  release("10-4120", "B", "2025-11-18 14:05", "Ribs thicker"),
  release("10-4540", "B", "2025-12-09 10:40", "Wiper groove 7 deep"),
  release("10-4430", "C", "2026-02-05 15:20", "Phase current shunts moved"),
  release("10-4400", "C", "2026-02-10 09:10", "Board revision C"),
  release("10-4000", "C", "2026-02-11 11:00", "Controller revision C"),
  release("10-4110", "C", "2026-03-04 13:30", "Chamfer of the bearing seat 1 x 45 deg; fits unchanged"),
  release("10-4320", "C", "2026-04-22 10:15", "Pilot chamfer 1"),
  release("10-4220", "B", "2026-06-30 09:45", "Second supplier allowed"),
  release("10-4530", "B", "2026-07-15 16:10", "Bush pressed flush"),
  release("10-4510", "B", "2026-09-24 14:50", "Slot for sensor cable"),
];

/** Raised together, from one actuator on: whatever is in work before it stays as it was. */
const BY_UNIT = new Set(["10-4000", "10-4400", "10-4430"]);
/** From release to the first unit. */
const LEAD = 7 * DAY;

/** Revision of a unit that is made for the actuator with this index, released to production at `ordered`. */
export function revisionOf(part: string, index: number, ordered: number): string {
  const current = itemOf(part).revision;
  const change = RELEASES.find((release) => release.part === part);
  if (change === undefined) return current;
  const isBefore = BY_UNIT.has(part) ? index + 1 < STORY.boardChange.firstUnit : ordered < change.at + LEAD;
  return isBefore ? String.fromCharCode(current.charCodeAt(0) - 1) : current;
}
