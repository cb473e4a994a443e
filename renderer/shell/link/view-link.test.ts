import fc from "fast-check";
import { expect, test } from "vitest";
import { FILTER_DIMENSIONS } from "../../../shared/contract/event-filter.ts";
import { isViewAddress, LONGEST_LINK } from "../../../shared/contract/view-address.ts";
import { PANELS } from "../../../shared/commands/panels.ts";
import type { LinkedView } from "./linked-view.ts";
import { readSaved, writeSaved } from "./saved-text.ts";
import { readLink, writeLink } from "./view-link.ts";

const LANES: NonNullable<LinkedView["lanes"]> = {
  by: "order",
  within: "kind",
  sort: "worst",
  limit: 40,
  pinned: ["order WO-1"],
  expanded: [],
};
const VIEW: LinkedView = {
  part: "10-4000",
  unit: { partNumber: "10-4000", serial: "길이/µ 1" },
  event: { sourceId: "s", sourceKey: "k", title: "Bore Ø 62 out of limits" },
  scope: "unit",
  brush: { from: 1_760_000_000_000_000, to: 1_770_000_000_000_000 },
  only: [{ by: "equipment", keys: ["VMC-1", ""] }],
  table: { id: "orders", filters: [], sort: { column: "events", descending: true } },
  lanes: LANES,
  panels: ["product", "tables"],
};
const SCENE: NonNullable<LinkedView["scene"]> = {
  camera: {
    projection: "perspective",
    pose: { target: [1.5, -2, 3], azimuth: 0.5, polar: 1, distance: 400 },
  },
  model: "a".repeat(64),
  occurrences: ["LA-200/Drive unit"],
  explosion: 0.5,
  tools: { section: [{ id: 1 }] },
  visibility: { hidden: ["LA-200/Cover"], ghosted: ["LA-200/Motor"], isolated: ["LA-200"] },
};
const linkOf = (view: LinkedView, base = "throughline:/"): string => writeLink(view, base)?.link ?? "";
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
    table: fc.constant<NonNullable<LinkedView["table"]>>({ id: "orders", filters: [] }),
    lanes: fc.constant(LANES),
    scene: fc.record({
      camera: fc.constant(SCENE.camera),
      occurrences: fc.array(words, { maxLength: 3 }),
      visibility: fc.record({
        hidden: fc.array(words, { maxLength: 5 }),
        ghosted: fc.array(words, { maxLength: 2 }),
      }),
    }),
    panels: fc.subarray([...PANELS]),
  },
  { requiredKeys: ["scope", "only", "table", "lanes", "panels"] },
);

test("whatever is shown comes back from its link, of either shell", () => {
  fc.assert(
    fc.property(viewArbitrary, fc.constantFrom("throughline:/", "http://127.0.0.1:4000/#"), (view, base) => {
      const link = linkOf(view, base);
      expect(link).toMatch(/^[\x21-\x7e]+$/);
      expect(readLink(` ${link}\n`)).toEqual({ is: "view", view });
    }),
    { seed: 20261126, numRuns: 200 },
  );
});

test("a link that is cut, changed, foreign or too long is unreadable, one of a later version says so", () => {
  const link = linkOf(VIEW);
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
  expect(readLink(link.replace("/2.", "/3."))).toEqual({ is: "newer" });
  const hostile = { ...VIEW, only: [{ by: "equipment", keys: [] }] } as unknown as LinkedView;
  expect(readLink(linkOf(hostile))).toEqual({ is: "unreadable" });
});

test("damaged in any one character it is unreadable or another view, never a fault", () => {
  const link = linkOf(VIEW);
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
  const link = linkOf({ ...VIEW, lanes: { ...LANES, pinned } });
  expect(readLink(link)).toEqual({ is: "view", view: { ...VIEW, lanes: { ...LANES, pinned: [] } } });
  const keys = Array.from({ length: 50 }, () => "x".repeat(900));
  expect(writeLink({ ...VIEW, only: [{ by: "order", keys }] }, "throughline:/")).toBeUndefined();
});

