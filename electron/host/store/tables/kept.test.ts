import { expect, test } from "vitest";
import { createSlices } from "./slices.ts";
import { bytesOf, createKept } from "./kept.ts";
import { createWords, growingNumbers, numbersOf, placesOf, tableOf } from "./array-table.ts";
import type { Held } from "./table.ts";
import { openView } from "./view.ts";

const slices = createSlices(() => 0, new AbortController().signal);

test("what several answers hold counts once, and the oldest gives way", async () => {
  const shared = {};
  const keep = createKept(() => shared)<{ readonly held: Held }>(100, ({ held }) => held);
  let made = 0;
  const ask = (name: string, ...held: Held): Promise<unknown> =>
    keep(name, () => {
      made += 1;
      return Promise.resolve({ held });
    });
  await ask("a", [shared, 60], [{}, 20]);
  await ask("b", [shared, 60], [{}, 20]);
  await ask("a");
  expect(made).toBe(2);
  // 60 and three times 20 are too many: b was asked for longest ago.
  await ask("c", [shared, 60], [{}, 20]);
  await ask("a");
  expect(made).toBe(3);
  await ask("b", [{}, 1]);
  expect(made).toBe(4);
});

test("a view counts what its table, its sorts and its rows hold", async () => {
  const rows = 20_000;
  const ids = growingNumbers();
  const words = createWords();
  for (let row = 0; row < rows; row += 1) {
    ids.push(rows - row);
    words.add(`word ${row % 100}`);
  }
  const all = ids.all();
  const places = await placesOf(all, slices);
  expect(places.of(1)).toBe(rows - 1);
  const table = tableOf({
    rows,
    ids: all,
    columns: { id: { numbers: numbersOf(all, true) }, word: words.column() },
    held: places.held,
    rowsOf: () => [],
  });
  const buffer = 32_768 * 8;
  const names = 100 * 24 + 2 * (10 * 6 + 90 * 7);
  // The ids are their own column: their buffer counts once. Places of those that do not ascend have one, too.
  expect(bytesOf(table.held())).toBe(buffer * 2 + rows * 8 + names);
  const view = await openView(table, [{ by: "text", column: "word", text: "7" }], slices, 100);
  expect(view.total).toBe(19 * 200);
  const before = bytesOf(view.held());
  expect(before).toBe(buffer * 2 + rows * 8 + names + view.total * 2);
  await view.page({ column: "word", descending: true }, 0, 50, slices);
  // A buffer per key, a mask, two histograms at least, and the places of the names.
  expect(bytesOf(view.held())).toBeGreaterThanOrEqual(before + 65_536 * 17 + 8_193 * 4 + 100 * 8);
});
