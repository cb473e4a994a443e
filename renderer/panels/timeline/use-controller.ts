/** One controller per panel, in step with the selection, the cache and the connection. */
import { useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { useStore } from "zustand";
import type { Subject } from "../../../shared/contract/common.ts";
import { connection, currentHost } from "../../host/host.ts";
import { cache } from "../../state/cache.ts";
import { useSelection } from "../../state/selection.ts";
import { createTimelineController, type TimelineController } from "../../timeline/controller.ts";
import type { TimelineState } from "../../timeline/state.ts";

/** Marks that the bench measures between: a subject chosen, and its events on the screen. */
export const REQUESTED_MARK = "timeline-requested";
export const DRAWN_MARK = "timeline-drawn";

/** How long requests wait for the next step of a drag, ms. */
const SETTLE = 60;

export function useController(): { readonly controller: TimelineController; readonly state: TimelineState } {
  const [controller] = useState(() =>
    createTimelineController({
      host: currentHost,
      soon: (run) => {
        const timer = setTimeout(run, SETTLE);
        return () => clearTimeout(timer);
      },
      onRequested: () => performance.mark(REQUESTED_MARK),
    }),
  );
  const state = useSyncExternalStore(controller.subscribe, controller.state);
  const subject = useSubject();
  // With the tree comes the first selection: until then the question would be of everything, and for nothing.
  const isTreeKnown = useStore(cache, ({ tree, treeFailure }) => (tree ?? treeFailure) !== undefined);
  const connected = useStore(connection, ({ generation }) => generation > 0);

  useEffect(() => {
    if (connected && isTreeKnown) controller.setSubject(subject);
  }, [controller, connected, isTreeKnown, subject]);
  useEffect(() => {
    const stops = [
      cache.subscribe((now, before) => {
        if (now.revision !== before.revision) controller.refresh();
      }),
      connection.subscribe((now, before) => {
        // The first connection asks by its subject.
        if (now.generation !== before.generation && before.generation > 0) controller.refresh();
      }),
    ];
    return () => {
      for (const stop of stops) stop();
      controller.dispose();
    };
  }, [controller]);
  return { controller, state };
}

/** The subject, the same object while it is about the same: selecting an event of it changes nothing. */
export function useSubject(): Subject {
  const unitId = useSelection((selected) => {
    const subject = selected.subject();
    return subject.kind === "unit" ? subject.unitId : undefined;
  });
  const partNumber = useSelection((selected) => {
    const subject = selected.subject();
    return subject.kind === "part" ? subject.partNumber : undefined;
  });
  return useMemo(() => {
    if (unitId !== undefined) return { kind: "unit", unitId };
    return partNumber === undefined ? { kind: "everything" } : { kind: "part", partNumber };
  }, [unitId, partNumber]);
}
