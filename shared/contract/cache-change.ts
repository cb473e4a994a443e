/**
 * What a change of the cache is about, as fine as a screen can use it. Whatever is not known for sure widens a change:
 * two that were told as one are about both, and where one was missed everything may have changed.
 */
import type { TraceKey } from "./events.ts";

export const CHANGE_KINDS = [
  /** Events, units and measurements, and with them all that is counted. */
  "events",
  /** Parts, structures, models, and which equipment and signals there are; also what a person said of them. */
  "structure",
  /** What is drawn of models, and nothing else: more parts of one that is being read. */
  "models",
  /** Sources, how far back they are kept, and their clocks. */
  "sources",
  /** Spans that nobody observed. */
  "gaps",
  /** Samples of signals. */
  "samples",
  /** When sources were last heard, and nothing else. */
  "as-of",
] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

export interface ChangedSignal extends TraceKey {
  /** Before it nothing has changed, µs UTC. */
  readonly from: number;
}

export interface Changed {
  readonly kinds: readonly ChangeKind[];
  /** Of a change of samples: only those of these signals; absent: of any, at any time. */
  readonly signals?: readonly ChangedSignal[];
  /** Of a change of events: only those about these parts, which are numbers with all above them; absent: of any part. */
  readonly parts?: readonly string[];
}

export interface CacheChange extends Changed {
  /** Content revision of the cache after it. */
  readonly revision: number;
  /** Revision of the change told before it on the same stream; undefined: it is the first, about everything. */
  readonly after: number | undefined;
}

export const EVERYTHING: Changed = { kinds: CHANGE_KINDS };

/** What answers about records hang on: all but what is known to matter to single panels only. */
export const RECORDS = ["events", "structure", "sources"] as const satisfies readonly ChangeKind[];

/** Signals that a change names singly; of more it is said that any may have changed. */
export const MOST_SIGNALS = 200;

/** Parts that a change names singly; of more it is said that any may have changed. */
export const MOST_PARTS = 200;

/** About what either is about. */
export function joined(one: Changed | undefined, other: Changed): Changed {
  if (one === undefined) return other;
  const kinds = CHANGE_KINDS.filter((kind) => isAbout(one, [kind]) || isAbout(other, [kind]));
  return { kinds, ...joinedSignals(one, other), ...joinedParts(one, other) };
}

function joinedParts(one: Changed, other: Changed): Pick<Changed, "parts"> {
  const named = [one, other].filter((each) => isAbout(each, ["events"]));
  if (named.length === 0 || named.some(({ parts }) => parts === undefined)) return {};
  const all = new Set(named.flatMap(({ parts }) => parts ?? []));
  return all.size > MOST_PARTS ? {} : { parts: [...all] };
}

function joinedSignals(one: Changed, other: Changed): Pick<Changed, "signals"> {
  const named = [one, other].filter((each) => isAbout(each, ["samples"]));
  if (named.some(({ signals }) => signals === undefined)) return {};
  const all = new Map<string, ChangedSignal>();
  for (const each of named.flatMap(({ signals }) => signals ?? [])) {
    const key = `${each.equipment}\n${each.signal}`;
    const before = all.get(key);
    all.set(key, before === undefined || each.from < before.from ? each : before);
  }
  return named.length === 0 || all.size > MOST_SIGNALS ? {} : { signals: [...all.values()] };
}

/** Whether a change is about any of these. */
export function isAbout({ kinds }: Changed, asked: readonly ChangeKind[]): boolean {
  return asked.some((kind) => kinds.includes(kind));
}

/** The part of a change that is about these; undefined where there is none. */
export function partOf(changed: Changed, asked: readonly ChangeKind[]): Changed | undefined {
  const kinds = changed.kinds.filter((kind) => asked.includes(kind));
  if (kinds.length === 0) return undefined;
  const { signals, parts } = changed;
  return {
    kinds,
    ...(signals !== undefined && kinds.includes("samples") ? { signals } : {}),
    ...(parts !== undefined && kinds.includes("events") ? { parts } : {}),
  };
}

/** Whether it is about events of a part or of anything below it. */
export function isAboutPart(changed: Changed, partNumber: string): boolean {
  return isAbout(changed, ["events"]) && changed.parts?.includes(partNumber) !== false;
}

/** From when on there may be other samples of a signal, µs UTC; undefined: there are none. */
export function samplesFrom(changed: Changed, { equipment, signal }: TraceKey): number | undefined {
  if (!isAbout(changed, ["samples"])) return undefined;
  if (changed.signals === undefined) return -Infinity;
  return changed.signals.find((each) => each.equipment === equipment && each.signal === signal)?.from;
}

/**
 * What a change means to who heard of `last` before it on this stream: everything where it does not follow.
 * @param last revision; undefined where nothing was heard yet
 */
export function heardAfter({ kinds, signals, parts, after }: CacheChange, last: number | undefined): Changed {
  if (after === undefined || after !== last) return EVERYTHING;
  return {
    kinds,
    ...(signals === undefined ? {} : { signals }),
    ...(parts === undefined ? {} : { parts }),
  };
}
