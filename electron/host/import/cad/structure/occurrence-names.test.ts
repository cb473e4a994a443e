import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compareText, occurrenceNames, pathStep, type Sibling } from "./occurrence-names.ts";

const PLAIN: Sibling = {
  designator: undefined,
  name: undefined,
  key: undefined,
  number: "30-0061",
  revision: undefined,
  transform: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1],
};

function at(x: number): readonly number[] {
  return PLAIN.transform.map((value, i) => (i === 12 ? x : value));
}

describe("names of siblings", () => {
  test.each<[string, Partial<Sibling>, string]>([
    ["reference designator first", { designator: "R57", name: "resistor", key: "NAUO3" }, "R57"],
    ["then the usage's name", { name: "Bearing.1", key: "40.1" }, "Bearing.1"],
    ["then its id", { key: "40.1" }, "40.1"],
    ["a designator is a designator, even a number", { designator: "1" }, "1"],
    ["a running number is no name", { key: "12" }, "30-0061"],
    ["nor is an exporter's", { name: "NAUO12", key: "NAUO12" }, "30-0061"],
    ["nor is what it writes for every usage", { name: "Next assembly relationship", key: "13" }, "30-0061"],
    ["nor the number of a detail", { name: "*DIT36", key: "5" }, "30-0061"],
    ["nor the address in an exporter's tree", { name: "=>[0:1:1:2]" }, "30-0061"],
  ])("%s", (_, sibling, name) => {
    expect(occurrenceNames([{ ...PLAIN, ...sibling }])).toEqual([name]);
  });

  test("repeats are numbered by usage id, as numbers are counted", () => {
    const siblings = ["NAUO10", "NAUO9", "NAUO2"].map((key) => ({ ...PLAIN, key }));
    expect(occurrenceNames(siblings)).toEqual(["30-0061:3", "30-0061:2", "30-0061"]);
  });

  test("and, where ids say nothing, by place", () => {
    const siblings = [3, 1, 2].map((x) => ({ ...PLAIN, transform: at(x) }));
    expect(occurrenceNames(siblings)).toEqual(["30-0061:3", "30-0061", "30-0061:2"]);
  });

  test("a number that somebody has as a name is passed over", () => {
    const named = ["screw", "screw:2", "screw", "screw"].map((name, i) => ({
      ...PLAIN,
      name,
      transform: at(i),
    }));
    expect(occurrenceNames(named)).toEqual(["screw", "screw:2", "screw:3", "screw:4"]);
  });

  test("always unique, and the same whatever the order of the file", () => {
    const sibling = fc.record({
      designator: fc.constantFrom(undefined, "R1"),
      name: fc.constantFrom(undefined, "a", "a:2", "b", "NAUO1"),
      key: fc.constantFrom(undefined, "1", "2", "x"),
      number: fc.constantFrom("a", "b"),
      revision: fc.constantFrom(undefined, "A"),
      transform: fc.integer({ min: 0, max: 1_000_000 }).map(at),
    });
    const siblings = fc.uniqueArray(sibling, {
      selector: ({ transform }) => transform[12] ?? 0,
      maxLength: 20,
    });
    fc.assert(
      fc.property(siblings, (list) => {
        const names = occurrenceNames(list);
        expect(new Set(names).size).toBe(list.length);
        const reversed = occurrenceNames(list.toReversed()).toReversed();
        expect(reversed).toEqual(names);
      }),
      { seed: 7, numRuns: 300 },
    );
  });
});

test("a slash in a name does not part the path", () => {
  expect(pathStep("1/4-20 screw")).toBe("1~14-20 screw");
  expect(pathStep("a~1")).toBe("a~01");
});

test("runs of digits compare by value", () => {
  expect(["b", "a10", "a9", "a"].sort(compareText)).toEqual(["a", "a9", "a10", "b"]);
});
