/** A line under the pointer with its exact time: as the chosen zone shows it, and below it in the other zones. */
import { useMemo, type ReactNode } from "react";
import { message } from "../../messages/catalogue.ts";
import { repeatedTime } from "../../timeline/clock-changes.ts";
import { HEAD_HEIGHT } from "../../timeline/rows.ts";
import { resolution, xToTime } from "../../timeline/scale.ts";
import { offsetText, precisionFor, timeText, type Precision } from "../../timeline/time-text.ts";
import type { TimeZone } from "../../timeline/time-zone.ts";
import type { TimelineView } from "../../timeline/view.ts";
import { useSettings } from "../../state/settings.ts";
import { ZONE_CHOICES, zoneOf } from "./choices.ts";

export interface CursorProps {
  readonly view: TimelineView | undefined;
  readonly zone: TimeZone;
  readonly zoneName: string;
  /** Of the plot, CSS pixels. */
  readonly x: number;
  /** The window is on the move: the other zones wait until it can be read. */
  readonly isBrief: boolean;
}

/** Width of a letter of the time under the cursor, CSS pixels: figures are all as wide. */
const LETTER = 6.6;
const SMALL_LETTER = 6;
/** Heights of its lines, CSS pixels. */
const LINE = 16;
const SMALL_LINE = 13;

export function Cursor({ view, zone, zoneName, x, isBrief }: CursorProps): ReactNode {
  const plant = useSettings((values) => values.plantTimeZone);
  const zones = useMemo(() => otherZones(zone, plant), [zone, plant]);
  if (view === undefined || x < 0 || x > view.width) return undefined;
  const scale = { window: view.window, width: view.width };
  const time = xToTime(scale, x);
  const precision = precisionFor(resolution(scale));
  const text = `${timeText(time, zone, precision)} ${zoneName}${repeated(time, zone, precision)}`;
  const others = (isBrief || precision === "day" ? [] : zones).map(
    ({ name, zone: other }) =>
      `${timeText(time, other, precision)} ${name}${repeated(time, other, precision)}`,
  );
  const width = Math.max(text.length * LETTER, ...others.map((other) => other.length * SMALL_LETTER)) + 12;
  const left = Math.min(Math.max(x - width / 2, 2), view.width - width - 2);
  return (
    <>
      <div
        className="timeline-cursor"
        style={{ transform: `translateX(${Math.round(x)}px)`, top: HEAD_HEIGHT }}
      />
      <span
        className="timeline-cursor-time"
        style={{ width, height: LINE + others.length * SMALL_LINE, transform: `translateX(${left}px)` }}
      >
        {text}
        {others.map((other) => (
          <span key={other} className="timeline-cursor-other">
            {other}
          </span>
        ))}
      </span>
    </>
  );
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

/** Plant, UTC and local time as far as they are other zones than the one that is shown, and than each other. */
function otherZones(
  shown: TimeZone,
  plant: string | undefined,
): readonly { readonly name: string; readonly zone: TimeZone }[] {
  const seen = new Set([shown.name]);
  return ZONE_CHOICES.flatMap((choice) => {
    const zone = zoneOf(choice, plant);
    if (seen.has(zone.name)) return [];
    seen.add(zone.name);
    return [{ name: message(`timeline.zone.short.${choice}`), zone }];
  });
}
