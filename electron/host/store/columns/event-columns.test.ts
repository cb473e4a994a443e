import { afterAll, beforeEach, expect, test } from "vitest";
import type { ChangeKind } from "../../../../shared/contract/cache-change.ts";
import { createChangeCounts } from "../change-counts.ts";
import { createEventColumns, type EventColumns } from "./event-columns.ts";
import { createRandomHistory } from "./testing/random-history.ts";

const history = createRandomHistory();
afterAll(() => history.close());
const { count } = createChangeCounts(history.writing);

let columns: EventColumns;
let now: number;
beforeEach(() => {
  now = 0;
  columns = createEventColumns(history.reading, () => now);
});

const commit = (...kinds: ChangeKind[]): void => {
  history.writing.exec("INSERT OR REPLACE INTO content VALUES ('any', random() & 1023)");
  if (kinds.length > 0) count({ kinds });
};

test("commits that change no event and are counted as no change of records leave the list as it is", () => {
  const before = columns.chunks();
  for (const kinds of [[], ["samples"], ["gaps", "as-of"]] as const) {
    commit(...kinds);
    expect(columns.chunks()).toBe(before);
  }
});

test.each(["events", "structure", "sources"] as const)(
  "a change of %s makes another list of the same chunks",
  (kind) => {
    const before = columns.chunks();
    commit(kind);
    const after = columns.chunks();
    expect(after).not.toBe(before);
    expect(after).toEqual(before);
  },
);

test("a changed event is seen whether it was counted or not, in a stored chunk and in the last one", () => {
  for (const where of ["position = 5", "position = (SELECT max(position) FROM event)"]) {
    const before = columns.chunks();
    history.writing.exec(`UPDATE event SET severity = 4 - severity, kind = 1 WHERE ${where}`);
    commit("samples");
    expect(columns.chunks()).not.toBe(before);
    expect(columns.chunks()).toEqual(createEventColumns(history.reading).chunks());
  }
});

test("what a writer did not come to count is taken for a change of records a minute later", () => {
  const before = columns.chunks();
  commit();
  expect(columns.chunks()).toBe(before);
  now = 60_000;
  commit();
  expect(columns.chunks()).not.toBe(before);
});
