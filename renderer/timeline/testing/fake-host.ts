/** A host in memory for the timeline: every answer worked out plainly, without the store's indexes. */
import type { HostClient } from "../../../shared/contract/contract.ts";
import type { TimeWindow } from "../../../shared/contract/common.ts";
import type { EventSummary, TimelineLane, TimelineMarks } from "../../../shared/contract/events.ts";
import { EVENT_KINDS, SEVERITIES, type EventKind } from "../../../shared/model/event.ts";
import { Failure } from "../../../shared/rpc/failure.ts";
import type { CallOptions } from "../../../shared/rpc/service.ts";
import { DAY, type FakeHistory } from "./fake-history.ts";

export interface FakeHost {
  readonly client: HostClient;
  /** Names of the calls so far, in order. */
  readonly calls: string[];
  /** Calls that came back as cancelled. */
  readonly cancelled: string[];
  /** The next calls fail with it; undefined: they work again. */
  fail(failure: Failure | undefined): void;
  /** Signals have samples up to here, as those of a machine that is watched. */
  watchUntil(time: number): void;
}

/** @param delay ms before each answer, for looking at loading states */
export function fakeHost({ events, gaps }: FakeHistory, delay = 0): FakeHost {
  const calls: string[] = [];
  const cancelled: string[] = [];
  let failure: Failure | undefined;
  let watched: number | undefined;
  const dated = events.filter(({ startedAt }) => startedAt !== undefined);
  const undated = events.filter(({ startedAt }) => startedAt === undefined);
  const start = (event: EventSummary): number => event.startedAt ?? 0;
  const end = (event: EventSummary): number => event.endedAt ?? start(event);
  const extent: TimeWindow | undefined =
    dated.length === 0
      ? undefined
      : {
          from: Math.min(...dated.map(start)),
          to: dated.reduce((latest, one) => Math.max(latest, end(one)), 0) + 1,
        };
  const within = ({ from, to }: TimeWindow): EventSummary[] =>
    dated.filter((event) => start(event) < to && end(event) >= from);

  const shares = new Map(
    EVENT_KINDS.map((kind) => {
      const all = events.filter((event) => event.kind === kind);
      return [kind, all.filter(failed).length / Math.max(1, all.length)] as const;
    }),
  );

  const answer = async <T>(name: string, options: CallOptions | undefined, value: () => T): Promise<T> => {
    calls.push(name);
    await new Promise((resolve) => setTimeout(resolve, delay));
    if (options?.signal?.aborted === true) {
      cancelled.push(name);
      throw new Failure("cancelled", "cancelled", name);
    }
    if (failure !== undefined) throw failure;
    return value();
  };

  const service: Partial<Record<keyof HostClient, unknown>> = {
    events: {
      timeline: (
        input: { window?: TimeWindow; buckets: number; maximumMarks?: number },
        options?: CallOptions,
      ) =>
        answer("timeline", options, () => {
          const window = input.window ?? extent ?? { from: 0, to: 1 };
          const lanes = EVENT_KINDS.flatMap((kind): TimelineLane[] => {
            const all = events.filter((event) => event.kind === kind);
            if (all.length === 0) return [];
            const visible = within(window).filter((event) => event.kind === kind);
            const few = visible.length <= (input.maximumMarks ?? 1_500);
            const notable = visible.filter(
              (event) =>
                event.severity === "critical" || end(event) - start(event) >= (window.to - window.from) / 100,
            );
            return [
              {
                by: "kind",
                key: kind,
                name: kind,
                parent: undefined,
                others: 0,
                kind,
                history: {
                  events: all.length,
                  failed: all.filter(failed).length,
                  expected: all.filter(failed).length,
                },
                total: visible.length,
                undated: undated.filter((event) => event.kind === kind).length,
                ...count(visible, window, input.buckets, shares),
                marks: few ? marksOf(visible) : undefined,
                notable: few ? undefined : marksOf(notable),
              },
            ];
          });
          return {
            window,
            extent,
            lanes,
            notLoaded: [],
            leftLater: [],
            clocks: [],
            gaps: gaps.filter((gap) => gap.from < window.to && (gap.to ?? Infinity) >= window.from),
            total: within(window).length,
            counts: count(within(window), window, input.buckets, shares).counts,
            undated: undated.length,
          };
        }),
      overview: ({ buckets }: { buckets: number }, options?: CallOptions) =>
        answer("overview", options, () => ({
          extent,
          ...count(dated, extent ?? { from: 0, to: 1 }, buckets, shares),
        })),
      list: (
        input: { window?: TimeWindow; kinds?: string[]; undatedOnly?: boolean; limit: number },
        options?: CallOptions,
      ) =>
        answer("list", options, () => {
          const pool =
            input.undatedOnly === true ? undated : input.window === undefined ? events : within(input.window);
          const found = pool
            .filter((event) => input.kinds?.includes(event.kind) ?? true)
            .toSorted((a, b) => start(b) - start(a));
          return { events: found.slice(0, input.limit), total: found.length };
        }),
      details: ({ position }: { position: number }, options?: CallOptions) =>
        answer("details", options, () => events.find((event) => event.position === position)),
      signals: (_input: unknown, options?: CallOptions) =>
        answer("signals", options, () =>
          extent === undefined
            ? []
            : [
                {
                  equipment: "VMC-2",
                  signal: "Spindle load",
                  uom: "PERCENT",
                  samples: 90_000,
                  ...extent,
                  ...(watched === undefined ? {} : { to: watched }),
                },
                {
                  equipment: "VMC-2",
                  signal: "Spindle speed",
                  uom: "REVOLUTION/MINUTE",
                  samples: 80_000,
                  ...extent,
                },
                { equipment: "VMC-1", signal: "X-axis load", uom: "PERCENT", samples: 60_000, ...extent },
              ],
        ),
      trace: (
        {
          equipment,
          signal,
          window,
          buckets,
          since = window.from,
        }: { equipment: string; signal: string; window: TimeWindow; buckets: number; since?: number },
        options?: CallOptions,
      ) =>
        answer(since > window.from ? "trace since" : "trace", options, () => ({
          equipment,
          signal,
          uom: "PERCENT",
          ...tail(
            wave(window, buckets, watched === undefined ? extent : extent && { ...extent, to: watched }),
            since,
            window,
          ),
          until: signal === "Spindle load" ? (watched ?? extent?.to) : extent?.to,
        })),
    },
    units: { details: () => Promise.reject(new Failure("invalid", "not here")) },
    settings: { get: () => Promise.resolve({}), set: (values: unknown) => Promise.resolve(values) },
  };
  return {
    client: service as HostClient,
    calls,
    cancelled,
    fail: (next) => void (failure = next),
    watchUntil: (time) => void (watched = time),
  };
}

