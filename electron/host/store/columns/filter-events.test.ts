/** How filtered columns are found: only where something changed, and in slices; what they are is a property. */
import { afterAll, expect, test } from "vitest";
import type { EventFilters } from "../../../../shared/contract/event-filter.ts";
import { createFilterKeys, type FilterKeys } from "../queries/filter-keys.ts";
import { createLaneNames } from "../queries/lane-names.ts";
import { createSubjects } from "../queries/subject.ts";
import { createChangeCounts } from "../change-counts.ts";
import { createEventColumns } from "./event-columns.ts";
import { createFilteredColumns, type FilteredColumns } from "./filter-events.ts";
import { createCharacteristicColumn, createOrderColumn } from "./named-rows.ts";
import { createSubjectColumns } from "./subject-columns.ts";
import { createRandomHistory, type RandomRow } from "./testing/random-history.ts";

const EVERYTHING = { kind: "everything" } as const;
const ORDERS_ON_MACHINE: EventFilters = [
  { by: "order", keys: ["WO-1", "WO-2"] },
  { by: "equipment", keys: ["M-1", "M-2"] },
];
const history = createRandomHistory();
afterAll(() => history.close());
history.apply([{ kind: "make" }]);

const rowOfMachine: RandomRow = {
  kind: 1,
  severity: 0,
  started: 5,
  ended: null,
  part: 1,
  unit: 1,
  equipment: 1,
  source: 1,
  order: "WO-1",
  characteristics: [],
};

/** As a reader that begins now has them. */
function begin(): FilteredColumns & { readonly lookedUp: () => number } {
  const { reading } = history;
  const subjects = createSubjects(reading);
  const named = { orders: createOrderColumn(reading), characteristics: createCharacteristicColumn(reading) };
  const numbersOf = createFilterKeys(reading, subjects, createLaneNames(reading, named));
  let lookedUp = 0;
  const counting: FilterKeys = (by, key) => {
    lookedUp += 1;
    return numbersOf(by, key);
  };
  const columns = createSubjectColumns(reading, subjects, createEventColumns(reading));
  return { ...createFilteredColumns(columns, named, counting), lookedUp: () => lookedUp };
}
const positionsIn = ({ columnsOf }: FilteredColumns, only: EventFilters): readonly number[] =>
  columnsOf(EVERYTHING, only).chosen.flatMap(({ chunk, rows }) =>
    Array.from(rows ?? chunk.codes.keys(), (row) => chunk.base + (chunk.offsets[row] ?? 0)),
  );

test("after a commit, only chunks that changed are filtered again", () => {
  const filtered = begin();
  const before = filtered.columnsOf(EVERYTHING, ORDERS_ON_MACHINE);
  expect(before.chosen.length).toBeGreaterThan(2);
  const events = positionsIn(filtered, ORDERS_ON_MACHINE).length;
  history.apply([{ kind: "add", rows: [rowOfMachine] }]);
  const after = filtered.columnsOf(EVERYTHING, ORDERS_ON_MACHINE);
  expect(after.chosen.slice(0, 2).map((one, at) => one === before.chosen[at])).toEqual([true, true]);
  const positions = positionsIn(filtered, ORDERS_ON_MACHINE);
  expect(positions).toEqual(positionsIn(begin(), ORDERS_ON_MACHINE));
  expect(positions.length).toBe(events + 1);
});

test("a claim changes what a key stands for: all chunks are filtered again", () => {
  const only: EventFilters = [{ by: "unit", keys: ["P3/S2"] }];
  const filtered = begin();
  const before = positionsIn(filtered, only).length;
  history.writing.exec("UPDATE unit SET same_as = 2 WHERE unit_id = 9");
  createChangeCounts(history.writing).count({ kinds: ["structure"] });
  const positions = positionsIn(filtered, only);
  expect(positions.length).toBeGreaterThan(before);
  expect(positions).toEqual(positionsIn(begin(), only));
});

test("what is found ahead lets others go after each chunk, and is there once it is asked for", async () => {
  const filtered = begin();
  let breaths = 0;
  await filtered.ahead(EVERYTHING, ORDERS_ON_MACHINE, () => {
    breaths += 1;
    return Promise.resolve();
  });
  expect(breaths).toBe(filtered.columnsOf(EVERYTHING).chosen.length);
  const lookedUp = filtered.lookedUp();
  const positions = positionsIn(filtered, ORDERS_ON_MACHINE);
  expect(filtered.lookedUp()).toBe(lookedUp);
  expect(positions).toEqual(positionsIn(begin(), ORDERS_ON_MACHINE));
});

test("what is found ahead while the cache changes is found anew", async () => {
  const filtered = begin();
  await filtered.ahead(EVERYTHING, ORDERS_ON_MACHINE, () => {
    history.apply([{ kind: "add", rows: [rowOfMachine] }]);
    return Promise.resolve();
  });
  expect(positionsIn(filtered, ORDERS_ON_MACHINE)).toEqual(positionsIn(begin(), ORDERS_ON_MACHINE));
});
