/** What a lane is called among all lanes, of whatever dimension: heights and what is collapsed go by it. */
import type { TimelineLane } from "../../shared/contract/events.ts";

/** No name of anything holds it. */
const BETWEEN = "\u001f";

export function laneId({ by, key, parent }: Pick<TimelineLane, "by" | "key" | "parent">): string {
  return parent === undefined ? `${by}:${key}` : `${parent}${BETWEEN}${by}:${key}`;
}
