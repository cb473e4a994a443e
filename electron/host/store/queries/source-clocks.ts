/** How far the clocks of sources were off, and when. */
import { clockAt, isClockOff, statedSpan, type SourceClock } from "../../../../shared/model/clock.ts";
import type { TimeWindow } from "../../../../shared/contract/common.ts";
import type { Connection } from "../open.ts";

export interface SourceClockQueries {
  /** Of all sources, each in the order of time. */
  readonly all: () => readonly SourceClock[];
  /** Those that were off when times of this window were stated. */
  readonly off: (window: TimeWindow) => readonly SourceClock[];
  /** By which a source stated a time; undefined: nobody looked at its clock then. */
  readonly at: (sourceId: string, time: number, receivedAt: number) => SourceClock | undefined;
}

type Row = Omit<SourceClock, "to"> & { readonly to: number | null };

export function createSourceClockQueries(connection: Connection): SourceClockQueries {
  const columns = `s.id AS sourceId, s.name AS sourceName, c.since_us AS "from",
    lead(c.since_us) OVER (PARTITION BY c.source_id ORDER BY c.since_us) AS "to",
    c.skew_us AS skew, c.uncertainty_us AS uncertainty, c.method FROM source_clock c JOIN source s USING (source_id)`;
  const everyone = connection.prepare(`SELECT ${columns} ORDER BY s.name, s.id, "from"`);
  const ofSource = connection.prepare(`SELECT ${columns} WHERE s.id = ? ORDER BY "from"`);
  const clockOf = ({ to, ...row }: Row): SourceClock => ({ ...row, to: to ?? undefined });
  const all = (): readonly SourceClock[] => (everyone.all() as Row[]).map(clockOf);
  return {
    all,
    off: ({ from, to }) =>
      all().filter((clock) => {
        const stated = statedSpan(clock);
        return isClockOff(clock) && stated.from < to && stated.to > from;
      }),
    at: (sourceId, time, receivedAt) =>
      clockAt((ofSource.all(sourceId) as Row[]).map(clockOf), time, receivedAt),
  };
}
