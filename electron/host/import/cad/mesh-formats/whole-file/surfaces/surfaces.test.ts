/** Faces of IGES and BREP files have the exact surfaces of the same solid as STEP. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { mutate } from "../../../../../../../tests/faults/mutate.ts";
import { NO_SHARED_DATA, sharedData } from "../../../../../../../tests/shared-data.ts";
import type { CadModel, Surface } from "../../../../../../../shared/model/cad.ts";
import { collect, of } from "../../../../testing.ts";
import { createKernelPool } from "../../../kernel/kernel-pool.ts";
import { HAS_OPEN_CASCADE, readReference } from "../../../kernel/testing/open-cascade.ts";
import { surfaceGeometry } from "../../../mesh/surface-geometry.ts";
import { createStepImporter } from "../../../step-importer.ts";
import { moveSurface } from "../../../structure/surfaces.ts";
import { multiply, type Transform, type Vector } from "../../../structure/transform.ts";
import { createWholeFileImporters } from "../../mesh-importer.ts";
import { readBrepTree } from "../bodies/brep-tree.ts";
import { planeOfPoles } from "./flat.ts";
import { readIgesTree } from "../bodies/iges-tree.ts";
import { walkTree } from "../bodies/body-tree.ts";
import { extruded, revolved } from "../../../structure/swept.ts";

const pool = createKernelPool({ size: 1 });
const folder = mkdtempSync(join(tmpdir(), "surfaces-"));
afterAll(async () => {
  await pool.close();
  rmSync(folder, { recursive: true });
});
const [iges, brep] = createWholeFileImporters(() => pool);
const step = createStepImporter(() => pool);

/**
 * One solid of every kind of surface, and two of it, written by Open CASCADE 7.6 in each of the formats:
 * `-solid` with the entities of solids (IGES 186 …), `-trimmed` with trimmed surfaces (144 of 108, 120, 122).
 */
const twin = (name: string): string => join(import.meta.dirname, "../testing", name);

async function modelOf(path: string): Promise<CadModel> {
  const importer = path.endsWith(".igs") ? iges : path.endsWith(".brep") ? brep : step;
  if (importer === undefined) throw new Error("no importer");
  const { records, failure } = await collect(importer, path);
  expect(failure).toBeUndefined();
  const model = of(records, "model")[0]?.model;
  if (model === undefined) throw new Error("no model");
  return model;
}

/** Of every face in its place; undefined for a free-form one. */
function placedSurfaces({ nodes, parts }: CadModel): readonly (Surface | undefined)[] {
  const world: Transform[] = [];
  return nodes.flatMap(({ parent, part, transform }) => {
    const above = world[parent];
    const here = above === undefined ? transform : multiply(above, transform);
    world.push(here);
    return (parts[part]?.mesh?.faces ?? []).map(({ surface }) =>
      surface === undefined || surface.kind === "other" ? undefined : moveSurface(surface, here),
    );
  });
}

/** Points of one on the other, and the same numbers: axes may run either way and start anywhere on themselves. */
function isSame(a: Surface, b: Surface): boolean {
  const near = (x: number | undefined, y: number | undefined): boolean =>
    Math.abs((x ?? 0) - (y ?? 0)) < 1e-6;
  const geometry = surfaceGeometry(b);
  if (a.kind !== b.kind || geometry === undefined) return false;
  const { origin = [0, 0, 0], axis = [0, 0, 1] } = a;
  const turn = axis.reduce((sum, value, at) => sum + value * (b.axis?.[at] ?? 0), 0);
  if (a.kind !== "sphere" && Math.abs(Math.abs(turn) - 1) > 1e-9) return false;
  if (a.kind === "cone") {
    // The same apex, whichever circle names the cone.
    const apex = ({
      origin: o = [0, 0, 0],
      axis: z = [0, 0, 1],
      radius = 0,
      semiAngle = 1,
    }: Surface): Vector =>
      o.map((value, at) => value - ((z[at] ?? 0) * radius) / Math.tan(semiAngle)) as never as Vector;
    return (
      near(a.semiAngle, b.semiAngle) &&
      apex(a).every((value, at) => Math.abs(value - (apex(b)[at] ?? 0)) < 1e-5)
    );
  }
  if (!near(a.radius, b.radius) || !near(a.minorRadius, b.minorRadius)) return false;
  if (a.kind === "plane") return geometry.distance([...origin]) < 1e-6;
  if (a.kind === "cylinder") return Math.abs(geometry.distance([...origin]) - (b.radius ?? 0)) < 1e-5;
  return origin.every((value, at) => Math.abs(value - (b.origin?.[at] ?? 0)) < 1e-5);
}

