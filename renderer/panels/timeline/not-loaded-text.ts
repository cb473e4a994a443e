/** History that is not here, in words: never read, or removed by a rule, and who still has it. */
import type { LeftLater, NotLoaded } from "../../../shared/contract/events.ts";
import { message } from "../../messages/catalogue.ts";
import { formatDate } from "../../state/format-time.ts";
import { followedUntil } from "../../timeline/layout.ts";
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

export const leftLaterText = ({ sourceName, from }: LeftLater, zone: TimeZone): string =>
  message("timeline.left-later.source", { source: sourceName, time: timeText(from, zone, "minute") });

/** In one sentence, of the source that ends first; nothing where none ends before `to`. */
export function leftLaterSummary(
  leftLater: readonly LeftLater[],
  to: number,
  zone: TimeZone,
): readonly string[] {
  const from = followedUntil(leftLater);
  if (from === undefined || from >= to) return [];
  return [message("timeline.left-later.summary", { time: timeText(from, zone, "minute") })];
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
