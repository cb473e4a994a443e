/** What a key has reached on the timeline, in words, in the corner: the mark itself has its ring. */
import type { ReactNode } from "react";
import { message } from "../../messages/catalogue.ts";
import type { TimeZone } from "../../timeline/time-zone.ts";
import type { MarkedEvent } from "../../timeline/view.ts";
import { EventText } from "./tooltip.tsx";

export function ReachedEvent({
  event,
  events,
  zone,
}: {
  readonly event: MarkedEvent;
  /** Those in view, one of which it may be. */
  readonly events: readonly { readonly position: number; readonly title: string }[];
  readonly zone: TimeZone;
}): ReactNode {
  return (
    <output className="timeline-tooltip reached">
      <EventText
        position={event.position}
        title={events.find(({ position }) => position === event.position)?.title ?? ""}
        severity={0}
        kind={message(`timeline.kind.${event.kind}`)}
        start={event.from}
        end={event.to ?? NaN}
        zone={zone}
      />
    </output>
  );
}
