import { expect, test } from "vitest";
import { createChosenRecords } from "./chosen-records.ts";
import { createSegmentNames } from "./segment-names.ts";

const line = (id: string, revision: number, part: string): string =>
  JSON.stringify({
    op: "put",
    position: 1,
    id,
    revision,
    record: { record: "unit", unit: { part: { name: part, revision: "7", strength: "stated" } } },
  });
const about = (...parts: string[]) => createChosenRecords(new Set(parts));

test("a segment is opened for parts that it names, in a line or otherwise, and for no others", () => {
  const names = createSegmentNames();
  names.addPart("A");
  names.addLine(line("u1", 1, 'B "x"'));
  expect(names.mayHave(about("C")), "before all of it was looked at").toBe(true);
  names.end();
  expect(names.mayHave(about("A"))).toBe(true);
  expect(names.mayHave(about("C", 'B "x"'))).toBe(true);
  expect(names.mayHave(about("C"))).toBe(false);
});

test("a later word on a record that was taken elsewhere opens it, whatever part that names", () => {
  const names = createSegmentNames();
  names.addLine(line("u1", 2, "Z"));
  names.addRevision("event/1", 3);
  names.addRevision("event/2", 1);
  names.end();
  const chosen = about("A");
  expect(names.mayHave(chosen)).toBe(false);
  chosen.take("event/2", 1);
  expect(names.mayHave(chosen), "revision 1 is nobody's later word").toBe(false);
  chosen.take("u1", 1);
  expect(names.mayHave(chosen)).toBe(true);
  const other = about("A");
  other.take("event/1", 2);
  expect(names.mayHave(other)).toBe(true);
});

test("where it can't be told the segment is opened: too many names, a plant that counts from 0", () => {
  const few = createSegmentNames(2);
  for (const name of ["A", "B", "C"]) few.addPart(name);
  few.end();
  expect(few.mayHave(about("D"))).toBe(true);
  const names = createSegmentNames();
  names.end();
  const chosen = about("D");
  chosen.take("e", 0);
  expect(names.mayHave(chosen)).toBe(true);
});
