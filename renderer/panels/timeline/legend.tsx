/** What the colours of the bars say; always in view while any lane has failures. */
import { memo, type ReactNode } from "react";
import { message } from "../../messages/catalogue.ts";
import type { TimelineData } from "../../timeline/view.ts";

export const Legend = memo(function Legend({ slice }: Pick<TimelineData, "slice">): ReactNode {
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
});
