import fc from "fast-check";
import { expect, test } from "vitest";
import { createRowNodes } from "./row-nodes.ts";

/** pump > (motor > screw, screw), screw */
const PARENTS = [-1, 0, 1, 1, 0];
const NUMBERS = ["pump", "motor", "screw", "screw", "screw"];
const rows = createRowNodes(
  { nodes: PARENTS.map((parent) => ({ parent, part: 0, occurrence: "", path: "", transform: [] })) },
  (node) => NUMBERS[node],
);

test("a line is the part under the same assemblies", () => {
  expect(rows.nodesOf("pump/motor/screw")).toEqual([2, 3]);
  expect(rows.nodesOf("pump/screw")).toEqual([4]);
  expect(rows.nodesOf("pump")).toEqual([0]);
  expect(rows.nodesOf("pump/rod")).toEqual([]);
});

test("the model may be that of a part further down in the tree", () => {
  expect(rows.nodesOf("line-7/pump/screw")).toEqual([4]);
  expect(rows.nodesOf("line-7")).toEqual([]);
  expect(rows.keyOfRow("line-7/spare-pump/screw")).toBeUndefined();
});

test("and back from an occurrence to its line", () => {
  expect(rows.keyOf(3)).toBe("pump/motor/screw");
  expect(rows.keyOfRow("line-7/pump/motor/screw")).toBe(rows.keyOf(3));
});

test("as if the id of every occurrence's line were written out, whatever is in the numbers", () => {
  const words = fc.constantFrom("A", "B", "A/B", "B/A", "", "Ä");
  const node = fc.record({ up: fc.nat(), number: words });
  fc.assert(
    fc.property(fc.array(node, { maxLength: 40 }), fc.array(words, { maxLength: 4 }), (made, asked) => {
      const nodes = made.map(({ up }, at) => ({
        parent: (up % (at + 1)) - 1,
        part: 0,
        occurrence: "",
        path: "",
        transform: [],
      }));
      const ids: string[] = [];
      nodes.forEach(({ parent }, at) => {
        const number = made[at]?.number ?? "";
        ids.push(parent < 0 ? number : `${ids[parent] ?? ""}/${number}`);
      });
      const all = createRowNodes({ nodes }, (at) => made[at]?.number);
      ids.forEach((id, at) => expect(all.keyOf(at)).toBe(id));
      for (const id of [...ids, asked.join("/")]) {
        const key = all.keyOfRow(id);
        expect(all.nodesOf(id)).toEqual(nodes.flatMap((_, at) => (ids[at] === key ? [at] : [])));
      }
    }),
    { seed: 20261127, numRuns: 500 },
  );
});
