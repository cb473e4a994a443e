/** What clicks and keys on the plot do. */
import type { EventSummary } from "../../../shared/contract/events.ts";
import { EVENT_KINDS } from "../../../shared/model/event.ts";
import { clearSpan } from "../../state/filters.ts";
import { selection } from "../../state/selection.ts";
import type { TimelineController } from "../../timeline/controller.ts";
import type { PointerPlace } from "../../timeline/interaction.ts";
import type { KeyAction } from "../../timeline/keys.ts";
import { nextEvent } from "../../timeline/step.ts";
import type { MarkedEvent, TimelineData } from "../../timeline/view.ts";
import { fit, pan, reveal, spanOf, zoomAt } from "../../timeline/viewport.ts";
import { showNote } from "./note-menu.tsx";
import { nextNote, openNote, notesNow, notesOf } from "./notes.ts";
import { markedEvent, selectEvent } from "./event-lookup.ts";

/** The event under the pointer; undefined where there is none drawn singly. */
export function markUnder({ hit }: PointerPlace, data: TimelineData): MarkedEvent | undefined {
  const lane = hit.type === "mark" ? data.slice?.lanes[hit.lane] : undefined;
  if (lane === undefined || hit.type !== "mark") return undefined;
  const from = lane.marks.starts[hit.mark];
  const position = lane.marks.positions[hit.mark];
  if (from === undefined || position === undefined) return undefined;
  const end = lane.marks.ends[hit.mark] ?? NaN;
  const kind = EVENT_KINDS[lane.marks.kinds[hit.mark] ?? 0] ?? "machine";
  return { position, kind, keys: { [lane.by]: lane.key }, from, to: Number.isNaN(end) ? undefined : end };
}

/** Selects the mark; of a bar the worst of its events. */
export function runClick(place: PointerPlace, controller: TimelineController): void {
  const { data } = controller.state();
  const mark = markUnder(place, data);
  if (mark !== undefined) return void selectEvent(mark.position);
  const { hit } = place;
  const lane = hit.type === "bucket" ? data.slice?.lanes[hit.lane] : undefined;
  const worst = hit.type === "bucket" ? (lane?.worstPositions[hit.bucket] ?? 0) : 0;
  if (worst > 0) void selectEvent(worst);
}

/** Zooms to the span under the pointer, else in on the place. */
export function runDoubleClick(place: PointerPlace, controller: TimelineController): void {
  const { data, limits, window } = controller.state();
  if (limits === undefined || window === undefined) return;
  const mark = markUnder(place, data);
  if (mark?.to !== undefined && mark.to > mark.from) {
    controller.show(fit({ from: mark.from, to: mark.to }, limits));
  } else if (place.hit.type !== "overview") {
    controller.show(zoomAt(window, place.time, 0.25, limits));
  }
}

export interface KeyContext {
  readonly controller: TimelineController;
  /** Visible events, ascending. */
  readonly events: readonly EventSummary[];
  readonly focused: MarkedEvent | undefined;
  readonly selected: MarkedEvent | undefined;
  readonly reach: (event: MarkedEvent | undefined) => void;
}

/** False where the key does nothing here and belongs to whoever else wants it. */
export function runKey(action: KeyAction, context: KeyContext): boolean {
  const { controller, events, focused, selected, reach } = context;
  const { window, limits, fitted } = controller.state();
  if (window === undefined || limits === undefined) return false;
  const span = spanOf(window);
  const { window: brushed } = selection.getState();
  switch (action.type) {
    case "pan":
      controller.show(pan(window, action.share * span, limits));
      return true;
    case "zoom":
      controller.show(zoomAt(window, focused?.from ?? window.from + span / 2, action.factor, limits));
      return true;
    case "extent":
      controller.show(undefined);
      return true;
    case "end":
      controller.show({ from: limits.to - span, to: limits.to });
      return true;
    case "fit": {
      const around =
        selected === undefined ? undefined : { from: selected.from, to: selected.to ?? selected.from };
      const target = around ?? brushed;
      if (target === undefined) controller.show(undefined);
      // An instant has no length of its own: keep the scale, or show a hundredth of everything.
      else if (target.from === target.to) {
        const half = (fitted ? spanOf(limits) / 100 : span) / 2;
        controller.show({ from: target.from - half, to: target.from + half });
      } else controller.show(fit(target, limits));
      return true;
    }
    case "step": {
      const next = nextEvent(events, focused ?? selected, action.direction, window);
      if (next === undefined) return true;
      reach(markedEvent(next));
      if (next.startedAt !== undefined) controller.show(reveal(window, next.startedAt, limits));
      return true;
    }
    case "note": {
      const event = focused ?? selected;
      const middle = Math.round(window.from + span / 2);
      const from = event?.from ?? brushed?.from ?? middle;
      const to = event === undefined ? brushed?.to : event.to;
      const { partNumber } = selection.getState();
      openNote({
        id: crypto.randomUUID(),
        from,
        text: "",
        ...(to === undefined ? {} : { to }),
        ...(partNumber === undefined ? {} : { partNumber }),
      });
      return true;
    }
    case "step-note": {
      const next = nextNote(notesOf(notesNow(), selection.getState().partNumber), window, action.direction);
      if (next !== undefined) showNote(controller, next);
      return true;
    }
    case "select":
      if (focused === undefined) return false;
      void selectEvent(focused.position);
      // From now on it is marked and told as the selection.
      reach(undefined);
      return true;
    case "brush":
      selection.getState().brush({ from: Math.round(window.from), to: Math.round(window.to) });
      return true;
    case "clear":
      if (brushed === undefined && focused === undefined) return false;
      reach(undefined);
      clearSpan();
      return true;
  }
}