test("the 3D view goes with it; what 1 held is read as well", () => {
  const view = { ...VIEW, scene: SCENE };
  const link = linkOf(view);
  expect(isViewAddress(link)).toBe(true);
  expect(readLink(link)).toEqual({ is: "view", view });
  expect(readLink(linkOf(VIEW).replace("/2.", "/1."))).toEqual({ is: "view", view: VIEW });
});

test.each([
  [
    "a camera at the end of the world",
    { camera: { ...SCENE.camera, pose: { ...SCENE.camera?.pose, distance: 1e300 } } },
  ],
  [
    "a camera that looks at nothing",
    { camera: { ...SCENE.camera, pose: { ...SCENE.camera?.pose, target: [1, 2] } } },
  ],
  ["an explosion of two", { explosion: 2 }],
  ["hidden parts by number", { visibility: { hidden: [7], ghosted: [] } }],
  ["one name that fills the link", { occurrences: ["x".repeat(4_001)] }],
])("%s is no view", (_, change) => {
  const hostile = { ...VIEW, scene: { ...SCENE, ...change } } as unknown as LinkedView;
  expect(readLink(linkOf(hostile))).toEqual({ is: "unreadable" });
});

test("as many hidden parts as there is room for; how many are left out stands in it", () => {
  const hidden = Array.from({ length: 500 }, (_, at) => `LA-200/Drive unit/Cap screw M5x16 ${at}`);
  const { isolated: _none, ...rest } = { isolated: undefined, hidden, ghosted: ["LA-200/Motor"] };
  const written = writeLink({ ...VIEW, scene: { ...SCENE, visibility: rest } }, "throughline:/");
  expect(written?.link.length).toBeLessThanOrEqual(LONGEST_LINK);
  // Full to the last name.
  expect(written?.link.length).toBeGreaterThan(LONGEST_LINK - 80);
  const kept = written?.view.scene?.visibility?.hidden ?? [];
  expect(kept).toEqual(hidden.slice(0, kept.length));
  expect(written?.view.cut).toBe(501 - kept.length);
  expect(written?.view.scene?.tools).toEqual(SCENE.tools);
  expect(readLink(written?.link ?? "")).toEqual({ is: "view", view: written?.view });
});

test("what is shown alone stays whole or goes; tools go where they alone are too long", () => {
  const isolated = Array.from({ length: 500 }, (_, at) => `LA-200/Drive unit/Cap screw M5x16 ${at}`);
  const visibility = { hidden: ["LA-200/Cover"], ghosted: [], isolated };
  const alone = writeLink({ ...VIEW, scene: { ...SCENE, visibility } }, "throughline:/")?.view;
  expect(alone).toMatchObject({ cut: 500, scene: { visibility: { hidden: ["LA-200/Cover"], ghosted: [] } } });
  expect(alone?.scene?.visibility?.isolated).toBeUndefined();
  const tools = { measurements: "x".repeat(9_000) };
  const bare = writeLink({ ...VIEW, scene: { ...SCENE, tools } }, "throughline:/")?.view;
  expect(bare).toMatchObject({
    shortened: true,
    scene: { camera: SCENE.camera, visibility: SCENE.visibility },
  });
  expect(bare?.scene?.tools).toBeUndefined();
});

test("a view under a name holds the same, with more room", () => {
  const hidden = Array.from({ length: 2_000 }, (_, at) => `LA-200/Drive unit/Cap screw M5x16 ${at}`);
  const view = { ...VIEW, scene: { ...SCENE, visibility: { hidden, ghosted: [] } } };
  expect(readSaved(writeSaved(view) ?? "")).toEqual(view);
  for (const bad of ["", "{", "null", `{"version":4,"view":{}}`, `{"version":3,"view":{"scope":"all"}}`])
    expect(readSaved(bad)).toBeUndefined();
});

test("a view of before keeps its 3D view and leaves filters, table and lanes as they are", () => {
  const before = {
    version: 2,
    ...SCENE,
    partNumber: "10-4000",
    unit: { partNumber: "10-4000", serial: "7" },
    scope: "unit",
    window: { from: 5, to: 9 },
  };
  expect(readSaved(JSON.stringify(before))).toEqual({
    part: "10-4000",
    unit: { partNumber: "10-4000", serial: "7" },
    scope: "unit",
    brush: { from: 5, to: 9 },
    scene: SCENE,
  });
});