const failed = ({ severity }: EventSummary): boolean => SEVERITIES.indexOf(severity) >= 3;

function count(
  events: readonly EventSummary[],
  window: TimeWindow,
  buckets: number,
  shares: ReadonlyMap<EventKind, number>,
): Pick<TimelineLane, "counts" | "failed" | "expected" | "worst" | "worstPositions"> {
  const counts = new Uint32Array(buckets);
  const failed = new Uint32Array(buckets);
  const expected = new Float32Array(buckets);
  const worst = new Uint8Array(buckets);
  const worstPositions = new Float64Array(buckets);
  for (const { position, kind, startedAt = 0, severity } of events) {
    if (startedAt < window.from || startedAt >= window.to) continue;
    const bucket = Math.floor(((startedAt - window.from) / (window.to - window.from)) * buckets);
    const rank = SEVERITIES.indexOf(severity);
    counts[bucket] = (counts[bucket] ?? 0) + 1;
    if (rank >= 3) failed[bucket] = (failed[bucket] ?? 0) + 1;
    expected[bucket] = (expected[bucket] ?? 0) + (shares.get(kind) ?? 0);
    if (counts[bucket] === 1 || rank > (worst[bucket] ?? 0)) worstPositions[bucket] = position;
    worst[bucket] = Math.max(worst[bucket] ?? 0, rank);
  }
  return { counts, failed, expected, worst, worstPositions };
}

export function marksOf(events: readonly EventSummary[]): TimelineMarks {
  return {
    positions: Float64Array.from(events, ({ position }) => position),
    starts: Float64Array.from(events, ({ startedAt }) => startedAt ?? NaN),
    ends: Float64Array.from(events, ({ endedAt }) => endedAt ?? NaN),
    severities: Uint8Array.from(events, ({ severity }) => SEVERITIES.indexOf(severity)),
    kinds: Uint8Array.from(events, ({ kind }) => EVENT_KINDS.indexOf(kind)),
    titles: events.map(({ title }) => title),
  };
}

/** A load that rises on working days and idles at night. */
function wave(
  window: TimeWindow,
  buckets: number,
  extent: TimeWindow | undefined,
): { minimum: Float32Array; maximum: Float32Array; mean: Float32Array } {
  const mean = new Float32Array(buckets).fill(NaN);
  const minimum = new Float32Array(buckets).fill(NaN);
  const maximum = new Float32Array(buckets).fill(NaN);
  for (let bucket = 0; bucket < buckets; bucket += 1) {
    const time = window.from + ((bucket + 0.5) * (window.to - window.from)) / buckets;
    if (extent === undefined || time < extent.from || time > extent.to) continue;
    const weekday = new Date(time / 1_000).getUTCDay();
    const works = weekday !== 0 && weekday !== 6;
    const value = works ? 42 + 14 * Math.sin(time / (3.1 * DAY)) + 5 * Math.sin(time / (0.17 * DAY)) : 8;
    const band = works ? 7 + 3 * Math.sin(time / (0.4 * DAY)) : 0.5;
    mean[bucket] = value;
    minimum[bucket] = value - band;
    maximum[bucket] = value + band;
  }
  return { minimum, maximum, mean };
}

/** From the bucket of a time on. */
function tail(
  columns: { minimum: Float32Array; maximum: Float32Array; mean: Float32Array },
  since: number,
  { from, to }: TimeWindow,
): { first: number; minimum: Float32Array; maximum: Float32Array; mean: Float32Array } {
  const buckets = columns.mean.length;
  const first = Math.min(buckets - 1, Math.max(0, Math.floor(((since - from) / (to - from)) * buckets)));
  const { minimum, maximum, mean } = columns;
  return { first, minimum: minimum.slice(first), maximum: maximum.slice(first), mean: mean.slice(first) };
}
