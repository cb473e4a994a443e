import { expect, test } from "vitest";
import { defaultSignals, inRows, shownSignals } from "./signals.ts";

const signal = (name: string, samples: number, equipment = "VMC-2") => ({
  equipment,
  signal: name,
  uom: undefined,
  samples,
  from: 0,
  to: 1,
});

test("the load of a spindle first, then any load, then what was sampled most", () => {
  const all = [signal("Xabs", 900), signal("Xload", 10), signal("SspeedOvr", 50), signal("Spindle load", 5)];
  expect(defaultSignals(all)).toEqual([{ equipment: "VMC-2", signal: "Spindle load" }]);
  expect(defaultSignals(all.slice(0, 3))).toEqual([{ equipment: "VMC-2", signal: "Xload" }]);
  expect(defaultSignals([signal("Xabs", 900), signal("Yabs", 950)])).toEqual([
    { equipment: "VMC-2", signal: "Yabs" },
  ]);
  expect(defaultSignals([])).toEqual([]);
});

test("a choice is kept where the subject has it; none at all is a choice too", () => {
  const all = [signal("Xabs", 900), signal("Spindle load", 5)];
  const key = { equipment: "VMC-2", signal: "Xabs" };
  expect(shownSignals(all, [key])).toEqual([key]);
  expect(shownSignals(all, [])).toEqual([]);
  expect(shownSignals(all, [{ equipment: "VMC-9", signal: "Xabs" }])).toEqual(defaultSignals(all));
});

test("signals of the common row come first, in their order; a row each leaves all as they are", () => {
  const keys = ["a", "b", "c", "d"].map((name) => ({ equipment: "M", signal: name }));
  const apart = [keys[1], { equipment: "M", signal: "gone" }].filter((key) => key !== undefined);
  const names = (row: Parameters<typeof inRows>[1]): unknown => {
    const { shown, joined } = inRows(keys, row);
    return [shown.map((key) => key.signal).join(""), joined];
  };
  expect(names({ together: true, apart })).toEqual(["acdb", 3]);
  expect(names({ together: true, apart: [] })).toEqual(["abcd", 4]);
  expect(names({ together: false, apart })).toEqual(["abcd", 0]);
});
