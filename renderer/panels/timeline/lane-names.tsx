/** Names left of the lanes and traces: what each stands for, undated events, the range of a trace. */
import { memo, useId, useRef, useState, type ReactNode } from "react";
import type { EventKind } from "../../../shared/model/event.ts";
import { message } from "../../messages/catalogue.ts";
import { clocksOf, worstClocks } from "../../timeline/clocks-off.ts";
import { needsGapsRow } from "../../timeline/layout.ts";
import { HEAD_HEIGHT, placeRows, rowsInView, type LaneShapes, type Row } from "../../timeline/rows.ts";
import { tracesOn } from "../../timeline/trace-axes.ts";
import type { TimelineColours, TimelineData } from "../../timeline/view.ts";
import type { TimeZone } from "../../timeline/time-zone.ts";
import { kindName } from "./kind-name.ts";
import { changeLayout, layoutNow, movedLane } from "./lane-layout.ts";
import { LaneHandle } from "./lane-handle.tsx";
import { TraceLegend, TraceName } from "./trace-names.tsx";

export interface LaneNamesProps {
  readonly data: TimelineData;
  readonly shapes: LaneShapes;
  readonly pinned: readonly string[];
  readonly expanded: readonly string[];
  /** Height of the plot, CSS pixels. */
  readonly height: number;
  readonly scrollTop: number;
  readonly zone: TimeZone;
  /** As the plot is drawn. */
  readonly colours: TimelineColours;
  /** Stands in the corner over the names. */
  readonly children: ReactNode;
}

/** Drawn anew only with new props: the pointer moves over the plot many times a second. */
export const LaneNames = memo(function LaneNames(props: LaneNamesProps): ReactNode {
  const { data, shapes, pinned, expanded, height, scrollTop, zone, colours, children } = props;
  const list = useRef<HTMLDivElement>(null);
  const [drop, setDrop] = useState<number>();
  const descriptionId = useId();
  const lanes = data.slice?.lanes ?? [];
  const room = height - HEAD_HEIGHT;
  const rows = placeRows(lanes, data.traces.length, needsGapsRow(data), shapes, room);
  // A screen more on both sides: keys walk into it, and the page scrolls after them.
  const inView = rowsInView(rows.rows, scrollTop - room, 3 * room);
  const [stop, setStop] = useState<string>();
  const idsInView = inView.flatMap((row) => (row.type === "lane" ? [lanes[row.index]?.id ?? ""] : []));
  /** One stop for Tab: the arrows walk. */
  const stopInView = stop !== undefined && idsInView.includes(stop) ? stop : idsInView[0];
  /** Lanes that can change places, from the top. */
  const movable = rows.rows.filter((row) => {
    const lane = row.type === "lane" ? lanes[row.index] : undefined;
    return lane !== undefined && lane.parent === undefined && lane.others === 0 && lane.key !== "";
  });
  const ids = movable.map((row) => lanes[row.index]?.id ?? "");
  const move = (id: string, to: number): void => {
    if (ids.indexOf(id) === to) return;
    changeLayout(message("timeline.lanes.step.move"), movedLane(layoutNow(), ids, id, to));
  };
  /** Where a lane would go that is let go at this height of the page. */
  const placeAt = (clientY: number, id: string): number => {
    const top = list.current?.getBoundingClientRect().top ?? 0;
    const y = clientY - top - HEAD_HEIGHT;
    return movable.filter((row, at) => ids[at] !== id && row.top + row.height / 2 < y).length;
  };
  const edgeOf = (place: number, id: string): number => {
    const others = movable.filter((_, at) => ids[at] !== id);
    const row = others[place];
    const last = others.at(-1);
    return row?.top ?? (last === undefined ? 0 : last.top + last.height);
  };
  return (
    <div ref={list} className="timeline-names" style={{ height: HEAD_HEIGHT + rows.height }}>
      <div className="timeline-names-head" style={{ height: HEAD_HEIGHT }}>
        {children}
      </div>
      {inView.map((row) => {
        const lane = row.type === "lane" ? lanes[row.index] : undefined;
        const traces = tracesOn(data, row);
        return (
          <div
            key={lane === undefined ? `${row.type} ${row.index}` : lane.id}
            className={lane?.parent === undefined ? "timeline-name" : "timeline-name within"}
            style={boxOf(row)}
          >
            {lane === undefined ? undefined : (
              <LaneHandle
                lane={lane}
                clock={worstClocks(clocksOf(lane, data.slice?.clocks ?? []))[0]}
                zone={zone}
                row={row}
                pinned={pinned.includes(lane.id)}
                expanded={expanded.includes(lane.id)}
                descriptionId={descriptionId}
                isStop={lane.id === stopInView}
                onFocus={() => setStop(lane.id)}
                place={ids.indexOf(lane.id)}
                onMove={(to) => move(lane.id, to)}
                onDrag={(clientY) =>
                  setDrop(clientY === undefined ? undefined : edgeOf(placeAt(clientY, lane.id), lane.id))
                }
                onDrop={(clientY) => move(lane.id, placeAt(clientY, lane.id))}
              />
            )}
            {traces.length > 1 ? <TraceLegend traces={traces} colours={colours} /> : undefined}
            {traces.length === 1 && traces[0] !== undefined ? <TraceName placed={traces[0]} /> : undefined}
            {row.type === "gaps" ? <LaneLabel kind="gap" /> : undefined}
          </div>
        );
      })}
      <p id={descriptionId} className="visually-hidden">
        {message("timeline.lane.keys")}
      </p>
      {drop === undefined ? undefined : (
        <div className="timeline-drop" style={{ top: HEAD_HEIGHT + drop - 1 }} />
      )}
    </div>
  );
});

function boxOf({ top, height }: Row): { readonly top: number; readonly height: number } {
  return { top: HEAD_HEIGHT + top, height };
}

function LaneLabel({ kind }: { readonly kind: EventKind }): ReactNode {
  return (
    <span className="timeline-lane-label">
      <span className="ellipsis">{kindName(kind)}</span>
      <span className="timeline-dot" style={{ background: `var(--kind-${kind})` }} />
    </span>
  );
}
