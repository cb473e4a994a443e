/**
 * What a rule of this person leaves at its source: the feed goes on telling of it (a late correction, a reading
 * anew), and none of it comes back as new.
 */
import type { FeedRecord } from "../../../../shared/model/feed.ts";
import type { Connection } from "../open.ts";
import { overAt } from "./over.ts";

/** What was over before is left, µs UTC; undefined: nothing of the kind is. */
export interface LeftBounds {
  /** Of events and measurements. */
  readonly events: number | undefined;
  readonly samples: number | undefined;
}

/** Takes the row id of a source; undefined where no rule has taken anything away. */
export function createLeftBounds(cache: Connection): (source: number) => LeftBounds | undefined {
  const rows = cache.prepare(
    "SELECT what, until_us AS until FROM retention WHERE source_id = ? AND until_us IS NOT NULL AND what <> 'levels' AND restoring = 0",
  );
  return (source) => {
    const found = rows.all(source) as { what: "events" | "samples"; until: number }[];
    if (found.length === 0) return undefined;
    const of = (what: string): number | undefined => found.find((row) => row.what === what)?.until;
    return { events: of("events"), samples: of("samples") };
  };
}

export function isLeft(record: FeedRecord, { events, samples }: LeftBounds): boolean {
  switch (record.record) {
    case "event":
      return events !== undefined && overAt(record.startedAt, record.endedAt) < events;
    case "measurement":
      return events !== undefined && overAt(record.takenAt, undefined) < events;
    case "samples":
      return samples !== undefined && (record.times.at(-1) ?? Infinity) < samples;
    default:
      return false;
  }
}
