import fc from "fast-check";
import { expect, test } from "vitest";
import { FILTER_DIMENSIONS } from "../../../shared/contract/event-filter.ts";
import { PANELS } from "../../../shared/commands/panels.ts";
import { LONGEST_LINK, readLink, writeLink, type LinkedView } from "./view-link.ts";

const VIEW: LinkedView = {
  part: "10-4000",
  unit: { partNumber: "10-4000", serial: "길이/µ 1" },
  event: { sourceId: "s", sourceKey: "k", title: "Bore Ø 62 out of limits" },
  scope: "unit",
  brush: { from: 1_760_000_000_000_000, to: 1_770_000_000_000_000 },
  only: [{ by: "equipment", keys: ["VMC-1", ""] }],
  table: { id: "orders", filters: [], sort: { column: "events", descending: true } },
  lanes: { by: "order", within: "kind", sort: "worst", limit: 40, pinned: ["order WO-1"], expanded: [] },
  panels: ["product", "tables"],
};
const words = fc.string({ unit: "grapheme", maxLength: 40 });
const viewArbitrary = fc.record(
  {
    part: words,
    scope: fc.constantFrom("part" as const, "unit" as const),
    brush: fc
      .tuple(fc.maxSafeInteger(), fc.maxSafeInteger())
      .map(([a, b]) => ({
        from: Math.min(a, b),
        to: Math.max(a, b) + 1 > Number.MAX_SAFE_INTEGER ? Math.max(a, b) : Math.max(a, b) + 1,
      }))
      .filter(({ from, to }) => from < to),
    only: fc.uniqueArray(
      fc.record({
        by: fc.constantFrom(...FILTER_DIMENSIONS),
        keys: fc.array(words, { minLength: 1, maxLength: 3 }),
      }),
      { selector: ({ by }) => by, maxLength: 4 },
    ),
    table: fc.constant(VIEW.table),
    lanes: fc.constant(VIEW.lanes),
    panels: fc.subarray([...PANELS]),
  },
  { requiredKeys: ["scope", "only", "table", "lanes", "panels"] },
);

test("whatever is shown comes back from its link, of either shell", () => {
  fc.assert(
    fc.property(viewArbitrary, fc.constantFrom("throughline:/", "http://127.0.0.1:4000/#"), (view, base) => {
      const link = writeLink(view, base);
      expect(link).toMatch(/^[\x21-\x7e]+$/);
      expect(readLink(` ${link}\n`)).toEqual({ is: "view", view });
    }),
    { seed: 20261126, numRuns: 200 },
  );
});

test("a link that is cut, changed, foreign or too long is unreadable, one of a later version says so", () => {
  const link = writeLink(VIEW, "throughline:/") ?? "";
  expect(readLink(link)).toEqual({ is: "view", view: VIEW });
  for (const bad of [
    "",
    "https://example.com/",
    link.slice(0, -3),
    `${link}!`,
    link.replace("/view/", "/views/"),
  ])
    expect(readLink(bad)).toEqual({ is: "unreadable" });
  expect(readLink(`throughline://view/1.${"A".repeat(LONGEST_LINK)}`)).toEqual({ is: "unreadable" });
  expect(readLink(link.replace("/1.", "/2."))).toEqual({ is: "newer" });
  const hostile = { ...VIEW, only: [{ by: "equipment", keys: [] }] } as unknown as LinkedView;
  expect(readLink(writeLink(hostile, "throughline:/") ?? "")).toEqual({ is: "unreadable" });
});

test("damaged in any one character it is unreadable or another view, never a fault", () => {
  const link = writeLink(VIEW, "throughline:/") ?? "";
  fc.assert(
    fc.property(
      fc.nat({ max: link.length - 1 }),
      fc.string({ minLength: 1, maxLength: 1 }),
      (at, character) => {
        const { is } = readLink(link.slice(0, at) + character + link.slice(at + 1));
        expect(["view", "newer", "unreadable"]).toContain(is);
      },
    ),
    { seed: 20261126, numRuns: 300 },
  );
});

test("what is too long goes without its lanes, and what is longer still is no link", () => {
  const pinned = Array.from({ length: 200 }, (_, at) => `order WO-${at}-${"x".repeat(40)}`);
  const link = writeLink({ ...VIEW, lanes: { ...VIEW.lanes, pinned } }, "throughline:/") ?? "";
  expect(readLink(link)).toEqual({ is: "view", view: { ...VIEW, lanes: { ...VIEW.lanes, pinned: [] } } });
  const keys = Array.from({ length: 50 }, () => "x".repeat(900));
  expect(writeLink({ ...VIEW, only: [{ by: "order", keys }] }, "throughline:/")).toBeUndefined();
});
