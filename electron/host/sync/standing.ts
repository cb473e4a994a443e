/** How a plant and its feeds stand, as the screen is told. */
import type { FeedStatus } from "./feed-status.ts";
import type { FeedEngine } from "./feed-engine.ts";
import type { PlantEngine } from "./plant-engine.ts";
import { rowsLeft } from "./progress.ts";
import type { FeedStanding, PlantStanding } from "./sync-contract.ts";

export function standingOf(engine: PlantEngine): PlantStanding {
  const { settings, description, feeds } = engine;
  const { state, message, needs, retryAt } = statusOf(engine);
  return {
    plantId: settings.plantId,
    state,
    message,
    needs,
    retryAt,
    outgoingRetryAt: engine.outgoingRetryAt,
    clockSkew: description?.clock.skew,
    progress: engine.progress(),
    feeds: feeds.map((feed) => feedStanding(feed, engine)),
  };
}

/** Reachable it is as busy as its feeds are; what keeps all of them up alike is the plant's own trouble. */
function statusOf(engine: PlantEngine): Pick<FeedStatus, "state" | "message" | "needs" | "retryAt"> {
  const { feeds, status } = engine;
  if (!engine.isReachable) return status;
  // Token and certificate are the plant's: what one feed lacks, all of them do.
  const lacking = feeds.find((feed) => feed.status.needs !== undefined);
  if (lacking !== undefined) return { ...lacking.status, state: "refused" };
  if (feeds.some((feed) => feed.status.state === "syncing")) return { ...status, state: "syncing" };
  const [first, ...others] = feeds.map((feed) => feed.status);
  const isShared =
    first?.message !== undefined &&
    others.every(({ state, message }) => state === first.state && message === first.message);
  return isShared ? first : { ...status, state: "idle" };
}

function feedStanding(feed: FeedEngine, plant: PlantEngine): FeedStanding {
  // While the plant is away, every feed is as away as it is.
  const isOwn = plant.isReachable || feed.status.state === "paused" || plant.status.state === "syncing";
  const { state, message, retryAt } = isOwn ? feed.status : plant.status;
  const { state: stored } = feed;
  const shown = stored?.shown;
  const { rows, bytes, secondsLeft } = feed.progress();
  return {
    system: feed.feed.system,
    scope: feed.feed.scope,
    sourceId: stored?.sourceId,
    state,
    message,
    retryAt,
    asOf: stored?.asOf,
    behind: rowsLeft(stored),
    rows,
    bytes,
    secondsLeft: state === "syncing" ? secondsLeft : undefined,
    records: (shown?.records ?? 0) - (shown?.left ?? 0),
    complete: shown?.complete ?? false,
    since: shown === undefined ? feed.feed.since : shown.since,
    until: shown === undefined ? feed.feed.until : shown.until,
    removedUntil: stored?.removedUntil,
    rereading: stored?.beside !== undefined || stored?.reread === true,
    parked: shown?.parked ?? 0,
  };
}
