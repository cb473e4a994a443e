/** How a plant and its feeds stand, as the screen is told. */
import type { FeedEngine } from "./feed-engine.ts";
import type { PlantEngine } from "./plant-engine.ts";
import { rowsLeft } from "./progress.ts";
import type { FeedStanding, PlantStanding } from "./sync-contract.ts";

export function standingOf(engine: PlantEngine): PlantStanding {
  const { settings, status, description, feeds } = engine;
  const isUp = engine.isReachable;
  return {
    plantId: settings.plantId,
    // Reachable it is as busy as its feeds are.
    state: isUp ? (feeds.some((feed) => feed.status.state === "syncing") ? "syncing" : "idle") : status.state,
    message: status.message,
    retryAt: status.retryAt,
    clockSkew: description?.skew,
    feeds: feeds.map((feed) => feedStanding(feed, engine)),
  };
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
    records: shown?.records ?? 0,
    complete: shown?.complete ?? false,
    rereading: stored?.beside !== undefined,
    parked: shown?.parked ?? 0,
  };
}
