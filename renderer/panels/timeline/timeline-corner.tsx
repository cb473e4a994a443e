/** Left of the overview and the axis: the brushed span as a removable chip, and the way back to everything. */
import { memo, type ReactNode } from "react";
import type { TimeWindow } from "../../../shared/contract/common.ts";
import type { SourceClock } from "../../../shared/model/clock.ts";
import { message } from "../../messages/catalogue.ts";
import { clockHere, clockShort } from "../../state/clock-words.ts";
import { formatSpan } from "../../state/format-time.ts";
import { clearSpan } from "../../state/filters.ts";
import { SpanCounts } from "./span-counts.tsx";
import type { TimelineController } from "../../timeline/controller.ts";
import type { TimeZone } from "../../timeline/time-zone.ts";

export interface TimelineCornerProps {
  readonly controller: TimelineController;
  /** Everything is in view. */
  readonly fitted: boolean;
  readonly brush: TimeWindow | undefined;
  readonly zone: TimeZone;
  /** Of sources without a lane of their own here, that were off. */
  readonly clocks: readonly SourceClock[];
}

export const TimelineCorner = memo(function TimelineCorner({
  controller,
  fitted,
  brush,
  zone,
  clocks,
}: TimelineCornerProps): ReactNode {
  return (
    <div className="timeline-corner">
      {brush === undefined ? undefined : <SpanChip brush={brush} zone={zone} />}
      <div className="timeline-corner-links">
        {brush === undefined ? undefined : <SpanCounts brush={brush} zone={zone} />}
        <ClocksOff clocks={clocks} zone={zone} />
        {fitted ? undefined : (
          <button type="button" className="link" onClick={() => controller.show(undefined)}>
            {message("timeline.extent")}
          </button>
        )}
      </div>
    </div>
  );
});

/** Which clocks stated times of this view, and how far they were off. */
function ClocksOff({ clocks, zone }: Pick<TimelineCornerProps, "clocks" | "zone">): ReactNode {
  const [first] = clocks;
  if (first === undefined) return undefined;
  const words = clocks.map((clock) => clockHere(clock, zone.name)).join("\n");
  return (
    <span className="timeline-clock mark ellipsis" role="note" aria-label={words} title={words}>
      {clocks.length === 1
        ? message("clock.beside", { source: first.sourceName, short: clockShort(first) })
        : message("clock.several", { count: clocks.length })}
    </span>
  );
}

function SpanChip({ brush, zone }: { readonly brush: TimeWindow; readonly zone: TimeZone }): ReactNode {
  const text = formatSpan(brush, zone.name);
  const filter = `${message("timeline.chip.span")} ${text}`;
  return (
    <button
      type="button"
      className="timeline-chip filter"
      title={filter}
      aria-label={message("timeline.chip.remove", { filter })}
      onClick={clearSpan}
    >
      <span className="ellipsis">{text}</span> <span aria-hidden="true">×</span>
    </button>
  );
}
