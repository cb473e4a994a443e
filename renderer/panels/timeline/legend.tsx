/** What the colours of the bars say; always in view while any lane has failures. */
import type { ReactNode } from "react";
import { message } from "../../messages/catalogue.ts";
import type { TimelineState } from "../../timeline/state.ts";

export function Legend({ state }: { readonly state: TimelineState }): ReactNode {
  const { slice } = state.data;
  if (slice === undefined || !slice.lanes.some(({ history }) => history.failed > 0)) return undefined;
  return (
    <span className="timeline-legend" title={message("timeline.legend.about")}>
      <span className="timeline-swatch" style={{ background: "var(--rate-0)" }} />
      {message("timeline.legend.fewer")}
      <span className="timeline-swatch usual" />
      {message("timeline.legend.usual")}
      <span className="timeline-swatch" style={{ background: "var(--rate-1)" }} />
      <span className="timeline-swatch" style={{ background: "var(--rate-2)" }} />
      {message("timeline.legend.more")}
    </span>
  );
}
