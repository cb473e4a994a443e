import { expect, test } from "vitest";
import { nextNote, noteDraft, notesNow, notesOf, openNote, putNote, type TimelineNote } from "./notes.ts";

const note = (id: string, from: number, more: Partial<TimelineNote> = {}): TimelineNote => ({
  id,
  from,
  text: id,
  ...more,
});

test("a part has its own notes and those of everything, in order of time", () => {
  const all = [note("c", 30), note("a", 10, { partNumber: "P" }), note("b", 20, { partNumber: "Q" })];
  expect(notesOf(all, "P").map(({ id }) => id)).toEqual(["a", "c"]);
  expect(notesOf(all, undefined).map(({ id }) => id)).toEqual(["a", "b", "c"]);
});

test("steps go from note to note, whatever is in the middle", () => {
  const notes = [note("a", 100), note("b", 200, { to: 300 }), note("c", 400)];
  const around = (time: number) => ({ from: time - 50, to: time + 50 });
  expect(nextNote(notes, around(100), 1)?.id).toBe("b");
  expect(nextNote(notes, around(250), 1)?.id).toBe("c");
  expect(nextNote(notes, around(250), -1)?.id).toBe("a");
  expect(nextNote(notes, around(400), 1)).toBeUndefined();
});

test("what is typed into a note is kept when another one is opened, and a note left alone is not", () => {
  const [first, second] = [note("first", 10), note("second", 20)];
  putNote(first);
  putNote(second);
  openNote(first);
  noteDraft.setState({ draft: { ...first, text: "noisy spindle " } });
  openNote(second);
  expect(noteDraft.getState().draft).toEqual(second);
  expect(notesNow().map(({ text }) => text)).toEqual(["second", "noisy spindle"]);
  // One to be, without a word: it comes to nothing.
  openNote(note("new", 30, { text: "" }));
  openNote({ ...first, text: "noisy spindle" });
  expect(notesNow().map(({ id }) => id)).toEqual(["second", "first"]);
  openNote(note("written", 40, { text: "" }));
  noteDraft.setState({ draft: note("written", 40, { text: "new drill" }) });
  openNote(second);
  expect(notesNow().map(({ text }) => text)).toEqual(["second", "noisy spindle", "new drill"]);
});
