import { expect, test } from "vitest";
import { isPageFault, type PageFault } from "../faults.ts";
import { faultyPage } from "./faulty-page.ts";
import { closePage, draftPage } from "./page.ts";
import type { ScopeFeed } from "./scope-feed.ts";
import { createSystemFeed, type SystemFeed } from "./system-feed.ts";

function filled(): { readonly system: SystemFeed; readonly scope: ScopeFeed } {
  const system = createSystemFeed(
    { id: "mes", kind: "mes", name: "MES", tellsDeletes: true, accepts: [] },
    "e-1",
    () => undefined,
  );
  const scope = system.scope({ id: "a", name: "A" });
  for (let i = 1; i <= 23; i += 1) system.put("a", `n${i}`, { record: "note", key: `${i}`, text: "x" });
  return { system, scope };
}

interface Page {
  readonly ids: readonly string[];
  readonly end: { readonly count: number; readonly more: boolean };
}

const read = (bytes: readonly Buffer[]): Page => {
  const lines = Buffer.concat(bytes).toString().trimEnd().split("\n");
  lines.pop();
  const end = JSON.parse(lines.pop() ?? "") as Page["end"];
  return { ids: lines.slice(1).map((line) => /"id":"(.*?)"/.exec(line)?.[1] ?? "?"), end };
};

const page = (fault: PageFault, position: number, limit = 5): Page => {
  const { system, scope } = filled();
  return read(faultyPage(system, scope, position, limit, fault));
};

test("over all pages, swapped-over sends every change once, though not in order", () => {
  const pages = [0, 5, 10, 15, 20].map((position) => page({ fault: "swapped-over" }, position));
  const ids = pages.flatMap((one) => one.ids);
  expect(ids.slice(3, 7)).toEqual(["n4", "n6", "n5", "n7"]);
  expect(ids.toSorted()).toEqual(Array.from({ length: 23 }, (_, i) => `n${i + 1}`).toSorted());
  expect(pages.map(({ end }) => end.more)).toEqual([true, true, true, true, false]);
});

test("the other faults do what their name says, with ends that count right", () => {
  expect(page({ fault: "overlapping", changes: 2 }, 5).ids).toEqual([
    "n4",
    "n5",
    "n6",
    "n7",
    "n8",
    "n9",
    "n10",
  ]);
  expect(page({ fault: "overlapping", changes: 2 }, 0).ids).toEqual(["n1", "n2", "n3", "n4", "n5"]);
  expect(page({ fault: "duplicated" }, 0).ids).toEqual(["n1", "n1", "n2", "n3", "n4", "n4", "n5"]);
  expect(page({ fault: "reordered" }, 0).ids.toSorted()).toEqual(["n1", "n2", "n3", "n4", "n5"]);
  expect(page({ fault: "reordered" }, 0).ids).not.toEqual(["n1", "n2", "n3", "n4", "n5"]);
  expect(page({ fault: "miscounted" }, 0).end.count).toBe(6);
  for (const fault of ["overlapping", "duplicated", "reordered", "swapped-over"] as const) {
    const { ids, end } = page({ fault, changes: 1 }, 5);
    expect(end.count, fault).toBe(ids.length);
  }
});

test("an empty page takes every fault without falling over", () => {
  const { system, scope } = filled();
  const sound = read(closePage(draftPage(system, scope, 23, 5)));
  for (const fault of [
    "malformed",
    "invalid-record",
    "unknown-kind",
    "duplicated",
    "reordered",
    "swapped-over",
  ] as const) {
    expect(isPageFault({ fault })).toBe(true);
    expect(page({ fault }, 23)).toEqual(sound);
  }
});
