import { expect, test } from "vitest";
import { mayStart } from "./start-budget.ts";

test("a crash now and then is forgiven, one at every start is not", () => {
  expect(mayStart([], 0)).toBe(true);
  expect(mayStart([0, 1, 2], 3)).toBe(true);
  expect(mayStart([0, 1, 2, 3], 4)).toBe(false);
  expect(mayStart([0, 1, 2, 3], 60_000)).toBe(true);
});
