/** Asks the host for what the visible window needs, keeps the window inside the extent, forgets nothing drawn. */
import { EVERYTHING, isAbout, RECORDS, type Changed } from "../../shared/contract/cache-change.ts";
import type { Subject, TimeWindow } from "../../shared/contract/common.ts";
import type { EventFilter, EventFilters } from "../../shared/contract/event-filter.ts";
import type { HostClient } from "../../shared/contract/contract.ts";
import type { TimelineSlice, TraceKey } from "../../shared/contract/events.ts";
import type { LanesAsked } from "../../shared/contract/timeline-lanes.ts";
import { asFailure } from "../../shared/rpc/failure.ts";
import { loadedUntil } from "./layout.ts";
import { prepare } from "./prepare.ts";
import { rateScaleOf } from "./rate-colour.ts";
import { surePlacesOfAll } from "./sure-places.ts";
import { firstBuckets, requestFor, serves, type SliceRequest } from "./request.ts";
import { inRows, shownSignals, traceName, type CommonRow } from "./signals.ts";
import { INITIAL_STATE, observable, type TimelineState } from "./state.ts";
import { createTraceQuestions } from "./trace-questions.ts";
import type { PlacedTrace } from "./view.ts";
import { clampWindow, limitsOf, overlaps, pan, sameWindow, unionOf } from "./viewport.ts";

export interface TimelineController {
  readonly state: () => TimelineState;
  readonly subscribe: (listener: () => void) => () => void;
  readonly setSubject: (subject: Subject, only?: EventFilters) => void;
  /** Asks again about the same subject what a change of the cache is about; everything where the host is back. */
  readonly refresh: (changed?: Changed) => void;
  /** Width of the plot, CSS pixels; nothing is asked before it is known. */
  readonly setWidth: (width: number) => void;
  /** Shows a window; `undefined` the whole extent. */
  readonly show: (window: TimeWindow | undefined) => void;
  /** Undefined: what tells most. */
  readonly setSignals: (signals: readonly TraceKey[] | undefined, row?: CommonRow) => void;
  /** What the lanes stand for; what is drawn stays until the answer has come. */
  readonly setLanes: (lanes: LanesAsked) => void;
  readonly dispose: () => void;
}

export interface ControllerOptions {
  readonly host: () => HostClient;
  /** Runs once soon; several calls before are one. Answers what cancels it. */
  readonly soon: (run: () => void) => () => void;
  readonly onRequested?: () => void;
}

/** Events per lane that the host may send singly. */
const MOST_MARKS = 1_500;
/** The same where there may be hundreds of lanes. */
const MOST_MARKS_OF_MANY = 200;
const ROW_EACH: CommonRow = { together: false, apart: [] };
const OVERVIEW_BUCKETS = 512;
const MOST_TRACE_BUCKETS = 4_096;

const askedOnly = (only: EventFilters): { only?: EventFilter[] } =>
  only.length === 0 ? {} : { only: [...only] };

