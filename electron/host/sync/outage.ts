/** Notes when a plant could not be reached for long: until a feed is level again, that is a gap of it. */
import type { FeedPlace } from "../store/writer/feeds/feed-contract.ts";
import type { FeedsClient } from "./pull-parts.ts";
import type { Time } from "./time.ts";

interface Place extends FeedPlace {
  /** When the feed was level last; undefined: never. */
  readonly asOf: number | undefined;
}

export interface OutageWatch {
  /** Not there (still). `skew`: the plant's clock minus ours, so that the gap lies right among its events. */
  goesOn(places: readonly Place[], why: string, skew: number): Promise<void>;
  /** There again. */
  ended(): void;
  /** The feed has read what it missed. */
  level(place: FeedPlace, skew: number): Promise<void>;
}

/** µs: shorter ones are not worth a mark on the timeline. */
const WORTH_A_MARK = 600_000_000;

export function watchOutage(feeds: FeedsClient, time: Time): OutageWatch {
  let since: number | undefined;
  /** Feeds without an open gap. One that an earlier run of the program left open is looked for at the first level. */
  const closed = new Set<string>();
  const nameOf = ({ system, scope }: FeedPlace): string => `${system}\n${scope}`;
  return {
    async goesOn(places, why, skew) {
      since ??= time.now();
      if (time.now() - since < WORTH_A_MARK) return;
      for (const { plantId, system, scope, asOf } of places) {
        if (asOf === undefined) continue;
        const place = { plantId, system, scope };
        closed.delete(nameOf(place));
        const key = `outage/${scope}/${asOf}`;
        await feeds.gap({ ...place, key, from: asOf + skew, to: undefined, cause: why, backfilled: false });
      }
    },
    ended() {
      since = undefined;
    },
    async level({ plantId, system, scope }, skew) {
      const place = { plantId, system, scope };
      if (closed.has(nameOf(place))) return;
      closed.add(nameOf(place));
      const cause = "The plant could not be reached; read afterwards";
      await feeds.closeGaps({ ...place, prefix: `outage/${scope}/`, to: time.now() + skew, cause });
    },
  };
}
