import { expect, test } from "vitest";
import { createFaults, ordinaryFaults, REQUEST_KINDS, type Fault } from "./faults.ts";

const DROP: Fault = { fault: "drop" };
const BUSY: Fault = { fault: "status", status: 503 };

test("planned faults come once each, in order, before the standing one", () => {
  const faults = createFaults();
  faults.always("changes", BUSY);
  faults.next("changes", DROP, { fault: "corrupt" });
  expect([1, 2, 3, 4].map(() => faults.draw("changes")?.fault)).toEqual([
    "drop",
    "corrupt",
    "status",
    "status",
  ]);
  expect(faults.draw("ids")).toBeUndefined();
  faults.always("changes", undefined);
  expect(faults.draw("changes")).toBeUndefined();
  expect(faults.done).toHaveLength(4);
});

test("by chance: the same seed gives the same faults, as many as were asked for", () => {
  const draws = (seed: number): readonly (string | undefined)[] => {
    const faults = createFaults();
    faults.byChance(seed, ordinaryFaults(0.2));
    return Array.from({ length: 4_000 }, (_, i) => faults.draw(REQUEST_KINDS[i % 4] ?? "changes")?.fault);
  };
  const first = draws(7);
  expect(draws(7)).toEqual(first);
  expect(draws(8)).not.toEqual(first);
  const share = first.filter((fault) => fault !== undefined).length / first.length;
  expect(share).toBeGreaterThan(0.15);
  expect(share).toBeLessThan(0.21);
});

test("what is planned does not shift what comes by chance", () => {
  const rates = [{ kinds: ["changes"], fault: DROP, share: 0.3 }] as const;
  const [plain, planned] = [createFaults(), createFaults()];
  for (const faults of [plain, planned]) faults.byChance(1, rates);
  planned.next("changes", BUSY);
  const draw = (faults: typeof plain): readonly (string | undefined)[] =>
    Array.from({ length: 50 }, () => faults.draw("changes")?.fault);
  expect(draw(planned).slice(1)).toEqual(draw(plain).slice(1));
});

test("cleared, everything goes well", () => {
  const faults = createFaults();
  faults.always("file", DROP);
  faults.next("file", BUSY);
  faults.byChance(1, ordinaryFaults(1));
  faults.clear();
  expect(faults.draw("file")).toBeUndefined();
});
