/** What the page itself lays over the drawn lanes: the cursor, what is under it in words, the notes. */
import { useEffect, useState, type ReactNode } from "react";
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
  const reached = useStage(stage, ({ parts }) => parts().reached);
  const isNoting = useStore(noteDraft, ({ draft }) => draft !== undefined);
  return (
    <>
      {isPointed ? <Pointed stage={stage} zone={zone} zoneName={zoneName} /> : undefined}
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
  const isPassing = useIsPassing(stage);
  if (place === undefined || view === undefined) return undefined;
  return (
    <>
      <Cursor view={view} zone={zone} zoneName={zoneName} x={place.x} isBrief={isPassing} />
      {isPassing ? undefined : (
        <Tooltip place={place} data={data} zone={zone} width={view.width} height={view.height} />
      )}
    </>
  );
}

/** Two moves of the window within this are one movement, ms: what passes under the pointer is not read. */
const PASSING = 120;

/** The window is on the move; one step of it, as with each new event of a plant, is none. */
function useIsPassing(stage: PlotStage): boolean {
  const [isPassing, setIsPassing] = useState(false);
  useEffect(() => {
    let window = stage.view()?.window;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = stage.onFrame(() => {
      const now = stage.view()?.window;
      if (now === window) return;
      window = now;
      if (timer !== undefined) setIsPassing(true);
      clearTimeout(timer);
      timer = setTimeout(() => {
        timer = undefined;
        setIsPassing(false);
      }, PASSING);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [stage]);
  return isPassing;
}

function Notes({ stage, notes, zone }: Pick<PlotOverProps, "stage" | "notes" | "zone">): ReactNode {
  const view = useStage(stage, (now) => now.view());
  return <NoteFlags notes={notes} view={view} zone={zone} />;
}
