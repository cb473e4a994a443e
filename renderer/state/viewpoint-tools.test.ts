import { expect, test } from "vitest";
import { offerToViewpoint, showTools, toolsNow } from "./viewpoint-tools.ts";

test("each tool keeps and gets what is its own; one without anything to show gets nothing", () => {
  const shown: unknown[] = [];
  const takeBack = [
    offerToViewpoint("section", { read: () => [1, 2], show: (value) => void shown.push(["section", value]) }),
    offerToViewpoint("other", { read: () => undefined, show: (value) => void shown.push(["other", value]) }),
  ];
  expect(toolsNow()).toEqual({ section: [1, 2] });
  showTools({ section: [3], unknown: 4 });
  showTools(undefined);
  expect(shown).toEqual([
    ["section", [3]],
    ["other", undefined],
    ["section", undefined],
    ["other", undefined],
  ]);
  for (const end of takeBack) end();
  expect(toolsNow()).toBeUndefined();
});
