import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { facesOf } from "./brep.ts";
import { isAssembly, itemsOf, type Item, type PartDefinition } from "./item.ts";
import { LINEAR_ACTUATOR } from "./linear-actuator.ts";
import { volume } from "./solid.ts";
import { stepText } from "./step-product.ts";

const COMMITTED = resolve(import.meta.dirname, "../../../assets/demo/linear-actuator.step");

interface ReadResult {
  readonly success: boolean;
  readonly meshes: readonly {
    readonly name: string;
    readonly attributes: { readonly position: { readonly array: readonly number[] } };
    readonly index: { readonly array: readonly number[] };
  }[];
}
interface Kernel {
  ReadStepFile(content: Uint8Array, parameters: Readonly<Record<string, unknown>>): ReadResult;
}

let kernel: Kernel;
beforeAll(async () => {
  const load = createRequire(import.meta.url)("occt-import-js") as () => Promise<Kernel>;
  kernel = await load();
});

const FINE = { linearDeflectionType: "absolute_value", linearDeflection: 0.02, angularDeflection: 0.1 };
const read = (text: string): ReadResult => kernel.ReadStepFile(new TextEncoder().encode(text), FINE);
const items = itemsOf(LINEAR_ACTUATOR);
const parts = items.filter((item): item is PartDefinition => !isAssembly(item));
const exactVolume = (part: PartDefinition): number =>
  part.bodies.reduce((sum, body) => sum + volume(body.solid), 0);

/** Signed volume by the divergence theorem, and edges that are not shared by exactly two triangles both ways. */
function measure(mesh: ReadResult["meshes"][number]): { volume: number; open: number } {
  const { array } = mesh.attributes.position;
  const { array: index } = mesh.index;
  const welded = new Map<string, number>();
  const corner = (i: number): number => {
    const key = [0, 1, 2].map((axis) => Math.round((array[3 * i + axis] ?? NaN) * 1e4)).join(" ");
    const known = welded.get(key) ?? welded.size;
    welded.set(key, known);
    return known;
  };
  const edges = new Map<string, number>();
  let sum = 0;
  for (let t = 0; t < index.length; t += 3) {
    const [a = 0, b = 0, c = 0] = index.slice(t, t + 3);
    const at = (i: number): readonly [number, number, number] => [
      array[3 * i] ?? NaN,
      array[3 * i + 1] ?? NaN,
      array[3 * i + 2] ?? NaN,
    ];
    const [p, q, r] = [at(a), at(b), at(c)];
    sum +=
      (p[0] * (q[1] * r[2] - q[2] * r[1]) -
        p[1] * (q[0] * r[2] - q[2] * r[0]) +
        p[2] * (q[0] * r[1] - q[1] * r[0])) /
      6;
    const [i, j, k] = [corner(a), corner(b), corner(c)];
    for (const [from, to] of [
      [i, j],
      [j, k],
      [k, i],
    ] as const) {
      if (from === to) continue;
      const [key, sign] = from < to ? [`${from} ${to}`, 1] : [`${to} ${from}`, -1];
      edges.set(key, (edges.get(key) ?? 0) + sign);
    }
  }
  return { volume: sum, open: [...edges.values()].filter((uses) => uses !== 0).length };
}

test("the committed file is what the script writes", () => {
  expect(readFileSync(COMMITTED, "utf8")).toBe(stepText(LINEAR_ACTUATOR, "linear-actuator.step"));
  expect(readFileSync(COMMITTED).length).toBeLessThan(1_500_000);
});

test("it is a product of many parts, three levels deep", () => {
  const count = (item: Item): number =>
    isAssembly(item) ? item.components.reduce((sum, { item: child }) => sum + count(child), 0) : 1;
  const depth = (item: Item): number =>
    isAssembly(item) ? 1 + Math.max(...item.components.map(({ item: child }) => depth(child))) : 0;
  expect(parts.length).toBeGreaterThanOrEqual(30);
  expect(count(LINEAR_ACTUATOR)).toBeGreaterThanOrEqual(60);
  expect(depth(LINEAR_ACTUATOR)).toBe(3);
  for (const item of items.filter(isAssembly)) {
    const names = item.components.map(({ occurrence }) => occurrence);
    expect(new Set(names).size, item.number).toBe(names.length);
  }
});

describe.each(parts.map((part) => [`${part.number} ${part.name}`, part] as const))("%s", (_, part) => {
  test("every edge joins two faces, once each way", () => {
    for (const { solid } of part.bodies) {
      const uses = new Map<object, number[]>();
      for (const face of facesOf(solid))
        for (const { edge, forward } of face.loops.flat())
          uses.set(edge, [...(uses.get(edge) ?? []), forward ? 1 : -1]);
      for (const signs of uses.values()) expect(signs.toSorted((a, b) => a - b)).toEqual([-1, 1]);
    }
  });

  test("a kernel meshes it closed, with the exact volume", () => {
    const { success, meshes } = read(stepText(part, "part.step"));
    expect(success).toBe(true);
    expect(meshes.length).toBe(part.bodies.length);
    const measured = meshes.map(measure);
    expect(measured.map(({ open }) => open)).toEqual(meshes.map(() => 0));
    const ratio = measured.reduce((sum, mesh) => sum + mesh.volume, 0) / exactVolume(part);
    expect(ratio).toBeGreaterThan(0.99);
    expect(ratio).toBeLessThan(1.01);
  });
});

test("the whole file gives every occurrence in its place", () => {
  const { success, meshes } = read(readFileSync(COMMITTED, "utf8"));
  expect(success).toBe(true);
  const bodies = (item: Item): number =>
    isAssembly(item)
      ? item.components.reduce((sum, { item: child }) => sum + bodies(child), 0)
      : item.bodies.length;
  expect(meshes.length).toBe(bodies(LINEAR_ACTUATOR));
  const total = (item: Item): number =>
    isAssembly(item)
      ? item.components.reduce((sum, { item: child }) => sum + total(child), 0)
      : exactVolume(item);
  const measured = meshes.reduce((sum, mesh) => sum + measure(mesh).volume, 0);
  expect(measured / total(LINEAR_ACTUATOR)).toBeGreaterThan(0.99);
  expect(measured / total(LINEAR_ACTUATOR)).toBeLessThan(1.01);
  const bounds = [0, 1, 2].map((axis) => {
    const values = meshes.flatMap(({ attributes }) =>
      attributes.position.array.filter((_, i) => i % 3 === axis),
    );
    return [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))].map(Math.round);
  });
  // Rear cover to rod eye, base plate's width, base plate to motor connectors.
  expect(bounds).toEqual([
    [-106, 512],
    [-88, 88],
    [-64, 185],
  ]);
});
