/** One controller per panel, in step with the selection, the cache and the connection. */
import { useEffect, useMemo, useState } from "react";
import type { Subject } from "../../../shared/contract/common.ts";
import type { EventFilters } from "../../../shared/contract/event-filter.ts";
import { connection, currentHost } from "../../host/host.ts";
import { cache } from "../../state/cache.ts";
import { partSubject, selection, subjectKey, useSelection } from "../../state/selection.ts";
import { followSpan } from "./shown-span.ts";
import { createTimelineController, type TimelineController } from "../../timeline/controller.ts";

/** Marks that the bench measures between: a subject chosen, and its events on the screen. */
export const REQUESTED_MARK = "timeline-requested";
export const DRAWN_MARK = "timeline-drawn";

/** How long requests wait for the next step of a drag, ms. */
const SETTLE = 60;

export function useController(): TimelineController {
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

  useEffect(() => {
    // Asked in the turn of the click, before the panels are drawn anew: the answer comes while they are.
    let asked: { readonly subject: Subject; readonly only: EventFilters } | undefined;
    const tell = (): void => {
      const { tree, treeFailure } = cache.getState();
      // With the tree comes the first selection: until then the question would be of everything, and for nothing.
      if (connection.getState().generation === 0 || (tree ?? treeFailure) === undefined) return;
      const { only, subject: of } = selection.getState();
      const subject = of();
      if (asked?.only === only && subjectKey(asked.subject) === subjectKey(subject)) return;
      asked = { subject, only };
      controller.setSubject(subject, only);
    };
    tell();
    const stops = [selection.subscribe(tell), cache.subscribe(tell), connection.subscribe(tell)];
    return () => stops.forEach((stop) => stop());
  }, [controller]);
  useEffect(() => {
    const stops = [
      cache.subscribe((now, before) => {
        if (now.changed !== before.changed) controller.refresh(now.changed);
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
  useEffect(() => followSpan(controller), [controller]);
  return controller;
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
  const structure = useSelection((selected) => selected.structure);
  return useMemo(() => {
    if (unitId !== undefined) return { kind: "unit", unitId };
    return partNumber === undefined ? { kind: "everything" } : partSubject(partNumber, structure);
  }, [unitId, partNumber, structure]);
}
