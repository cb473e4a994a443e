/** Bookmarks and notes on the timeline: kept by the host, every change of them can be taken back. */
import { createStore } from "zustand/vanilla";
import type { TimeWindow } from "../../../shared/contract/common.ts";
import type { Settings } from "../../../shared/contract/settings.ts";
import { message } from "../../messages/catalogue.ts";
import { changeSettings, settings } from "../../state/settings.ts";
import { undoStack } from "../../state/undo.ts";

export type TimelineNote = NonNullable<Settings["timelineNotes"]>[number];

export const MOST_NOTES = 500;
export const LONGEST_NOTE = 2_000;

/** The note that is being written, as typed so far: one that is there already, or one to be. */
export const noteDraft = createStore<{ readonly draft: TimelineNote | undefined }>(() => ({
  draft: undefined,
}));

/** Opens a note to be written. What was typed into the one before it is kept, as it would be by Enter. */
export function openNote(note: TimelineNote): void {
  const { draft } = noteDraft.getState();
  if (draft?.id === note.id) return;
  if (draft !== undefined) {
    const text = draft.text.trim();
    const kept = notesNow().find(({ id }) => id === draft.id)?.text ?? "";
    if (text !== kept) putNote({ ...draft, text });
  }
  noteDraft.setState({ draft: note });
}

/** Also what is new: a note of that id takes the place of the one before. */
export function putNote(note: TimelineNote): void {
  const known = notesNow().some(({ id }) => id === note.id);
  change(message(known ? "timeline.notes.changed" : "timeline.notes.added"), (all) =>
    [...all.filter(({ id }) => id !== note.id), { ...note, text: note.text.slice(0, LONGEST_NOTE) }].slice(
      -MOST_NOTES,
    ),
  );
}

export function removeNote(id: string): void {
  change(message("timeline.notes.removed"), (all) => all.filter((note) => note.id !== id));
}

export const notesNow = (): readonly TimelineNote[] => settings.getState().values.timelineNotes ?? [];

/** Those of a subject: its own, and those made while everything was shown; ascending in time. */
export function notesOf(
  all: readonly TimelineNote[],
  partNumber: string | undefined,
): readonly TimelineNote[] {
  return all
    .filter(
      (note) => partNumber === undefined || note.partNumber === undefined || note.partNumber === partNumber,
    )
    .toSorted((a, b) => a.from - b.from || (a.id < b.id ? -1 : 1));
}

/** The first one after (or the last one before) the middle of what is shown. */
export function nextNote(
  notes: readonly TimelineNote[],
  window: TimeWindow,
  direction: -1 | 1,
): TimelineNote | undefined {
  const middle = (window.from + window.to) / 2;
  const at = ({ from, to = from }: TimelineNote): number => (from + to) / 2;
  // A microsecond of a step is the one that is in the middle already.
  return direction > 0
    ? notes.find((note) => at(note) > middle + 1)
    : notes.findLast((note) => at(note) < middle - 1);
}

function change(title: string, next: (all: readonly TimelineNote[]) => readonly TimelineNote[]): void {
  const before = [...notesNow()];
  const after = [...next(before)];
  changeSettings({ timelineNotes: after });
  undoStack.getState().push({
    title,
    undo: () => changeSettings({ timelineNotes: before }),
    redo: () => changeSettings({ timelineNotes: after }),
  });
}
