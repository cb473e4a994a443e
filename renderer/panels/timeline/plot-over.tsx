/** What the page itself lays over the drawn lanes: the cursor, what is under it in words, the notes. */
import type { ReactNode } from "react";
import { useStore } from "zustand";
import type { EventSummary } from "../../../shared/contract/events.ts";
import { NO_DATA } from "../../timeline/view.ts";
import type { TimeZone } from "../../timeline/time-zone.ts";
import { Cursor } from "./cursor.tsx";
import { NoteFlags } from "./note-flags.tsx";
import { noteDraft, type TimelineNote } from "./notes.ts";
import { useStage, type PlotStage } from "./plot-stage.ts";
import { ReachedEvent } from "./reached-event.tsx";
import { Tooltip } from "./tooltip.tsx";

export interface PlotOverProps {
  readonly stage: PlotStage;
  readonly notes: readonly TimelineNote[];
  /** Rows of the visible window. */
  readonly events: readonly EventSummary[];
  readonly zone: TimeZone;
  readonly zoneName: string;
}

/** Each part follows the plot by itself: what is not there costs a frame nothing. */
export function PlotOver({ stage, notes, events, zone, zoneName }: PlotOverProps): ReactNode {
  const isPointed = useStage(stage, ({ place }) => place() !== undefined);
  // Then the painter draws the cursor, and what passes under it is not read.
  const isPassing = useStage(stage, (now) => now.isPassing());
  const reached = useStage(stage, ({ parts }) => parts().reached);
  const isNoting = useStore(noteDraft, ({ draft }) => draft !== undefined);
  return (
    <>
      {isPointed && !isPassing ? <Pointed stage={stage} zone={zone} zoneName={zoneName} /> : undefined}
      {isPointed || reached === undefined ? undefined : (
        <ReachedEvent event={reached} events={events} zone={zone} />
      )}
      {notes.length > 0 || isNoting ? <Notes stage={stage} notes={notes} zone={zone} /> : undefined}
    </>
  );
}

function Pointed({ stage, zone, zoneName }: Pick<PlotOverProps, "stage" | "zone" | "zoneName">): ReactNode {
  const view = useStage(stage, (now) => now.view());
  const place = useStage(stage, (now) => now.place());
  const data = useStage(stage, (now) => now.look()?.data ?? NO_DATA);
  if (place === undefined || view === undefined) return undefined;
  return (
    <>
      <Cursor view={view} zone={zone} zoneName={zoneName} x={place.x} />
      <Tooltip place={place} data={data} zone={zone} width={view.width} height={view.height} />
    </>
  );
}

function Notes({ stage, notes, zone }: Pick<PlotOverProps, "stage" | "notes" | "zone">): ReactNode {
  const view = useStage(stage, (now) => now.view());
  return <NoteFlags notes={notes} view={view} zone={zone} />;
}
