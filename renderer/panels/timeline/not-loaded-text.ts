/** History that is not here, in words: never read, or removed by a rule, and who still has it. */
import type { NotLoaded } from "../../../shared/contract/events.ts";
import { message } from "../../messages/catalogue.ts";
import { formatDate } from "../../state/format-time.ts";
import { timeText } from "../../timeline/time-text.ts";
import type { TimeZone } from "../../timeline/time-zone.ts";

export function notLoadedText({ sourceName, until, removedAt, where }: NotLoaded, zone: TimeZone): string {
  const words = { source: sourceName, time: timeText(until, zone, "minute") };
  if (removedAt === undefined) return message("timeline.not-loaded.source", words);
  return message("timeline.removed.source", {
    ...words,
    day: formatDate(removedAt, zone.name),
    where: message(`timeline.removed.where-${where}`),
  });
}

/** In one sentence, of the source that reaches back least. */
export function notLoadedSummary(notLoaded: readonly NotLoaded[], zone: TimeZone): string | undefined {
  const [last] = notLoaded.toSorted((a, b) => b.until - a.until);
  if (last === undefined) return undefined;
  const time = timeText(last.until, zone, "minute");
  return message(last.removedAt === undefined ? "timeline.not-loaded.summary" : "timeline.removed.summary", {
    time,
  });
}
