/** Keeps how far a source's clock is off: a row only where it changed by more than a look can miss. */
import type { ClockMethod, ClockReading } from "../../../../shared/model/clock.ts";
import type { Connection } from "../open.ts";

export interface SourceClocks {
  /** Within a transaction. True: something is known anew. */
  note(sourceId: number, reading: ClockReading, method: ClockMethod): boolean;
}

/** µs: a smaller change is a clock that drifts or is slewed, and adds up to one some day. */
const CHANGE = 1_000_000;
/** A look that is this many times surer takes the place of one that could be off by more than `CHANGE`. */
const SURER = 4;
/** Rows of a source: a clock that jumps all day says no more by its thousandth jump. The oldest go. */
const MOST = 200;

interface Row {
  readonly since: number;
  readonly skew: number;
  readonly uncertainty: number;
}

export function createSourceClocks(cache: Connection): SourceClocks {
  // Our own clock was set back: what it said of later is not true any more.
  const forgetLater = cache.prepare("DELETE FROM source_clock WHERE source_id = ? AND since_us > ?");
  const newest = cache.prepare(
    `SELECT since_us AS since, skew_us AS skew, uncertainty_us AS uncertainty FROM source_clock
     WHERE source_id = ? ORDER BY since_us DESC LIMIT 1`,
  );
  const save = cache.prepare(
    `INSERT INTO source_clock VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET skew_us = excluded.skew_us,
       uncertainty_us = excluded.uncertainty_us, method = excluded.method`,
  );
  const forgetOldest = cache.prepare(
    `DELETE FROM source_clock WHERE source_id = @source AND since_us <
       (SELECT since_us FROM source_clock WHERE source_id = @source ORDER BY since_us DESC LIMIT 1 OFFSET ${MOST - 1})`,
  );
  return {
    note(sourceId, reading, method) {
      const at = Math.round(reading.at);
      const skew = Math.round(reading.skew);
      const uncertainty = Math.ceil(Math.abs(reading.uncertainty));
      const forgotten = forgetLater.run(sourceId, at).changes;
      const last = newest.get(sourceId) as Row | undefined;
      const change = last === undefined ? Infinity : Math.abs(skew - last.skew);
      if (last === undefined || change > Math.max(CHANGE, uncertainty + last.uncertainty)) {
        save.run(sourceId, at, skew, uncertainty, method);
        forgetOldest.run({ source: sourceId });
        return true;
      }
      if (last.uncertainty <= CHANGE || uncertainty * SURER > last.uncertainty) return forgotten > 0;
      save.run(sourceId, last.since, skew, uncertainty, method);
      return true;
    },
  };
}
