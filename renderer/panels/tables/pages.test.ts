import { expect, test } from "vitest";
import type { TablePage, TableQuery } from "../../../shared/contract/tables.ts";
import { Failure } from "../../../shared/rpc/failure.ts";
import { createPages } from "./pages.ts";

interface Asked {
  readonly offset: number;
  readonly signal: AbortSignal;
  readonly answer: (page: TablePage) => void;
  readonly fail: (failure: Failure) => void;
}

const query: TableQuery = { table: "events", subject: { kind: "everything" }, filters: [] };
const row = (id: number): TablePage["rows"][number] => ({
  id,
  cells: [],
  partNumber: undefined,
  unitId: undefined,
});

function start(): { readonly asked: Asked[]; readonly pages: ReturnType<typeof createPages> } {
  const asked: Asked[] = [];
  const pages = createPages(
    (_query, offset, signal) =>
      new Promise((answer, fail) => {
        asked.push({ offset, signal, answer, fail });
      }),
  );
  return { asked, pages };
}
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test("pages are asked for once, and what has passed by is called off", async () => {
  const { asked, pages } = start();
  pages.want("view", [{ query, pages: [0, 1] }], "1");
  pages.want("view", [{ query, pages: [1, 2] }], "1");
  expect(asked.map(({ offset, signal }) => [offset, signal.aborted])).toEqual([
    [0, true],
    [100, false],
    [200, false],
  ]);
  asked[1]?.answer({ total: 250, rows: [row(7)] });
  await turn();
  expect([pages.total(query), pages.row(query, 100)?.id, pages.row(query, 101), pages.row(query, 0)]).toEqual(
    [250, 7, undefined, undefined],
  );
});

test("after a change of the cache the last answer stays until the next has come", async () => {
  const { asked, pages } = start();
  pages.want("table", [{ query, pages: [0] }], "1");
  asked[0]?.answer({ total: 1, rows: [row(1)] });
  await turn();
  pages.want("table", [{ query, pages: [0] }], "2");
  expect(pages.row(query, 0)?.id).toBe(1);
  asked[1]?.answer({ total: 1, rows: [row(2)] });
  await turn();
  expect(pages.row(query, 0)?.id).toBe(2);
});

test("a failure is that of what is wanted now, and is not asked for again by itself", async () => {
  const { asked, pages } = start();
  pages.want("table", [{ query, pages: [0] }], "1");
  asked[0]?.fail(new Failure("limit", "too many"));
  await turn();
  expect(pages.state.getState().failure?.message).toBe("too many");
  pages.want("table", [{ query, pages: [0] }], "1");
  expect(asked).toHaveLength(1);
  pages.want("table", [{ query: { ...query, table: "units" }, pages: [0] }], "1");
  expect(pages.state.getState().failure).toBeUndefined();
});

test("numbers of rows are remembered of the questions asked last", async () => {
  const { asked, pages } = start();
  const queries = Array.from({ length: 150 }, (_, at): TableQuery => ({
    ...query,
    filters: [{ by: "text", column: "title", text: String(at) }],
  }));
  for (const each of queries) {
    pages.want("table", [{ query: each, pages: [0] }], "1");
    asked.at(-1)?.answer({ total: 5, rows: [] });
    await turn();
  }
  expect(queries.filter((each) => pages.total(each) === 5)).toEqual(queries.slice(-100));
});