function expectSame(own: readonly (Surface | undefined)[], stated: readonly (Surface | undefined)[]): void {
  expect(own).toHaveLength(stated.length);
  const open = stated.filter((surface) => surface !== undefined);
  const exact = own.filter((surface) => surface !== undefined);
  expect(exact).toHaveLength(open.length);
  for (const surface of exact) {
    const at = open.findIndex((other) => isSame(surface, other));
    expect(at, JSON.stringify(surface)).toBeGreaterThanOrEqual(0);
    open.splice(at, 1);
  }
}

describe("the same solid in other formats", () => {
  test.each(["surfaces-solid.igs", "surfaces-trimmed.igs", "surfaces-inch.igs"])("%s", async (name) => {
    const stated = placedSurfaces(await modelOf(twin("surfaces.step")));
    expect(new Set(stated.map((surface) => surface?.kind))).toEqual(
      new Set(["plane", "cylinder", "cone", "sphere", "torus", undefined]),
    );
    expectSame(placedSurfaces(await modelOf(twin(name))), stated);
  });

  test("two.brep: in two places", async () => {
    const once = placedSurfaces(await modelOf(twin("surfaces.step")));
    const both = placedSurfaces(await modelOf(twin("two.brep")));
    expect(both).toHaveLength(2 * once.length);
    expectSame(both.slice(0, once.length), once);
    const kinds = (surfaces: readonly (Surface | undefined)[]): readonly unknown[] =>
      surfaces.map((surface) => [
        surface?.kind,
        ...[surface?.radius, surface?.minorRadius, surface?.semiAngle].map((value) => value?.toFixed(9)),
      ]);
    expect(kinds(both.slice(once.length))).toEqual(kinds(both.slice(0, once.length)));
  });

  const real = ["step/so101_base.step", "nist-box-assembly/cad/nist_mtc_crada_plate.STEP"];
  test.each(real)(
    "%s, written as BREP by Open CASCADE 8",
    async (name) => {
      const path = sharedData(name);
      if (path === undefined || !HAS_OPEN_CASCADE) {
        console.warn(`skipped: ${path === undefined ? NO_SHARED_DATA : "Open CASCADE 8 is not installed"}`);
        return;
      }
      const reference = await readReference(readFileSync(path));
      const written = join(folder, "written.brep");
      writeFileSync(written, reference.brep());
      reference.delete();
      expectSame(placedSurfaces(await modelOf(written)), placedSurfaces(await modelOf(path)));
    },
    60_000,
  );
});

test("damage is no surface or another, never an exception", () => {
  const read = {
    igs: (bytes: Uint8Array) => readIgesTree(bytes).tree,
    brep: (bytes: Uint8Array) => readBrepTree(bytes).tree,
  };
  for (const [name, ending] of [
    ["surfaces-solid.igs", "igs"],
    ["surfaces-trimmed.igs", "igs"],
    ["two.brep", "brep"],
  ] as const) {
    const sound = readFileSync(twin(name));
    for (let seed = 1; seed <= 200; seed++) {
      const tree = read[ending](mutate(sound, seed));
      const walk = tree === undefined ? undefined : walkTree(tree, "by member");
      const pieces = walk?.labels.flatMap((label) => label.pieces) ?? [];
      for (const surface of pieces.flatMap(({ surfaces }) => surfaces))
        for (const value of [surface.radius, surface.semiAngle, ...(surface.origin ?? [])])
          expect(value === undefined || Number.isFinite(value), `${name}, seed ${seed}`).toBe(true);
    }
  }
});

