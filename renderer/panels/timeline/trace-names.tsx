/** What a row of traces shows: the signal of one, or of each of several that lie over each other. */
import type { ReactNode } from "react";
import { message } from "../../messages/catalogue.ts";
import { lineStyle } from "../../timeline/trace-axes.ts";
import { uomSymbol } from "../../timeline/trace-value.ts";
import type { PlacedTrace, TimelineColours } from "../../timeline/view.ts";
import { rangeText } from "./trace-text.ts";
import { TraceNow } from "./trace-now.tsx";

export function TraceName({ placed }: { readonly placed: PlacedTrace }): ReactNode {
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

export interface TraceLegendProps {
  readonly traces: readonly PlacedTrace[];
  readonly colours: TimelineColours;
}

/** CSS pixels. */
const [SAMPLE, HEIGHT] = [22, 10];

/** The line of each as it is drawn: told apart by its dashes too, in print and by whoever sees no colours. */
export function TraceLegend({ traces, colours }: TraceLegendProps): ReactNode {
  return (
    <ul className="timeline-trace-legend" aria-label={message("timeline.signals.together.label")}>
      {traces.map((placed, at) => {
        const { equipment, signal, uom } = placed.trace;
        const { colour, dash } = lineStyle(colours, at);
        return (
          <li key={`${equipment} ${signal}`} title={`${signal} · ${equipment} · ${rangeText(placed)}`}>
            <svg width={SAMPLE} height={HEIGHT} aria-hidden="true">
              <line
                x1={0}
                x2={SAMPLE}
                y1={HEIGHT / 2}
                y2={HEIGHT / 2}
                stroke={colour}
                strokeWidth={2}
                strokeDasharray={dash.join(" ")}
              />
            </svg>
            <span className="ellipsis">{signal}</span>
            <span className="muted timeline-trace-of">· {equipment}</span>
            <span className="muted timeline-trace-unit">
              {placed.range === undefined ? message("timeline.trace.empty") : uomSymbol(uom)}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
