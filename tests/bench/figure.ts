/** One measured figure, always beside a baseline of the same run: ratios travel between machines, times don't. */
export const GROUPS = ["start", "import", "cad", "scene", "timeline", "history", "sync", "opcua"] as const;
export type Group = (typeof GROUPS)[number];

export interface BenchOptions {
  /** Size of the largest history, for the group of that name. */
  readonly events: number;
  /** A folder with the cache of such a history, written there where it is empty; undefined: written anew. */
  readonly cache: string | undefined;
}

export interface Figure {
  readonly group: Group;
  readonly name: string;
  readonly value: number;
  /** `ms`, `rows/s`, `s CPU` … */
  readonly unit: string;
  /** What is compared with, in the same unit, and what it is. */
  readonly baseline: number;
  readonly baselineName: string;
  /** The target, where there is one: on the value or on its ratio to the baseline. */
  readonly target?: Target;
  /** Exponent of the value over the size of the history: 1 is linear, 0 does not grow. */
  readonly growth?: number;
}

export interface Target {
  readonly of: "value" | "ratio";
  readonly comparison: "at most" | "at least";
  readonly limit: number;
}

export interface Row {
  readonly group: Group;
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly baseline: number;
  readonly ratio: number;
  readonly target: string | undefined;
  /** Undefined where there is no target. */
  readonly holds: boolean | undefined;
  /** Exponent over the size of the history, where it was measured. */
  readonly growth: number | undefined;
}

export function rowOf({ group, name, value, unit, baseline, target, growth }: Figure): Row {
  const ratio = value / baseline;
  const judged = target?.of === "ratio" ? ratio : value;
  return {
    group,
    name,
    value: rounded(value),
    unit,
    baseline: rounded(baseline),
    ratio: rounded(ratio),
    target: target === undefined ? undefined : describe(target, unit),
    holds:
      target === undefined
        ? undefined
        : target.comparison === "at most"
          ? judged <= target.limit
          : judged >= target.limit,
    growth: growth === undefined ? undefined : rounded(growth),
  };
}

function describe({ of, comparison, limit }: Target, unit: string): string {
  const sign = comparison === "at most" ? "≤" : "≥";
  return of === "ratio" ? `${sign} ${limit} ×` : `${sign} ${limit} ${unit}`;
}

/** Three significant digits: more would be noise. */
function rounded(value: number): number {
  return Number(value.toPrecision(3));
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}

/** By the nearest rank: the least value that so large a share of them does not exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? NaN;
}
