/** How aligned units deviate, in words. */
import type { AlignedRun, AlignedUnit, AlignedUnits } from "../../../shared/contract/aligned.ts";
import { message } from "../../messages/catalogue.ts";
import { deviationTexts } from "../../timeline/aligned-layout.ts";
import { deviationText, sinceText } from "../../timeline/since-axis.ts";
import { durationText } from "../../timeline/time-text.ts";

type Operation = AlignedUnit["operations"][number];

/** Below a bar, longest first; a number alone is that of the start. */
export function barWords(operation: Operation): readonly string[] {
  const { start, duration } = deviationTexts(operation);
  const words = [
    ...(start === undefined ? [] : [message("timeline.align.start", { by: start })]),
    ...(duration === undefined ? [] : [message("timeline.align.duration", { by: duration })]),
  ];
  return [words.join(" · "), ...words.slice(0, 1), ...(start === undefined ? [] : [start])];
}

export const durationOf = ({ start, end }: Pick<AlignedRun, "start" | "end">): string =>
  end === undefined ? message("timeline.align.no-end") : durationText(end - start);

/** One run against the medians: for the tooltip, the table and what a key has reached. */
export function operationLines(
  operation: Operation,
  aligned: Pick<AlignedUnits, "medians">,
): readonly string[] {
  const { run, again, since, startBy, durationBy } = operation;
  const median = aligned.medians.find((one) => one.operation === operation.operation);
  const unusual = (is: boolean): string => (is ? message("timeline.align.unusual") : "");
  return [
    startBy === undefined || median === undefined
      ? message("timeline.align.line.start", { since: sinceText(since) })
      : message("timeline.align.line.start.by", {
          since: sinceText(since),
          by: deviationText(startBy.by),
          median: sinceText(median.since),
          units: median.units,
          unusual: unusual(startBy.unusual),
        }),
    durationBy === undefined || median?.duration === undefined
      ? message("timeline.align.line.duration", { duration: durationOf(run) })
      : message("timeline.align.line.duration.by", {
          duration: durationOf(run),
          by: deviationText(durationBy.by),
          median: durationText(median.duration),
          unusual: unusual(durationBy.unusual),
        }),
    ...(again.length === 0 ? [] : [message("timeline.align.line.again", { count: again.length })]),
  ];
}

export function operationName(operation: string, { medians }: Pick<AlignedUnits, "medians">): string {
  const name = medians.find((one) => one.operation === operation)?.name ?? "";
  return name === "" ? operation : `${operation} ${name}`;
}
