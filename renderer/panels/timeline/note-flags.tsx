/** Notes as flags on the axis, each with its line through the lanes; and the card that one is written on. */
import { useEffect, useRef, type KeyboardEvent, type ReactNode } from "react";
import { useStore } from "zustand";
import { message } from "../../messages/catalogue.ts";
import { HEAD_HEIGHT } from "../../timeline/rows.ts";
import { timeToX } from "../../timeline/scale.ts";
import { spanText, timeText } from "../../timeline/time-text.ts";
import type { TimeZone } from "../../timeline/time-zone.ts";
import type { TimelineView } from "../../timeline/view.ts";
import { LONGEST_NOTE, noteDraft, openNote, putNote, removeNote, type TimelineNote } from "./notes.ts";

export interface NoteFlagsProps {
  readonly notes: readonly TimelineNote[];
  readonly view: TimelineView | undefined;
  readonly zone: TimeZone;
}

export function NoteFlags({ notes, view, zone }: NoteFlagsProps): ReactNode {
  const draft = useStore(noteDraft, (state) => state.draft);
  if (view === undefined) return undefined;
  const scale = { window: view.window, width: view.width };
  return (
    <>
      {notes.map((note) => {
        const left = timeToX(scale, note.from);
        const right = note.to === undefined ? left : timeToX(scale, note.to);
        if (right < 0 || left > view.width) return undefined;
        const name = noteName(note, zone);
        return (
          <div key={note.id} className="timeline-note-place" style={{ left: Math.max(0, left), top: 0 }}>
            <span
              className="timeline-note-line"
              style={{
                top: HEAD_HEIGHT,
                width: Math.max(0, Math.min(right, view.width) - Math.max(0, left)),
              }}
            />
            <button
              type="button"
              className="timeline-flag"
              style={{ top: HEAD_HEIGHT - 12 }}
              aria-label={name}
              title={name}
              data-own
              onClick={() => openNote(note)}
            >
              <svg viewBox="0 0 10 12" width="10" height="12" aria-hidden="true">
                <path d="M1 12V1h8L6.6 3.8 9 6.5H2" fill="currentColor" stroke="currentColor" />
              </svg>
            </button>
          </div>
        );
      })}
      {draft === undefined ? undefined : <NoteCard key={draft.id} draft={draft} zone={zone} />}
    </>
  );
}

export function noteName({ from, to, text }: TimelineNote, zone: TimeZone): string {
  const time = to === undefined ? timeText(from, zone, "second") : spanText({ from, to }, zone);
  return text === ""
    ? message("timeline.notes.bookmark", { time })
    : message("timeline.notes.note", { time, text });
}

/** A key of an input method that puts letters together; Safari tells the one that ends it only by 229. */
const isComposing = ({ nativeEvent, keyCode }: KeyboardEvent): boolean =>
  nativeEvent.isComposing || keyCode === 229;

function NoteCard({ draft, zone }: { readonly draft: TimelineNote; readonly zone: TimeZone }): ReactNode {
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.focus(), []);
  const close = (): void => {
    // Back to where the keys of the timeline work.
    field.current?.closest<HTMLElement>(".timeline-plot")?.focus();
    noteDraft.setState({ draft: undefined });
  };
  const save = (): void => {
    putNote({ ...draft, text: draft.text.trim() });
    close();
  };
  return (
    <form
      className="timeline-note-card"
      aria-label={message("timeline.notes.card")}
      data-own
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === "Escape" && !isComposing(event)) close();
      }}
    >
      <label>
        <span className="second">{noteName({ ...draft, text: "" }, zone)}</span>
        <textarea
          className="field"
          rows={2}
          ref={field}
          maxLength={LONGEST_NOTE}
          placeholder={message("timeline.notes.placeholder")}
          value={draft.text}
          onChange={(event) => noteDraft.setState({ draft: { ...draft, text: event.currentTarget.value } })}
          onKeyDown={(event) => {
            // On the buttons Enter is theirs.
            if (event.key !== "Enter" || event.shiftKey || isComposing(event)) return;
            event.preventDefault();
            save();
          }}
        />
      </label>
      <div className="timeline-note-actions">
        <button type="submit" className="button primary">
          {message("timeline.notes.keep")}
        </button>
        <button type="button" className="button quiet" onClick={close}>
          {message("timeline.notes.cancel")}
        </button>
        <button
          type="button"
          className="button quiet"
          onClick={() => {
            removeNote(draft.id);
            close();
          }}
        >
          {message("timeline.notes.remove")}
        </button>
      </div>
    </form>
  );
}
