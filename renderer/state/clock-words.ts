/** Clocks of sources in words. */
import { isClockOff, statedSpan, type SourceClock } from "../../shared/model/clock.ts";
import { message } from "../messages/catalogue.ts";
import { formatDuration, formatInstant } from "./format-time.ts";

/** "3 min 12 s ahead of this computer's". */
export function clockOff({ skew }: Pick<SourceClock, "skew">): string {
  return message(skew > 0 ? "clock.ahead" : "clock.behind", { time: formatDuration(Math.abs(skew)) });
}

/** "+3 min", for where there is no room for more. */
export function clockShort({ skew }: Pick<SourceClock, "skew">): string {
  const [unit, name] = UNITS.find(([least]) => Math.round(Math.abs(skew) / least) >= 1) ?? SECOND;
  return message(skew > 0 ? "clock.short-ahead" : "clock.short-behind", {
    time: `${Math.round(Math.abs(skew) / unit)} ${name}`,
  });
}

const SECOND = [1_000_000, "s"] as const;
const UNITS = [[86_400_000_000, "d"], [3_600_000_000, "h"], [60_000_000, "min"], SECOND] as const;

/** What it means for the times of a view, and for which of them. */
export function clockHere(clock: SourceClock, zone: string): string {
  const { from, to } = statedSpan(clock);
  const values = { source: clock.sourceName, off: clockOff(clock), from: minute(from, zone) };
  return to === Infinity
    ? message("clock.here-since", values)
    : message("clock.here-until", { ...values, to: minute(to, zone) });
}

const minute = (time: number, zone: string): string => formatInstant(time, zone).slice(0, 16);

/** Newest first, each span once however many sources of a plant it was noted for. */
export function clocksWereOff(
  clocks: readonly SourceClock[],
  sourceIds: ReadonlySet<string>,
): readonly SourceClock[] {
  const own = clocks.filter((clock) => sourceIds.has(clock.sourceId) && isClockOff(clock));
  const spans = new Map(own.map((clock) => [`${clock.from} ${clock.skew}`, clock]));
  return [...spans.values()].toSorted((a, b) => b.from - a.from);
}

export function clockSpanText(clock: SourceClock, zone: string): string {
  const { from, to, uncertainty } = clock;
  const values = {
    from: minute(from, zone),
    off: clockOff(clock),
    uncertainty: formatUncertainty(uncertainty),
  };
  return to === undefined
    ? message("clock.history-open", values)
    : message("clock.history-row", { ...values, to: minute(to, zone) });
}

function formatUncertainty(microseconds: number): string {
  return microseconds < 1_000_000
    ? `${Math.max(1, Math.ceil(microseconds / 1_000))} ms`
    : formatDuration(microseconds);
}
