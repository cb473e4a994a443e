import { expect, test } from "vitest";
import type { TableQuery } from "../../../shared/contract/tables.ts";
import { isAskedAtOnce } from "./use-settled.ts";

const subject = { kind: "everything" } as const;
const query: TableQuery = { table: "events", subject, filters: [] };

test("what is typed and brushed waits; another table, subject or sort does not", () => {
  const typed: TableQuery = { ...query, filters: [{ by: "text", column: "title", text: "a" }] };
  expect(isAskedAtOnce(query, typed)).toBe(false);
  expect(isAskedAtOnce(query, { ...query, window: { from: 0, to: 1 } })).toBe(false);
  expect(isAskedAtOnce(query, { ...typed, table: "units" })).toBe(true);
  expect(isAskedAtOnce(query, { ...query, subject: { kind: "part", partNumber: "P" } })).toBe(true);
  expect(isAskedAtOnce(query, { ...query, sort: { column: "title", descending: false } })).toBe(true);
});
