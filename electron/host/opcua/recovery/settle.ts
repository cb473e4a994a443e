/** What is written down of an outage once it is known what it cost. */
import type { Past } from "../past.ts";
import type { LostSignal } from "./gap-book.ts";
import type { Loss } from "./recover.ts";

/** Closes the gaps of every equipment that is observed. @param losses what was asked about; the others were never in doubt */
export function settleSignals(
  { intake, gaps, delivery }: Past,
  lost: readonly LostSignal[],
  losses: readonly Loss[],
): void {
  const looked = Map.groupBy(losses, ({ index }) => intake.signals[index]?.equipment ?? "");
  const bound = new Set(intake.signals.map(({ equipment }) => equipment));
  delivery.addGaps(
    gaps.settle(
      [...bound].map((equipment) => ({
        equipment,
        signals: (looked.get(equipment) ?? []).map(({ index }) => intake.signals[index]?.name ?? ""),
        lost: lost.filter((each) => each.equipment === equipment),
        to: intake.newest,
      })),
    ),
  );
}

/** Events are not read back: where any may be lost, there is a gap. */
export function settleEvents(past: Past, hasEvents: boolean): void {
  const from = past.eventsLostSince;
  const to = past.intake.newest;
  past.eventsLostSince = undefined;
  if (from === undefined || !hasEvents || to <= from) return;
  const cause = "Not connected. Events that came and went meanwhile can't be read back.";
  past.delivery.addGaps([past.gaps.add(`${past.endpointName} · events`, from, to, cause)]);
}

/** Of losses whose history can't be read: from where each was observed last to what is known of it now. */
export function unreadable({ intake }: Past, losses: readonly Loss[], cause: string): LostSignal[] {
  return losses.flatMap(({ index, until }) => {
    const signal = intake.signals[index];
    const to = intake.lastOf(index).at;
    if (signal === undefined || to <= until) return [];
    return [{ equipment: signal.equipment, signal: signal.name, from: until, to, cause }];
  });
}
