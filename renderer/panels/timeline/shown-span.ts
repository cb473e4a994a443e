/** The span that the timeline shows, for who keeps it, and one that it is to show once it has its subject. */
import { createStore } from "zustand/vanilla";
import type { TimeWindow } from "../../../shared/contract/common.ts";
import { selection, subjectKey } from "../../state/selection.ts";
import type { TimelineController } from "../../timeline/controller.ts";
import { sameWindow } from "../../timeline/viewport.ts";

export interface ShownSpan {
  /** µs UTC; undefined: all there is. */
  readonly window: TimeWindow | undefined;
  readonly wanted: { readonly about: string; readonly window: TimeWindow | undefined } | undefined;
}

export const shownSpan = createStore<ShownSpan>(() => ({ window: undefined, wanted: undefined }));

/** Of what is selected now. */
export function showSpan(window: TimeWindow | undefined): void {
  shownSpan.setState({ wanted: { about: subjectKey(selection.getState().subject()), window } });
}

/** @returns what ends it */
export function followSpan(controller: TimelineController): () => void {
  const step = (): void => {
    const { subject, answered, requested, limits, window, fitted } = controller.state();
    const { wanted, window: known } = shownSpan.getState();
    const isThere = subject !== undefined && answered === requested && limits !== undefined;
    if (wanted !== undefined && isThere && wanted.about === subjectKey(subject)) {
      shownSpan.setState({ wanted: undefined });
      controller.show(wanted.window);
    }
    const now = fitted ? undefined : window;
    if (!sameWindow(now, known)) shownSpan.setState({ window: now });
  };
  step();
  const stops = [controller.subscribe(step), shownSpan.subscribe(step)];
  return () => stops.forEach((stop) => stop());
}
