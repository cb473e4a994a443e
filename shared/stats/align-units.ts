/**
 * Units laid over each other at the start of one operation: when each began and how long each took, against the
 * median of them. All times in µs.
 */

export interface OperationRun {
  readonly operation: string;
  readonly start: number;
  /** undefined: nobody said when it ended. */
  readonly end: number | undefined;
}

/** How far a value lies from the median of the aligned units. */
export interface Deviation {
  /** Signed: later, or longer, is positive. */
  readonly by: number;
  /** Far off even among what differs anyway; never said of fewer than five. */
  readonly unusual: boolean;
}

export interface AlignedOperation<Run extends OperationRun> {
  readonly operation: string;
  /** The first one: what comes again is no part of the medians. */
  readonly run: Run;
  readonly again: readonly Run[];
  /** Since the start of the operation that is aligned at. */
  readonly since: number;
  /** undefined where no other unit has it, and of the operation that is aligned at. */
  readonly start: Deviation | undefined;
  readonly duration: Deviation | undefined;
}

export interface MedianOperation {
  readonly operation: string;
  readonly since: number;
  /** undefined where none of them has an end. */
  readonly duration: number | undefined;
  /** Units that it is the median of. */
  readonly units: number;
}

export interface Alignment<Run extends OperationRun> {
  /** In the order of the units; undefined of a unit that lacks the operation. */
  readonly units: readonly (readonly AlignedOperation<Run>[] | undefined)[];
  /** Ascending in `since`. */
  readonly medians: readonly MedianOperation[];
}

/** @param runs of each unit, in any order */
export function alignUnits<Run extends OperationRun>(
  runs: readonly (readonly Run[])[],
  operation: string,
): Alignment<Run> {
  const grouped = runs.map((own) => {
    const byOperation = Map.groupBy(own.toSorted(byStart), (run) => run.operation);
    const anchor = byOperation.get(operation)?.[0]?.start;
    return anchor === undefined ? undefined : { anchor, byOperation };
  });
  const starts = new Map<string, number[]>();
  const durations = new Map<string, number[]>();
  for (const unit of grouped) {
    if (unit === undefined) continue;
    for (const [name, [first]] of unit.byOperation) {
      if (first === undefined) continue;
      append(starts, name, first.start - unit.anchor);
      if (first.end !== undefined) append(durations, name, first.end - first.start);
    }
  }
  return {
    units: grouped.map(
      (unit) =>
        unit &&
        [...unit.byOperation].flatMap(([name, [run, ...again]]): readonly AlignedOperation<Run>[] => {
          if (run === undefined) return [];
          const since = run.start - unit.anchor;
          const duration = run.end === undefined ? undefined : run.end - run.start;
          return [
            {
              operation: name,
              run,
              again,
              since,
              start: name === operation ? undefined : deviationOf(since, starts.get(name) ?? []),
              duration: duration === undefined ? undefined : deviationOf(duration, durations.get(name) ?? []),
            },
          ];
        }),
    ),
    medians: [...starts]
      .map(([name, all]) => {
        const own = durations.get(name);
        return {
          operation: name,
          since: medianOf(all),
          duration: own === undefined ? undefined : medianOf(own),
          units: all.length,
        };
      })
      .sort((a, b) => a.since - b.since || (a.operation < b.operation ? -1 : 1)),
  };
}

/** Of an even number the mean of the two in the middle, in whole µs. @param values at least one */
export function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : Math.round(((sorted[middle - 1] ?? NaN) + upper) / 2);
}

/** Fewer say nothing of what differs anyway. */
const FEWEST = 5;
/** B. Iglewicz, D. C. Hoaglin, "How to Detect and Handle Outliers" (ASQC 1993): modified z-scores over 3.5. */
const LIMIT = 3.5;
/** Of a normal distribution the median of absolute deviations is so much of the standard deviation. */
const NORMAL = 0.6745;

function deviationOf(value: number, all: readonly number[]): Deviation | undefined {
  if (all.length < 2) return undefined;
  const median = medianOf(all);
  const by = value - median;
  const spread = medianOf(all.map((one) => Math.abs(one - median)));
  return { by, unusual: all.length >= FEWEST && spread > 0 && (NORMAL * Math.abs(by)) / spread > LIMIT };
}

/** The longer one first of those that begin together. */
const byStart = (a: OperationRun, b: OperationRun): number =>
  a.start - b.start || (b.end ?? -Infinity) - (a.end ?? -Infinity) || 0;

function append(lists: Map<string, number[]>, name: string, value: number): void {
  const known = lists.get(name);
  if (known === undefined) lists.set(name, [value]);
  else known.push(value);
}
