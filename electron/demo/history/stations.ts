/** One job at a time at each station, within one day, and none while it is being repaired. */
import { DAY_MINUTES, type Calendar } from "./calendar.ts";

/** Work minutes. */
export type Span = readonly [start: number, end: number];

/** Minutes between two jobs. */
const CHANGEOVER = 4;

export interface Stations {
  /** Takes the first free time of `minutes` at or after `earliest`; returns its start, all in work minutes. */
  book(station: string, earliest: number, minutes: number): number;
  isBlocked(station: string, work: number): boolean;
  /** Jobs of a station, ascending. */
  jobs(station: string): readonly Span[];
}

export function createStations(calendar: Calendar, blocked: ReadonlyMap<string, readonly Span[]>): Stations {
  const jobs = new Map<string, Span[]>();
  const jobsOf = (station: string): Span[] => {
    let list = jobs.get(station);
    if (list === undefined) {
      list = [];
      jobs.set(station, list);
    }
    return list;
  };
  const obstacle = (
    station: string,
    list: readonly Span[],
    start: number,
    end: number,
  ): number | undefined => {
    const repair = blocked.get(station)?.find(([from, to]) => start < to && end > from);
    if (repair !== undefined) return repair[1];
    // Jobs are in order and apart: behind the first that ends in time, all do.
    for (let i = list.length - 1; i >= 0; i -= 1) {
      const [from, to] = list[i] as Span;
      if (to + CHANGEOVER <= start) break;
      if (from < end + CHANGEOVER) return to + CHANGEOVER;
    }
    return undefined;
  };
  return {
    book(station, earliest, minutes) {
      if (minutes > DAY_MINUTES) throw new RangeError(`${minutes} minutes fit into no day`);
      const list = jobsOf(station);
      let start = calendar.fit(earliest, minutes);
      for (;;) {
        const next = obstacle(station, list, start, start + minutes);
        if (next === undefined) break;
        start = calendar.fit(next, minutes);
      }
      const at = list.findLastIndex(([from]) => from < start) + 1;
      list.splice(at, 0, [start, start + minutes]);
      return start;
    },
    isBlocked: (station, work) =>
      blocked.get(station)?.some(([from, to]) => work >= from && work < to) ?? false,
    jobs: jobsOf,
  };
}
