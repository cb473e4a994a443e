/** How sources stand, in the words and colours of the screen. */
import type { CatchUpProgress, FeedReport, PlantsReport, SyncState } from "../../shared/contract/plants.ts";

/** Colour of a source's dot: blue, amber, grey, red. */
export type Tone = "live" | "late" | "offline" | "failed";

const TONES: Readonly<Record<SyncState, Tone>> = {
  idle: "live",
  syncing: "live",
  waiting: "late",
  paused: "offline",
  offline: "offline",
  refused: "failed",
  failed: "failed",
};

export function toneOf(state: SyncState): Tone {
  return TONES[state];
}

/** From what needs a person most to what needs nobody. */
const BY_CONCERN: readonly SyncState[] = [
  "failed",
  "refused",
  "offline",
  "waiting",
  "paused",
  "syncing",
  "idle",
];

/** The state that stands for several. */
export function worstState(states: readonly SyncState[]): SyncState | undefined {
  return BY_CONCERN.find((state) => states.includes(state));
}

/** One system of one plant, its scopes taken together. */
export interface LiveSource {
  readonly key: string;
  readonly name: string;
  readonly plant: string;
  readonly state: SyncState;
  /** When the scope furthest behind was level; undefined where one never was. µs. */
  readonly asOf: number | undefined;
  readonly message: string | undefined;
  /** As `sources.list` names them. */
  readonly sourceIds: readonly string[];
}

export function liveSources(report: PlantsReport | undefined): readonly LiveSource[] {
  // Where another window follows them, feeds are not known here: their sources have their own age.
  const followed = (report?.plants ?? []).filter((plant) => plant.feeds.length > 0);
  return followed.flatMap((plant) =>
    plant.systems.map(({ system, name }): LiveSource => {
      const feeds = plant.feeds.filter((feed) => feed.system === system);
      // What holds for the whole plant is not said anew by each feed.
      const whole = plant.state === "idle" || plant.state === "syncing" ? undefined : plant.state;
      const state = whole ?? worstState(feeds.map((feed) => feed.state)) ?? plant.state;
      return {
        key: `${plant.plantId}/${system}`,
        name,
        plant: plant.name,
        state,
        asOf: oldestAsOf(feeds),
        message: feeds.find((feed) => feed.message !== undefined)?.message ?? plant.message,
        sourceIds: feeds.flatMap(({ sourceId }) => (sourceId === undefined ? [] : [sourceId])),
      };
    }),
  );
}

/** The systems of one plant as one line, where there is no room for each. */
export interface LivePlant extends Pick<LiveSource, "key" | "name" | "state" | "asOf"> {
  readonly systems: readonly LiveSource[];
}

export function systemsOfPlants(systems: readonly LiveSource[]): readonly LivePlant[] {
  return [...Map.groupBy(systems, ({ key }) => key.slice(0, key.indexOf("/")))].map(([key, own]) => ({
    key,
    name: own[0]?.plant ?? "",
    state: worstState(own.map(({ state }) => state)) ?? "idle",
    asOf: oldestAsOf(own),
    systems: own,
  }));
}

/** As of when all of them are level; undefined where one never was. µs. */
export function oldestAsOf(feeds: readonly Pick<FeedReport, "asOf">[]): number | undefined {
  let oldest: number | undefined;
  for (const { asOf } of feeds) {
    if (asOf === undefined) return undefined;
    oldest = oldest === undefined ? asOf : Math.min(oldest, asOf);
  }
  return oldest;
}

/** From when on history is here of all of them, µs UTC; undefined: nothing is left at the plant. */
export function latestSince(feeds: readonly Pick<FeedReport, "coverage">[]): number | undefined {
  const since = feeds.flatMap(({ coverage }) => (coverage.since === undefined ? [] : [coverage.since]));
  return since.length === 0 ? undefined : Math.max(...since);
}

/** Until when history is here of all of them, µs UTC; undefined: whatever comes. */
export function earliestUntil(feeds: readonly Pick<FeedReport, "coverage">[]): number | undefined {
  const until = feeds.flatMap(({ coverage }) => (coverage.until === undefined ? [] : [coverage.until]));
  return until.length === 0 ? undefined : Math.min(...until);
}

/** From when on everything of them is here, with what a rule removed here in mind; undefined: all of it is. µs UTC. */
export function completeFrom(feeds: readonly Pick<FeedReport, "coverage">[]): number | undefined {
  const from = feeds.flatMap(({ coverage: { since, removedUntil } }) =>
    [since, removedUntil].filter((time) => time !== undefined),
  );
  return from.length === 0 ? undefined : Math.max(...from);
}

/** µs up to which a source that waits for news is called live and not by its age. */
const LIVE = 120_000_000;

/** A source that is level says its age only where nothing was heard for a while. */
export function isLive({ state, asOf }: Pick<LiveSource, "state" | "asOf">, now: number): boolean {
  return state === "idle" && asOf !== undefined && now - asOf <= LIVE;
}

/** Share of the way to being level, 0…1; undefined while nobody can say. */
export function shareOf({ rows, left }: Pick<CatchUpProgress, "rows" | "left">): number | undefined {
  const all = rows + left;
  return all === 0 ? undefined : rows / all;
}

/** µs from which a plant's clock is worth a word. */
const SKEW = 2_000_000;

export function isSkewed(clockSkew: number | undefined): clockSkew is number {
  return clockSkew !== undefined && Math.abs(clockSkew) > SKEW;
}

/** Whether an address sends everything in the open over a network: then a person has to agree first. */
export function needsConsent(address: string): boolean {
  let url: URL;
  try {
    url = new URL(address.trim());
  } catch {
    return false;
  }
  if (url.protocol !== "http:") return false;
  return !/^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname);
}
