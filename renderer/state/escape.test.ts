import { expect, test } from "vitest";
import { endTool, holdEscape } from "./escape.ts";

test("the tool taken up last is put away first, and each once", () => {
  const ended: string[] = [];
  const hold = (name: string): void => {
    const release = holdEscape(() => {
      ended.push(name);
      release();
    });
  };
  hold("section");
  hold("measure");
  expect([endTool(), endTool(), endTool()]).toEqual([true, true, false]);
  expect(ended).toEqual(["measure", "section"]);
});

test("a tool put away by other means is not asked", () => {
  const release = holdEscape(() => {
    throw new Error("asked");
  });
  release();
  expect(endTool()).toBe(false);
});
