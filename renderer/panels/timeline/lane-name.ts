/** What lanes are called. */
import type { LaneDimension } from "../../../shared/contract/timeline-lanes.ts";
import { EVENT_KINDS } from "../../../shared/model/event.ts";
import { message } from "../../messages/catalogue.ts";
import type { PreparedLane } from "../../timeline/prepare.ts";
import { judgeRate } from "../../timeline/rate-verdict.ts";
import { kindName } from "./kind-name.ts";

export function laneName({
  by,
  key,
  name,
  others,
}: Pick<PreparedLane, "by" | "key" | "name" | "others">): string {
  if (others > 0) return message(`timeline.lane.others.${by}`, { count: others });
  if (key === "") return message(`timeline.lane.none.${by}`);
  const kind = by === "kind" ? EVENT_KINDS.find((one) => one === key) : undefined;
  return kind === undefined ? name : kindName(kind);
}

export function dimensionName(by: LaneDimension): string {
  return message(`timeline.lanes.by.${by}`);
}

const percent = new Intl.NumberFormat("en", { style: "percent", maximumSignificantDigits: 2 });

/** A lane over its whole history, in words. */
export function laneHistory(lane: PreparedLane): string {
  const { events, failed, expected } = lane.history;
  const judged = judgeRate(failed, events, expected);
  if (judged === undefined || (failed === 0 && expected === 0))
    return message("timeline.lane.history", { lane: laneName(lane), count: events });
  return message("timeline.lane.history.failed", {
    lane: laneName(lane),
    count: events,
    failed,
    rate: percent.format(judged.rate),
    baseline: percent.format(judged.baseline),
    verdict: message(`timeline.bucket.verdict.${judged.verdict}`),
  });
}

/** Failures of a lane over its whole history, and whether they are surely more than usual. */
export function laneFailures({
  by,
  others,
  history,
}: PreparedLane): { readonly failed: number; readonly more: boolean } | undefined {
  // Kinds are what the usual is counted by.
  if (by === "kind" || others > 0 || history.failed === 0) return undefined;
  const { events, failed, expected } = history;
  return { failed, more: judgeRate(failed, events, expected)?.verdict === "more" };
}
