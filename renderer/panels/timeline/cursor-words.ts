/** The time under the pointer in a zone, as exactly as a pixel tells it. */
import { message } from "../../messages/catalogue.ts";
import { repeatedTime } from "../../timeline/clock-changes.ts";
import { offsetText, timeText, type Precision } from "../../timeline/time-text.ts";
import type { TimeZone } from "../../timeline/time-zone.ts";

/** @param name of the zone, short */
export function cursorWords(time: number, zone: TimeZone, name: string, precision: Precision): string {
  return `${timeText(time, zone, precision)} ${name}${repeated(time, zone, precision)}`;
}

/** In an hour that the clock shows twice: which of the two it is, and its offset. */
function repeated(time: number, zone: TimeZone, precision: Precision): string {
  const turn = precision === "day" ? undefined : repeatedTime(time, zone);
  if (turn === undefined) return "";
  const offset = offsetText(time, zone);
  const text =
    turn === 1
      ? message("timeline.cursor.repeated.1", { offset })
      : message("timeline.cursor.repeated.2", { offset });
  return ` · ${text}`;
}
