import { expect, test } from "vitest";
import { drawingOf } from "./drawing.ts";
import { escapeXml } from "./svg-context.ts";
import { at } from "./testing/fake-history.ts";
import { fakeFrame } from "./testing/frames.ts";

const WORDS = {
  title: "10-4402 <Gate driver> & more",
  footer: "as of 2026-05-01",
  legend: [{ colour: "#ff0000", label: "more failures" }],
  nameOf: () => ({ name: "Lane", note: "3 failed", within: false }),
};
const measure = (text: string): number => text.length * 6;

test("a drawing is sound XML: every group is closed, nothing is left unescaped, no number is none", async () => {
  const window = { from: at(2026, 3, 1), to: at(2026, 4, 20) };
  const { data, view } = await fakeFrame(window);
  const svg = drawingOf(data, view, WORDS, measure);
  const tags = [...svg.matchAll(/<(\/?)([a-zA-Z]+)[^<>]*?(\/?)>/g)];
  const open: string[] = [];
  for (const [, closing, name = "", alone] of tags) {
    if (closing === "/") expect(open.pop()).toBe(name);
    else if (alone !== "/") open.push(name);
  }
  expect(open).toEqual([]);
  // What is left once the tags are taken out holds no mark of its own.
  expect(svg.replaceAll(/<(\/?)([a-zA-Z]+)[^<>]*?(\/?)>/g, "")).not.toMatch(/[<>]/);
  expect(svg).not.toContain("NaN");
  expect(svg).not.toContain("undefined");
  expect(svg).toContain("10-4402 &lt;Gate driver&gt; &amp; more");
  expect(svg).toContain("CM-3027 Z-axis ballscrew");
  expect(svg).toContain("as of 2026-05-01");
});

test("all rows are drawn, not only those in view", async () => {
  const { data, view } = await fakeFrame(undefined, 1_000, 90);
  const svg = drawingOf(data, view, WORDS, measure);
  const height = Number(/height="(\d+)"/.exec(svg)?.[1]);
  expect(height).toBeGreaterThan(200);
  expect(svg.split(">Lane<").length - 1).toBe((data.slice?.lanes.length ?? 0) + data.traces.length);
});

test("signals over each other have a legend with the line of each, cut where it is too long", async () => {
  const { data, view } = await fakeFrame(undefined);
  const [one] = data.traces;
  if (one === undefined) throw new Error("no trace");
  const both = { ...data, traces: [one, { ...one, trace: { ...one.trace, signal: "Feed", uom: "mm/s" } }] };
  const lines = [
    { name: "Spindle load", note: "%", style: { colour: "#123456", dash: [] } },
    {
      name: "A feed with a name that is far too long for the margin",
      note: "mm/s",
      style: { colour: "#654321", dash: [7, 3] },
    },
  ];
  const words = {
    ...WORDS,
    nameOf: (row: { traces: number }) => ({ ...WORDS.nameOf(), ...(row.traces > 1 ? { lines } : {}) }),
  };
  const svg = drawingOf(both, { ...view, shapes: { ...view.shapes, together: 4 } }, words, measure);
  expect(svg.split(">Lane<").length - 1).toBe(data.slice?.lanes.length);
  expect(svg).toContain(">Spindle load<");
  expect(svg).toMatch(/>A feed with a[^<]*…</);
  expect(svg).not.toContain("far too long for the margin");
  expect(svg).toMatch(/stroke="#654321" stroke-width="2" stroke-dasharray="7 3"/);
  // Both axes stand inside the plot, each with its unit.
  expect(svg).toMatch(/>[\d.]+ %</);
  expect(svg).toMatch(/>[\d.]+ mm\/s</);
});

test("letters that XML can't hold are left out", () => {
  expect(escapeXml('a<b>&"\u0000\u0008c\td')).toBe("a&lt;b&gt;&amp;&quot;c\td");
});
