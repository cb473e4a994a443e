import { expect, test } from "vitest";
import type { CadModel } from "../../../shared/model/cad.ts";
import type { Vector } from "../camera/orbit.ts";
import type { CanvasPlace } from "../scene-tools.ts";
import type { ScenePick } from "../picking/scene-pick.ts";
import { boxMesh, turned } from "../testing/generated-assembly.ts";
import { resolveTarget } from "./entity.ts";
import { snap, snapMoved } from "./snap.ts";

// A block of 20 × 10 × 5, seen from above: ten pixels per mm, y upwards.
const MODEL: CadModel = {
  schema: "test",
  parts: [{ number: "BLOCK", name: "Block", mesh: boxMesh(20, 10, 5) }],
  nodes: [{ parent: -1, part: 0, occurrence: "b", path: "b", transform: turned(Math.PI / 2, 100, 0, 0) }],
  problems: [],
};
const place = ([x, y]: Vector): CanvasPlace => [x * 10, -y * 10];
const tools = { place, towardsEye: (): Vector => [0, 0, 1] };
const pickAt = (x: number, y: number): ScenePick => ({
  node: 0,
  face: 5,
  point: [x, y, 5],
  surface: undefined,
});
const at = (x: number, y: number, filter: "any" | "face" | "edge" | "corner" | "node" = "any") =>
  snap(MODEL, tools, place([x, y, 5]), pickAt(x, y), filter);

test("in the middle the face, near its rim the edge, near its end the corner", () => {
  expect(at(100, 0)).toMatchObject({ kind: "face", index: 5, path: "b" });
  const edge = at(104.6, 3);
  expect(edge?.kind).toBe("edge");
  const corner = at(104.6, 9.6);
  expect(corner?.kind).toBe("corner");
  // Each is found again in the model, in the part's own place: turned and moved.
  for (const target of [edge, corner]) {
    if (target === undefined) throw new Error("nothing");
    expect(resolveTarget(MODEL, target)).toBeDefined();
  }
  const found = corner === undefined ? undefined : resolveTarget(MODEL, corner);
  expect(found?.anchor[0]).toBeCloseTo(105, 5);
  expect(found?.anchor[1]).toBeCloseTo(10, 5);
});

test("edges and corners on the other side of the part are not meant", () => {
  const edge = at(104.6, 3);
  const found = edge === undefined ? undefined : resolveTarget(MODEL, edge);
  expect(found?.anchor[2]).toBeCloseTo(5, 6);
});

test("a filter takes its kind from further away, and nothing else", () => {
  expect(at(103, 3, "edge")?.kind).toBe("edge");
  expect(at(100, 0, "edge")).toBeUndefined();
  expect(at(104.6, 3, "face")?.kind).toBe("face");
  expect(at(100, 0, "corner")).toBeUndefined();
  expect(at(100, 0, "node")).toMatchObject({ kind: "node", path: "b" });
});

test("taken apart the same is meant as assembled: face, edge and corner, at their assembled places", () => {
  const moved: Vector = [30, -12, 8];
  for (const [x, y] of [
    [100, 0],
    [104.6, 3],
    [104.6, 9.6],
  ] as const) {
    const point: Vector = [x + moved[0], y + moved[1], 5 + moved[2]];
    const apart = snapMoved(MODEL, tools, place(point), { ...pickAt(0, 0), point }, "any", moved);
    const assembled = at(x, y);
    expect(apart).toMatchObject({ kind: assembled?.kind, index: assembled?.index, path: "b" });
    for (const axis of [0, 1, 2]) expect(apart?.at[axis]).toBeCloseTo(assembled?.at[axis] ?? NaN, 9);
  }
});
