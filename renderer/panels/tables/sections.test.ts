import fc from "fast-check";
import { expect, test } from "vitest";
import type { TableQuery } from "../../../shared/contract/tables.ts";
import { groupSections, inGroup, linesOf, rowSections, type Line, type Section } from "./sections.ts";

const query: TableQuery = { table: "events", subject: { kind: "everything" }, filters: [] };
const section = fc.record({
  value: fc.constantFrom("a", "b", ""),
  query: fc.constant(query),
  rows: fc.nat({ max: 6 }),
  isOpen: fc.boolean(),
});

test("every line of groups, open and closed, is found where it stands", () => {
  fc.assert(
    fc.property(fc.array(section, { maxLength: 8 }), (sections: Section[]) => {
      const expected = sections.flatMap((each): Line[] => [
        { is: "group", section: each },
        ...Array.from({ length: each.isOpen ? each.rows : 0 }, (_, row): Line => ({
          is: "row",
          section: each,
          row,
        })),
      ]);
      const lines = linesOf(sections);
      expect(lines.count).toBe(expected.length);
      expect(Array.from({ length: lines.count }, (_, line) => lines.at(line))).toEqual(expected);
      expect(lines.at(lines.count)).toBeUndefined();
    }),
    { seed: 5 },
  );
});

test("without groups a line is a row", () => {
  const rows = { value: undefined, query, rows: 3, isOpen: true };
  const lines = linesOf([rows]);
  expect(lines.count).toBe(3);
  expect(lines.at(2)).toEqual({ is: "row", section: rows, row: 2 });
  expect(linesOf([]).at(0)).toBeUndefined();
});

test("what an answer shows is of its own question, whatever is chosen by then", () => {
  const answer = { query, column: "kind", groups: [{ value: "field", rows: 3 }], total: 3, more: 0 };
  const shown = groupSections(answer, ["field"]);
  expect(shown.group).toBe("kind");
  expect(shown.sections).toEqual([
    { value: "field", rows: 3, isOpen: true, query: inGroup(query, "kind", "field") },
  ]);
  expect(rowSections(query, 7)).toMatchObject({ group: undefined, total: 7, more: 0 });
});
