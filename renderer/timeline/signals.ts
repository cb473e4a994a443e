/** Which signals are shown as traces. */
import type { SignalSummary, TraceKey } from "../../shared/contract/events.ts";
import { MOST_TRACES } from "../../shared/contract/timeline-lanes.ts";

export function traceName({ equipment, signal }: TraceKey): string {
  return `${equipment}\n${signal}`;
}

/** A spindle's load tells most about a cut; then any load, then what was sampled most. */
export function defaultSignals(signals: readonly SignalSummary[]): readonly TraceKey[] {
  const rank = ({ signal }: SignalSummary): number => {
    const name = signal.toLowerCase();
    if (!name.includes("load")) return 0;
    return /spindle|rotary|(^|[^a-z])s\d?([^a-z]|$)/.test(name) ? 2 : 1;
  };
  const best = signals.toSorted((a, b) => rank(b) - rank(a) || b.samples - a.samples)[0];
  return best === undefined ? [] : [{ equipment: best.equipment, signal: best.signal }];
}

/** Whether signals lie over each other in one row, and which of them have rows of their own nevertheless. */
export interface CommonRow {
  readonly together: boolean;
  readonly apart: readonly TraceKey[];
}

/** In the order of their rows: those of the common one first. @returns how many these are; 0: each has its own */
export function inRows(
  shown: readonly TraceKey[],
  { together, apart }: CommonRow,
): { readonly shown: readonly TraceKey[]; readonly joined: number } {
  if (!together) return { shown, joined: 0 };
  const away = new Set(apart.map(traceName));
  const isAway = (key: TraceKey): boolean => away.has(traceName(key));
  const common = shown.filter((key) => !isAway(key));
  return { shown: [...common, ...shown.filter(isAway)], joined: common.length };
}

/** The person's choice as far as the subject has it; the default where none was made or none is left. */
export function shownSignals(
  signals: readonly SignalSummary[],
  chosen: readonly TraceKey[] | undefined,
): readonly TraceKey[] {
  if (chosen === undefined) return defaultSignals(signals);
  const there = new Set(signals.map(traceName));
  const kept = chosen.filter((key) => there.has(traceName(key)));
  return kept.length === 0 && chosen.length > 0 ? defaultSignals(signals) : kept.slice(0, MOST_TRACES);
}
