/** What may honestly be said about the time of an event. Pure. */
import type { EventDetails } from "../../../shared/contract/events.ts";
import { message } from "../../messages/catalogue.ts";
import { formatAtOffset, formatInstant, formatOffset } from "../../state/format-time.ts";

export interface EventTime {
  readonly text: string;
  /** How sure the text is: the wall clock at the source, or that it states no zone. */
  readonly remark: string | undefined;
  readonly doubtful: boolean;
}

/** Start of an event in plant time, with the source's own clock beside it where it is another one. */
export function eventTime(event: Pick<EventDetails, "startedAt" | "offsetMinutes">, zone: string): EventTime {
  const { startedAt, offsetMinutes } = event;
  if (startedAt === undefined) return { text: message("details.undated"), remark: undefined, doubtful: true };
  const text = `${formatInstant(startedAt, zone)} ${zone === "UTC" ? "UTC" : ""}`.trim();
  if (offsetMinutes === undefined) return { text, remark: message("details.no-offset"), doubtful: true };
  const atSource = formatAtOffset(startedAt, offsetMinutes);
  if (atSource === formatInstant(startedAt, zone)) return { text, remark: undefined, doubtful: false };
  return {
    text,
    remark: message("details.at-offset", { time: atSource, offset: formatOffset(offsetMinutes) }),
    doubtful: false,
  };
}
