import { expect, test } from "vitest";
import type { PartTreeNode } from "../../../shared/contract/parts.ts";
import { withTimelineAhead } from "./timeline-ahead.ts";

const line = (partNumber: string, parent: number, eventCount: number): PartTreeNode => ({
  id: partNumber,
  parent,
  partNumber,
  revision: undefined,
  title: undefined,
  quantity: 1,
  findNumber: undefined,
  unitCount: 0,
  failedUnitCount: 0,
  eventCount,
  hasModel: false,
});
const next = (): Promise<void> => new Promise((done) => setImmediate(done));

test("after the first tree the product that a page begins with is looked at, once, and a failure is nobody's", async () => {
  const looked: string[] = [];
  let tree: readonly PartTreeNode[] = [line("A", -1, 5), line("B", -1, 9), line("C", 1, 99)];
  const ask = withTimelineAhead(
    () => tree,
    ({ subject }) => {
      looked.push(JSON.stringify(subject));
      throw new Error("the history changed");
    },
  );
  expect(ask()).toBe(tree);
  expect(looked).toEqual([]);
  await next();
  expect(looked).toEqual([JSON.stringify({ kind: "part", partNumber: "B" })]);
  tree = [line("D", -1, 1)];
  void ask();
  await next();
  expect(looked).toHaveLength(1);
});

test("nothing is looked at where there is no product", async () => {
  let count = 0;
  const ask = withTimelineAhead(
    () => [],
    () => (count += 1),
  );
  void ask();
  await next();
  expect(count).toBe(0);
});