describe("what a curve sweeps", () => {
  const z: Vector = [0, 0, 1];
  test.each<readonly [string, Surface, Partial<Surface>]>([
    [
      "a line across",
      extruded({ kind: "line", point: [1, 2, 3], direction: [2, 0, 0] }, [0, 5, 0]),
      { kind: "plane", origin: [1, 2, 3], axis: [0, 0, 1] },
    ],
    [
      "a circle along its axis",
      extruded({ kind: "circle", centre: [1, 0, 0], axis: z, radius: 4 }, [0, 0, -2]),
      { kind: "cylinder", radius: 4, origin: [1, 0, 0] },
    ],
    [
      "a circle aslant",
      extruded({ kind: "circle", centre: [1, 0, 0], axis: z, radius: 4 }, [1, 0, 1]),
      { kind: "other" },
    ],
    [
      "a line around an axis beside it",
      revolved({ kind: "line", point: [3, 0, 7], direction: [0, 0, 2] }, [0, 0, 0], z),
      { kind: "cylinder", radius: 3, origin: [0, 0, 7] },
    ],
    [
      "a line around one across it",
      revolved({ kind: "line", point: [3, 0, 7], direction: [1, 0, 0] }, [0, 0, 0], z),
      { kind: "plane", origin: [0, 0, 7], axis: z },
    ],
    [
      "a line that narrows upwards",
      revolved({ kind: "line", point: [3, 0, 0], direction: [-1, 0, 1] }, [0, 0, 0], z),
      { kind: "cone", radius: 3, origin: [0, 0, 0], axis: [-0, -0, -1] },
    ],
    [
      "a line from the axis",
      revolved({ kind: "line", point: [0, 0, 0], direction: [1, 0, 1] }, [0, 0, 0], z),
      { kind: "cone", radius: 0, axis: z },
    ],
    [
      "a line that passes by",
      revolved({ kind: "line", point: [3, 0, 0], direction: [0, 1, 1] }, [0, 0, 0], z),
      { kind: "other" },
    ],
    [
      "a circle around its own diameter",
      revolved({ kind: "circle", centre: [0, 0, 5], axis: [0, 1, 0], radius: 2 }, [0, 0, 0], z),
      { kind: "sphere", origin: [0, 0, 5], radius: 2 },
    ],
    [
      "a circle around an axis in its plane",
      revolved({ kind: "circle", centre: [6, 0, 5], axis: [0, 1, 0], radius: 2 }, [0, 0, 0], z),
      { kind: "torus", origin: [0, 0, 5], radius: 6, minorRadius: 2 },
    ],
    [
      "a circle that stands across",
      revolved({ kind: "circle", centre: [6, 0, 5], axis: [1, 0, 0], radius: 2 }, [0, 0, 0], z),
      { kind: "other" },
    ],
  ])("%s", (_name, surface, expected) => {
    expect(surface).toMatchObject(expected);
    if (surface.kind === "cone") expect(surface.semiAngle).toBeCloseTo(Math.PI / 4, 12);
  });

  test("poles in a plane are one", () => {
    expect(
      planeOfPoles([
        [0, 0, 1],
        [2, 0, 1],
        [0, 3, 1],
        [2, 3, 1],
      ]),
    ).toMatchObject({ kind: "plane", origin: [0, 0, 1] });
    expect(
      planeOfPoles([
        [0, 0, 1],
        [2, 0, 1],
        [0, 3, 1],
        [2, 3, 1.001],
      ]),
    ).toBeUndefined();
    expect(
      planeOfPoles([
        [0, 0, 0],
        [1, 0, 0],
        [2, 0, 0],
      ]),
    ).toBeUndefined();
    expect(planeOfPoles([])).toBeUndefined();
  });
});
