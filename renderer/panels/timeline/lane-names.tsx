/** Names left of the lanes and traces: coloured dots, undated events, the range of a trace. */
import { memo, type ReactNode } from "react";
import type { EventKind } from "../../../shared/model/event.ts";
import { message } from "../../messages/catalogue.ts";
import { needsGapsRow } from "../../timeline/layout.ts";
import { HEAD_HEIGHT, placeRows, type Row } from "../../timeline/rows.ts";
import type { PlacedTrace, TimelineData } from "../../timeline/view.ts";
import { kindName } from "./kind-name.ts";
import { rangeText } from "./trace-text.ts";
import { TraceNow } from "./trace-now.tsx";
import { UndatedEvents } from "./undated-events.tsx";

export interface LaneNamesProps {
  readonly data: TimelineData;
  readonly collapsed: readonly EventKind[];
  /** Height of the plot, CSS pixels. */
  readonly height: number;
  readonly onToggle: (kind: EventKind) => void;
  /** Stands in the corner over the names. */
  readonly children: ReactNode;
}

/** Drawn anew only with new props: the pointer moves over the plot many times a second. */
export const LaneNames = memo(function LaneNames({
  data,
  collapsed,
  height,
  onToggle,
  children,
}: LaneNamesProps): ReactNode {
  const lanes = data.slice?.lanes ?? [];
  const rows = placeRows(lanes, data.traces.length, needsGapsRow(data), collapsed, height - HEAD_HEIGHT);
  return (
    <div className="timeline-names" style={{ height: HEAD_HEIGHT + rows.height }}>
      <div className="timeline-names-head" style={{ height: HEAD_HEIGHT }}>
        {children}
      </div>
      {rows.rows.map((row) => {
        const lane = row.type === "lane" ? lanes[row.index] : undefined;
        const placed = row.type === "trace" ? data.traces[row.index] : undefined;
        return (
          <div key={`${row.type} ${row.index}`} className="timeline-name" style={boxOf(row)}>
            {lane === undefined ? undefined : (
              <LaneName
                kind={lane.kind}
                undated={lane.undated}
                collapsed={row.collapsed}
                onToggle={() => onToggle(lane.kind)}
              />
            )}
            {placed === undefined ? undefined : <TraceName placed={placed} />}
            {row.type === "gaps" ? <LaneLabel kind="gap" /> : undefined}
          </div>
        );
      })}
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

interface LaneNameProps {
  readonly kind: EventKind;
  readonly undated: number;
  readonly collapsed: boolean;
  readonly onToggle: () => void;
}

function LaneName({ kind, undated, collapsed, onToggle }: LaneNameProps): ReactNode {
  const lane = kindName(kind);
  const action = message(collapsed ? "timeline.lane.expand" : "timeline.lane.collapse", { lane });
  return (
    <>
      <button
        type="button"
        className="timeline-lane"
        aria-expanded={!collapsed}
        aria-label={lane}
        title={action}
        onClick={onToggle}
      >
        <span className="ellipsis">{lane}</span>
      </button>
      {undated > 0 && !collapsed ? <UndatedEvents kind={kind} count={undated} /> : undefined}
      <span className="timeline-dot" style={{ background: `var(--kind-${kind})` }} />
    </>
  );
}

function TraceName({ placed }: { readonly placed: PlacedTrace }): ReactNode {
  const { equipment, signal } = placed.trace;
  return (
    <span className="timeline-trace-name" title={`${signal} · ${equipment}`}>
      <span className="ellipsis">
        {signal} · {equipment}
      </span>
      <span className="ellipsis muted">
        <TraceNow equipment={equipment} signal={signal} />
        {rangeText(placed)}
      </span>
    </span>
  );
}
