/** A line under the pointer with its exact time: as the chosen zone shows it, and below it in the other zones. */
import { useMemo, type ReactNode } from "react";
import { message } from "../../messages/catalogue.ts";
import { CURSOR_LINE, CURSOR_SMALL_LINE, CURSOR_TOP, cursorPlate } from "../../timeline/cursor-plate.ts";
import { HEAD_HEIGHT } from "../../timeline/rows.ts";
import { resolution, xToTime } from "../../timeline/scale.ts";
import { precisionFor } from "../../timeline/time-text.ts";
import type { TimeZone } from "../../timeline/time-zone.ts";
import type { TimelineView } from "../../timeline/view.ts";
import { useSettings } from "../../state/settings.ts";
import { ZONE_CHOICES, zoneOf } from "./choices.ts";
import { cursorWords } from "./cursor-words.ts";

export interface CursorProps {
  readonly view: TimelineView | undefined;
  readonly zone: TimeZone;
  readonly zoneName: string;
  /** Of the plot, CSS pixels. */
  readonly x: number;
}

export function Cursor({ view, zone, zoneName, x }: CursorProps): ReactNode {
  const plant = useSettings((values) => values.plantTimeZone);
  const zones = useMemo(() => otherZones(zone, plant), [zone, plant]);
  if (view === undefined || x < 0 || x > view.width) return undefined;
  const scale = { window: view.window, width: view.width };
  const time = xToTime(scale, x);
  const precision = precisionFor(resolution(scale));
  const others = (precision === "day" ? [] : zones).map(({ name, zone: other }) =>
    cursorWords(time, other, name, precision),
  );
  const words = cursorWords(time, zone, zoneName, precision);
  const { left, width, text } = cursorPlate(x, view.width, words, others);
  return (
    <>
      <div
        className="timeline-cursor"
        style={{ transform: `translateX(${Math.round(x)}px)`, top: HEAD_HEIGHT }}
      />
      <span
        className="timeline-cursor-time"
        style={{
          width,
          top: CURSOR_TOP,
          height: CURSOR_LINE + others.length * CURSOR_SMALL_LINE,
          transform: `translateX(${left}px)`,
        }}
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
