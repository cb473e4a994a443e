/** Over the plot where it has nothing to draw: loading, failed, empty. */
import type { ReactNode } from "react";
import { message } from "../../messages/catalogue.ts";
import { runCommand } from "../../state/commands.ts";
import { selection } from "../../state/selection.ts";
import { NothingPasses } from "../../components/nothing-passes.tsx";
import { Empty, Problem } from "../../components/region.tsx";
import type { TimelineController } from "../../timeline/controller.ts";
import { useTimeline } from "./plot-stage.ts";

/** Instead of the lanes: why there are none. */
export function PlotState({ controller }: { readonly controller: TimelineController }): ReactNode {
  const slice = useTimeline(controller, (state) => state.slice);
  const failure = useTimeline(controller, (state) => state.failure);
  const subject = useTimeline(controller, (state) => state.subject);
  const isFiltered = useTimeline(controller, (state) => state.only.length > 0);
  const hasNone = useTimeline(
    controller,
    ({ answered, requested, limits, only, slice: last }) =>
      answered === requested &&
      // Filtered, it keeps its axis.
      (limits === undefined || (only.length > 0 && last?.lanes.length === 0)),
  );
  if (slice === undefined) {
    if (failure === undefined) return <PlotSkeleton />;
    return (
      <div className="timeline-over" onPointerDown={(event) => event.stopPropagation()}>
        <Problem what={message("timeline.failed")} failure={failure} retry={controller.refresh} />
      </div>
    );
  }
  if (!hasNone) return undefined;
  return (
    <div className="timeline-over" onPointerDown={(event) => event.stopPropagation()}>
      {slice.lanes.length > 0 ? (
        <Empty>{message("timeline.undatedOnly", { count: slice.undated })}</Empty>
      ) : isFiltered ? (
        <NothingPasses />
      ) : subject?.kind === "everything" ? (
        <Empty
          action={
            <button type="button" className="button" onClick={() => runCommand("file.open-files")}>
              {message("timeline.empty.open")}
            </button>
          }
        >
          {message("timeline.empty")}
        </Empty>
      ) : (
        <Empty
          action={
            <button
              type="button"
              className="button"
              onClick={() => selection.getState().selectPart(undefined)}
            >
              {message("timeline.none.everything")}
            </button>
          }
        >
          {message("timeline.none")}
        </Empty>
      )}
    </div>
  );
}

/** The frame of what will come: overview, axis, lanes. */
export function PlotSkeleton(): ReactNode {
  return (
    <output className="timeline-skeleton" aria-label={message("state.loading")}>
      {["100%", "38%", "72%", "64%", "81%", "44%", "58%"].map((width, index) => (
        <div key={index} className="skeleton" style={{ width, height: index === 0 ? 18 : 10 }} />
      ))}
    </output>
  );
}
