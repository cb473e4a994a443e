/**
 * For tests: bodies of IGES and BREP files as parts in their places. The files were written by Open CASCADE 7.6
 * (`bodies*.igs`: a block, two pins, a ball; `nested.brep`: compounds in compounds), boxes are its own reading of each.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect } from "vitest";
import type { CadModel, CadMesh } from "../../../../../../../../shared/model/cad.ts";
import { collect, of } from "../../../../../testing.ts";
import { createKernelPool } from "../../../../kernel/kernel-pool.ts";
import { pointAt } from "../../../../mesh/vector.ts";
import { createStepImporter } from "../../../../step-importer.ts";
import { applyToPoint, IDENTITY, multiply, type Transform } from "../../../../structure/transform.ts";
import { createWholeFileImporters } from "../../../mesh-importer.ts";
import { IgesText } from "./iges-writer.ts";

const pool = createKernelPool({ size: 1 });
export const folder = mkdtempSync(join(tmpdir(), "bodies-"));
afterAll(async () => {
  await pool.close();
  rmSync(folder, { recursive: true });
});
const [iges, brep] = createWholeFileImporters(() => pool);
export const twin = (name: string): string => join(import.meta.dirname, "../../testing", name);

export async function read(path: string): Promise<CadModel> {
  const importer = path.endsWith(".stp")
    ? createStepImporter(() => pool)
    : path.endsWith(".igs")
      ? iges
      : brep;
  if (importer === undefined) throw new Error("no importer");
  const { records, failure } = await collect(importer, path);
  expect(failure).toBeUndefined();
  const model = of(records, "model")[0]?.model;
  if (model === undefined) throw new Error("no model");
  return model;
}

let written = 0;
export async function readText(text: string, ending = "igs"): Promise<CadModel> {
  written += 1;
  const path = join(folder, `file${written}.${ending}`);
  writeFileSync(path, text, "latin1");
  return read(path);
}

export const solids = (): IgesText => new IgesText(readFileSync(twin("bodies.igs"), "latin1"));

export type Box = readonly [readonly number[], readonly number[]];

export interface Leaf {
  /** Names from below the root on. */
  readonly path: string;
  readonly part: number;
  readonly box: Box;
  readonly mesh: CadMesh;
  readonly world: Transform;
}

/** What is drawn, each in its place. */
export function leavesOf({ nodes, parts }: CadModel): readonly Leaf[] {
  const world: Transform[] = [];
  return nodes.flatMap(({ parent, part, path, transform }) => {
    const here = multiply(world[parent] ?? IDENTITY, transform);
    world.push(here);
    const mesh = parts[part]?.mesh;
    if (mesh === undefined) return [];
    const placed = Array.from(mesh.positions.subarray(0, mesh.positions.length / 3), (_, at) =>
      applyToPoint(here, pointAt(mesh.positions, at)),
    );
    const side = (pick: (...values: number[]) => number): readonly number[] =>
      [0, 1, 2].map((axis) =>
        placed.reduce((best, point) => pick(best, point[axis] ?? 0), placed[0]?.[axis] ?? 0),
      );
    const box: Box = [side(Math.min), side(Math.max)];
    return [{ path: path.split("/").slice(1).join("/"), part, box, mesh, world: here }];
  });
}

/** Round things fall short of their box by what the chords of a mesh do. */
const CHORDS = 0.1;

export function expectBoxes(leaves: readonly Leaf[], boxes: readonly (readonly [string, Box])[]): void {
  expect(leaves.map(({ path }) => path).toSorted()).toEqual(boxes.map(([path]) => path).toSorted());
  for (const [path, box] of boxes) {
    const leaf = leaves.find((each) => each.path === path);
    box.forEach((corner, at) =>
      corner.forEach((value, axis) =>
        expect(Math.abs((leaf?.box[at]?.[axis] ?? NaN) - value), `${path} ${at} ${axis}`).toBeLessThan(
          CHORDS,
        ),
      ),
    );
  }
}

export const BLOCK: Box = [
  [0, 0, 0],
  [10, 20, 30],
];
export const LEFT_PIN: Box = [
  [45, -5, 0],
  [55, 5, 40],
];
export const RIGHT_PIN: Box = [
  [75, -5, 0],
  [85, 5, 40],
];
export const BALL: Box = [
  [-7, 53, -7],
  [7, 67, 7],
];

export function moved([from, to]: Box, by: readonly number[]): Box {
  const move = (corner: readonly number[]): readonly number[] =>
    corner.map((value, at) => value + (by[at] ?? 0));
  return [move(from), move(to)];
}
