import { expect, test } from "vitest";
import type { FeedChange } from "../../../shared/model/feed.ts";
import { createChosenRecords, TooManyChosen } from "./chosen-records.ts";

const note = (id: string, part: string): FeedChange => ({
  op: "put",
  id,
  revision: 1,
  position: 1,
  digest: 0,
  record: { record: "note", key: id, text: "seen", part: { name: part, strength: "stated" } },
});

test("records of the parts are chosen, and whatever is said later of those that were taken", () => {
  const chosen = createChosenRecords(new Set(["P-1"]));
  expect(chosen.has(note("a", "P-1"))).toBe(true);
  expect(chosen.has(note("b", "P-2"))).toBe(false);
  chosen.take("b", 3);
  expect(chosen.has(note("b", "P-2"))).toBe(true);
  expect(chosen.has({ op: "delete", id: "b", revision: 4, position: 2 })).toBe(true);
  expect(chosen.leastRevision).toBe(3);
});

test("a line that may be about them is never passed over, however its text is written", () => {
  const chosen = createChosenRecords(new Set(['Plate "A"', "Ä-1"]));
  for (const name of ['Plate "A"', "Ä-1"])
    expect(chosen.mayHave(JSON.stringify({ record: { part: { name } } }))).toBe(true);
  expect(chosen.mayHave('{"part": {"name" : "\\u00c4-1"}}')).toBe(true);
  expect(chosen.mayHave('{"part":{"name":"B"},"text":"Ä-1"}')).toBe(false);
  chosen.take("event/7", 1);
  expect(chosen.mayHave('{"op":"delete","id":"event/7"}')).toBe(true);
});

test("more than can be kept in mind is said", () => {
  const chosen = createChosenRecords(new Set(["P-1"]), 2);
  chosen.take("a", 1);
  chosen.take("a", 2);
  chosen.take("b", 1);
  expect(() => chosen.take("c", 1)).toThrow(TooManyChosen);
});