export function createTimelineController(options: ControllerOptions): TimelineController {
  const { get, set, subscribe } = observable<TimelineState>(INITIAL_STATE);
  let width = 0;
  let about = new AbortController();
  let sliceAsked: { readonly key: string; readonly abort: AbortController } | undefined;
  let answered: SliceRequest | undefined;
  let answeredKey: string | undefined;
  let chosen: readonly TraceKey[] | undefined;
  let commonRow = ROW_EACH;
  /** The `requested` that `signals` belong to. */
  let signalsAbout: number | undefined;
  let cancelSoon: (() => void) | undefined;

  const fail = (thrown: unknown): void => {
    const failure = asFailure(thrown);
    if (failure.kind !== "cancelled") set({ failure, loading: false });
  };
  /** Times of the subject's events, and of the samples of its signals that are shown: these go on while it is watched. */
  const extentOf = (slice: TimelineSlice | undefined): TimeWindow | undefined => {
    const { signals, shown, requested } = get();
    const known = signalsAbout === requested ? signals : [];
    const names = new Set(shown.map(traceName));
    return unionOf([slice?.extent, ...known.filter((one) => names.has(traceName(one)))]);
  };
  /** What is shown after the extent may have changed: all of it, or its end, where it was that before. */
  const framed = (slice: TimelineSlice): Pick<TimelineState, "limits" | "window" | "fitted"> => {
    const before = get();
    const extent = extentOf(slice);
    if (extent === undefined) return { limits: undefined, window: undefined, fitted: true };
    const limits = limitsOf(extent, loadedUntil(slice.notLoaded));
    if (before.fitted || before.window === undefined || !overlaps(before.window, limits))
      return { limits, window: limits, fitted: true };
    const atEnd = before.limits !== undefined && before.window.to >= before.limits.to;
    const moved = atEnd ? pan(before.window, limits.to - before.window.to, limits) : before.window;
    return { limits, window: clampWindow(moved, limits), fitted: false };
  };
  const take = (slice: TimelineSlice, request: SliceRequest): void => {
    const before = get();
    const { limits, window, fitted } = framed(slice);
    answered = request;
    const perPixel = window === undefined ? 1 : (window.to - window.from) / Math.max(1, width);
    set({
      slice,
      limits,
      window,
      fitted,
      answered: before.requested,
      failure: undefined,
      loading: false,
      data: { ...before.data, slice: prepare(slice, perPixel) },
    });
    need();
  };
  /** Other signals, or more of them: the window follows. */
  const frameAnew = (): void => {
    const { slice, answered: known, requested } = get();
    if (slice !== undefined && known === requested) set(framed(slice));
  };
  /** Asks for a slice and forgets the one asked before it. */
  const askSlice = (window: SliceRequest | undefined): void => {
    const { subject, only, lanes } = get();
    if (subject === undefined) return;
    const buckets = window?.buckets ?? firstBuckets(width);
    const span = window === undefined ? "extent" : `${window.window.from} ${window.window.to} ${buckets}`;
    const key = `${span} ${JSON.stringify(lanes)}`;
    // Never the same question twice in a row, whatever `serves` thinks of the answer.
    if (sliceAsked?.key === key || answeredKey === key) return;
    sliceAsked?.abort.abort();
    const abort = new AbortController();
    sliceAsked = { key, abort };
    set({ loading: true });
    const input = {
      subject,
      ...askedOnly(only),
      buckets,
      lanes,
      maximumMarks: lanes.by === "kind" && lanes.expanded === undefined ? MOST_MARKS : MOST_MARKS_OF_MANY,
      ...(window === undefined ? {} : { window: window.window }),
    };
    ask((host) => host.events.timeline(input, { signal: abort.signal }), abort.signal).then(
      (slice) => {
        if (slice === undefined) return;
        sliceAsked = undefined;
        answeredKey = key;
        take(slice, { window: slice.window, buckets });
      },
      (thrown: unknown) => {
        if (abort.signal.aborted) return;
        sliceAsked = undefined;
        fail(thrown);
      },
    );
  };
  const ask = async <T>(
    question: (host: HostClient) => Promise<T>,
    signal: AbortSignal,
  ): Promise<T | undefined> => {
    const value = await question(options.host());
    return signal.aborted ? undefined : value;
  };
  /** Asks for what the window lacks, soon: not for every step of a drag. */
  const need = (): void => {
    cancelSoon ??= options.soon(() => {
      cancelSoon = undefined;
      const { window, answered: known, requested, limits, slice } = get();
      if (window === undefined || limits === undefined || width === 0) return;
      // Before the first answer about a subject only that one counts.
      if (known === requested) {
        const served = answered !== undefined && serves(answered, window, width, extentOf(slice));
        if (!served) askSlice(requestFor(window, width));
      }
      askTraces();
    });
  };
  const askTraces = (): void => {
    const { shown, data, limits } = get();
    // The window of the slice: lanes and traces are then redrawn, and asked again, together.
    if (answered === undefined || limits === undefined) return;
    const { window } = answered;
    if (shown.length === 0) {
      if (data.traces.length > 0) set({ data: { ...data, traces: [] } });
      return;
    }
    const buckets = Math.min(MOST_TRACE_BUCKETS, Math.max(64, Math.round(width * 2)));
    traces.ask(window, buckets, shown);
  };
  /** Traces go on while their machine is watched, and with them what there is to be shown. */
  const takeTraces = (placed: readonly PlacedTrace[]): void => {
    const until = new Map(placed.map(({ trace }) => [traceName(trace), trace.until ?? -Infinity]));
    const { signals: before, data } = get();
    const signals = before.map((signal) => {
      const to = until.get(traceName(signal)) ?? -Infinity;
      return to > signal.to ? { ...signal, to } : signal;
    });
    set({ data: { ...data, traces: placed }, signals });
    if (signals.every((signal, at) => signal === before[at])) return;
    frameAnew();
    need();
  };
  const traces = createTraceQuestions({ host: options.host, onTraces: takeTraces, onFailure: fail });
  const askAbout = (): void => {
    const { subject, only, fitted, window, slice, requested } = get();
    about.abort();
    about = new AbortController();
    if (subject === undefined || width === 0) return;
    const { signal } = about;
    sliceAsked?.abort.abort();
    sliceAsked = undefined;
    answered = undefined;
    answeredKey = undefined;
    // Samples may lie beyond the events: the extent of these alone would be asked in vain.
    const beyond = !sameWindow(extentOf(slice), slice?.extent);
    askSlice(window === undefined || (fitted && !beyond) ? undefined : requestFor(window, width));
    const whole = { subject, ...askedOnly(only), buckets: OVERVIEW_BUCKETS };
    ask((host) => host.events.overview(whole, { signal }), signal).then(
      (overview) => {
        if (overview === undefined) return;
        const { extent, counts, failed, expected } = overview;
        const { data } = get();
        set({
          data: {
            ...data,
            overview: extent && { extent, counts, places: surePlacesOfAll(failed, counts, expected) },
            rate: rateScaleOf(counts, failed),
          },
          total: counts.reduce((sum, count) => sum + count, 0),
        });
      },
      (thrown: unknown) => signal.aborted || fail(thrown),
    );
    ask((host) => host.events.signals({ subject }, { signal }), signal).then(
      (signals) => {
        if (signals === undefined) return;
        signalsAbout = requested;
        set({ signals, ...inRows(shownSignals(signals, chosen), commonRow) });
        frameAnew();
        traces.forget();
        need();
      },
      (thrown: unknown) => signal.aborted || fail(thrown),
    );
  };

  return {
    state: get,
    subscribe,
    setSubject: (subject, only = []) => {
      set({ subject, only, requested: get().requested + 1, failure: undefined, total: undefined });
      options.onRequested?.();
      askAbout();
    },
    refresh: (changed = EVERYTHING) => {
      if (isAbout(changed, RECORDS)) {
        set({ failure: undefined });
        askAbout();
        return;
      }
      if (isAbout(changed, ["gaps"]) && answered !== undefined) {
        answeredKey = undefined;
        sliceAsked?.abort.abort();
        sliceAsked = undefined;
        askSlice(answered);
      }
      if (isAbout(changed, ["samples"])) traces.freshen(changed);
    },
    setWidth: (next) => {
      if (next === width || next <= 0) return;
      const first = width === 0;
      width = next;
      if (first) askAbout();
      else need();
    },
    show: (next) => {
      const { limits, window } = get();
      if (limits === undefined) return;
      const clamped = next === undefined ? limits : clampWindow(next, limits);
      if (sameWindow(clamped, window)) return;
      set({ window: clamped, fitted: sameWindow(clamped, limits) });
      need();
    },
    setSignals: (signals, row = ROW_EACH) => {
      if (JSON.stringify([signals, row]) === JSON.stringify([chosen, commonRow])) return;
      chosen = signals;
      commonRow = row;
      const rows = inRows(shownSignals(get().signals, signals), row);
      const place = new Map(rows.shown.map((key, at) => [traceName(key), at]));
      const placeOf = ({ trace }: PlacedTrace): number => place.get(traceName(trace)) ?? place.size;
      const { data } = get();
      // What is drawn goes to its row at once; whatever else there is follows.
      const traces = data.traces.toSorted((a, b) => placeOf(a) - placeOf(b));
      set({ ...rows, data: { ...data, traces } });
      frameAnew();
      need();
    },
    setLanes: (lanes) => {
      if (JSON.stringify(lanes) === JSON.stringify(get().lanes)) return;
      set({ lanes });
      // Before the first answer the first question is asked anew; after it only the lanes are.
      if (get().answered !== get().requested) return askAbout();
      const { window, fitted, slice } = get();
      const beyond = !sameWindow(extentOf(slice), slice?.extent);
      sliceAsked?.abort.abort();
      sliceAsked = undefined;
      askSlice(window === undefined || (fitted && !beyond) ? undefined : requestFor(window, width));
      return undefined;
    },
    dispose: () => {
      cancelSoon?.();
      about.abort();
      sliceAsked?.abort.abort();
      traces.forget();
    },
  };
}
