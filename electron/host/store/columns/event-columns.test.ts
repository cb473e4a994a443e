import { afterAll, beforeEach, expect, test } from "vitest";
import type { ChangeKind } from "../../../../shared/contract/cache-change.ts";
import { createChangeCounts } from "../change-counts.ts";
import { createEventColumns, type EventColumns } from "./event-columns.ts";
import { allColumns } from "./testing/all-columns.ts";
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
    expect(allColumns(after)).toEqual(allColumns(before));
  },
);

test("a changed event is seen whether it was counted or not, in a stored chunk and in the last one", () => {
  for (const where of ["position = 5", "position = (SELECT max(position) FROM event)"]) {
    const before = columns.chunks();
    history.writing.exec(`UPDATE event SET severity = 4 - severity, kind = 1 WHERE ${where}`);
    commit("samples");
    expect(columns.chunks()).not.toBe(before);
    expect(allColumns(columns.chunks())).toEqual(allColumns(createEventColumns(history.reading).chunks()));
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

test("read ahead, nothing is left to be read; until then a column that changed meanwhile is not made up", async () => {
  history.apply([{ kind: "make" }]);
  const late = createEventColumns(history.reading);
  const [first] = late.chunks();
  const [codes, machines] = [late.chunks()[1]?.codes, first?.machines];
  expect(codes?.length).toBe(late.chunks()[1]?.rows);
  expect(new Set([...(first?.equipment ?? [])].filter((id) => id !== 0))).toEqual(new Set(machines));
  const ready = createEventColumns(history.reading);
  let turns = 0;
  await ready.ahead("units", () => Promise.resolve(void (turns += 1)));
  expect([turns, ready.chunks().every((chunk) => chunk.hasUnits)]).toEqual([1, true]);
  expect(ready.chunks().some((chunk) => chunk.isWhole)).toBe(true);
  expect(ready.chunks().every((chunk) => chunk.isWhole)).toBe(false);
  // Changed between two turns: what is there in the end is whole all the same.
  await ready.ahead("whole", () => {
    if (turns < 3) history.apply([{ kind: "retime", at: 9, to: turns }, { kind: "make" }]);
    turns += 1;
    return Promise.resolve();
  });
  expect(ready.chunks().every((chunk) => chunk.isWhole)).toBe(true);
  history.apply([{ kind: "retime", at: 9, to: 77 }, { kind: "make" }]);
  expect(ready.chunks().every((chunk) => chunk.isWhole)).toBe(true);
  expect(allColumns(ready.chunks())).toEqual(allColumns(createEventColumns(history.reading).chunks()));
  expect(() => first?.units).toThrow("ask again");
});
