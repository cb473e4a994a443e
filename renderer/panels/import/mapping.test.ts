import { expect, test } from "vitest";
import { parse } from "valibot";
import { tableMappingSchema } from "../../../shared/contract/import.ts";
import type { TableMapping } from "../../../shared/model/table-mapping.ts";
import { withDateOrder, withPart, withRole } from "./mapping.ts";

const MAPPING: TableMapping = {
  name: "setup sheet",
  headerRow: 2,
  columns: [
    { column: 0, header: "Serial", role: "serial" },
    { column: 2, header: "Vise", role: "factor", name: "vise" },
    { column: 3, header: "Vise", role: "factor" },
  ],
};

test("a role is changed for its column alone, and everything else of it stays", () => {
  const changed = withRole(MAPPING, 2, "note");
  expect(changed.columns).toEqual([
    { column: 0, header: "Serial", role: "serial" },
    { column: 2, header: "Vise", role: "note", name: "vise" },
    { column: 3, header: "Vise", role: "factor" },
  ]);
  expect(withRole(MAPPING, 1, "note")).toEqual(MAPPING);
  expect(MAPPING.columns[1]?.role).toBe("factor");
});

test("a blank part is none", () => {
  const named = withPart(MAPPING, "PL-100");
  expect(named.part).toBe("PL-100");
  for (const blank of ["", "  "]) expect("part" in withPart(named, blank)).toBe(false);
});

test("dates without an order are ISO", () => {
  expect(withDateOrder(MAPPING, "mdy").dateOrder).toBe("mdy");
  expect("dateOrder" in withDateOrder(withDateOrder(MAPPING, "dmy"), "iso")).toBe(false);
});

test("what comes out is what the host takes", () => {
  for (const mapping of [
    withPart(withPart(MAPPING, "x"), ""),
    withDateOrder(MAPPING, "iso"),
    withRole(MAPPING, 0, "lot"),
  ])
    expect(parse(tableMappingSchema, mapping)).toEqual(mapping);
});
