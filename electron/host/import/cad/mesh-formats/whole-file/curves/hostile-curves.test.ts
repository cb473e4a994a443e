/** Curves of files that ask for more than a file can mean: bounded, and said. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readBrepTree } from "../bodies/brep-tree.ts";
import type { TreeMember } from "../bodies/body-tree.ts";
import { readIgesTree } from "../bodies/iges-tree.ts";
import { IgesText } from "../bodies/testing/iges-writer.ts";
import { twin } from "../bodies/testing/read-bodies.ts";
import { readBrepCurves } from "./brep-curves.ts";
import { curvesOf } from "./iges-curves.ts";

const curvesBrep = readFileSync(twin("curves.brep"), "latin1");

/** Values of all curves, as often as they stand in a group. */
function valuesOf({ item }: TreeMember): number {
  if (item.kind === "curve") return item.segments.length + (item.points?.length ?? 0);
  return item.kind === "group" ? item.members.reduce((sum, own) => sum + valuesOf(own), 0) : 0;
}

test("an arc of many turns is drawn once around", () => {
  // Of the whole circle, which is the second curve.
  const turned = curvesBrep.replaceAll(/^1 +2 0 (\S+) \S+$/gm, "1  2 0 $1 1e12");
  expect(turned).not.toBe(curvesBrep);
  const [before, after] = [curvesBrep, turned].map((text) => readBrepTree(Buffer.from(text, "latin1")));
  expect(after?.leftCurves).toBe(0);
  expect(valuesOf(after?.tree ?? expect.fail())).toBeGreaterThanOrEqual(
    valuesOf(before?.tree ?? expect.fail()),
  );
  expect(valuesOf(after?.tree ?? expect.fail())).toBeLessThan(
    valuesOf(before?.tree ?? expect.fail()) + 96 * 6 * 4,
  );
});

test("a knot that counts a great many times is no spline, and those behind it are read", () => {
  const text = "Curves 2\n7 0 0 4e9 2 2 0 0 0 1 1 1 0 4e9 1 4e9\n1 0 0 0 1 0 0\nPolygon3D 0\n";
  const [spline, line] = readBrepCurves(text) ?? [];
  expect(spline).toBeUndefined();
  expect(line?.at(3)).toEqual([3, 0, 0]);
});

test("one edge that is named again and again takes no more than so many edges may", () => {
  const root = curvesBrep.lastIndexOf("Co\n");
  const names = "+69 0 ".repeat(200_000);
  const often = curvesBrep.slice(0, root) + curvesBrep.slice(root).replace("\n+72 0 ", `\n${names}+72 0 `);
  const { tree, leftCurves } = readBrepTree(Buffer.from(often, "latin1"));
  expect(valuesOf(tree ?? expect.fail())).toBeLessThan(6_000_000);
  expect(leftCurves).toBeGreaterThan(0);
});

test("IGES: a curve that a group lists again and again takes no more than so many curves may", () => {
  const file = new IgesText(readFileSync(twin("curves.igs"), "latin1"));
  const arc = file.add(100, [0, 0, 0, 1, 0, 1, 0], { status: "00010000" });
  file.add(402, [50_000, ...Array.from({ length: 50_000 }, () => arc)], { form: 7 });
  const { tree, leftCurves } = readIgesTree(Buffer.from(file.toString(), "latin1"));
  expect(valuesOf(tree ?? expect.fail())).toBeLessThan(6_000_000);
  expect(leftCurves).toBeGreaterThan(0);
});

test("IGES: a boundary of a great many curves is read like others", () => {
  const count = 300_000;
  const parameters = [0, 0, 0, 1, 1, 1, count, ...Array.from({ length: count }, () => 1)];
  expect(curvesOf({ type: 141, parameters })).toHaveLength(count + 1);
});
