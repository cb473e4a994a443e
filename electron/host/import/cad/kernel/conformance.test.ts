/**
 * What every kernel must do, whichever it is: the same cases for each that is installed. What the rest of
 * the program builds on is written here, so that a kernel can be exchanged for another.
 */
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { mutate } from "../../../../../tests/faults/mutate.ts";
import { NO_SHARED_DATA, sharedData } from "../../../../../tests/shared-data.ts";
import { Failure } from "../../../../../shared/rpc/failure.ts";
import { joinMeshes } from "../mesh/body-mesh.ts";
import { addCylinder, measure } from "../mesh/testing.ts";
import { pointAt } from "../mesh/vector.ts";
import { Exchange, METRE } from "../structure/testing.ts";
import { cross, dot, length, type Vector } from "../structure/transform.ts";
import { createKernelPool, type KernelPool } from "./kernel-pool.ts";
import { KERNELS } from "./kernels.ts";
import { KERNEL_NAMES, type KernelMesh, type MeshRequest } from "./mesh-kernel.ts";
import { exchangeOf, SOLIDS } from "./testing/solids.ts";

const INCH = "(CONVERSION_BASED_UNIT('INCH',#9001)LENGTH_UNIT()NAMED_UNIT(#9002))";
const DEFLECTION = 0.01;
const never = new AbortController().signal;

function request(text: string | Uint8Array, linearDeflection = DEFLECTION): MeshRequest {
  const bytes = typeof text === "string" ? Buffer.from(text, "latin1") : text;
  return { text: bytes, linearDeflection, angularDeflection: 0.5 };
}

const BLOCK = exchangeOf((exchange) => exchange.block(1, 2, 3).solid);

/** In inches, as the standard has units of length that are not the metre. */
function inInches(): string {
  const text = exchangeOf((exchange) => exchange.block(1, 2, 3).solid, INCH);
  const unit = `#9001=MEASURE_WITH_UNIT(LENGTH_MEASURE(25.4),#9003);
#9002=DIMENSIONAL_EXPONENTS(1.,0.,0.,0.,0.,0.,0.);
#9003=(LENGTH_UNIT()NAMED_UNIT(*)SI_UNIT(.MILLI.,.METRE.));
ENDSEC;
END-ISO`;
  return text.replace("ENDSEC;\nEND-ISO", unit);
}

/** Minutes of work at a deflection of 1e-6 mm. */
function endless(): string {
  const exchange = new Exchange();
  const solids = Array.from({ length: 60 }, (_, at) => addCylinder(exchange, at + 1, 2));
  exchange.product("many", exchange.representation(solids, exchange.context()));
  return exchange.text();
}

async function failureOf(meshing: Promise<unknown>): Promise<Failure> {
  const thrown: unknown = await meshing.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(thrown).toBeInstanceOf(Failure);
  return thrown as Failure;
}

/** Largest distance of corners and of middles of sides from the surface, mm. */
function furthest(
  { positions, indices }: KernelMesh,
  distance: (x: number, y: number, z: number) => number,
): { readonly corner: number; readonly chord: number } {
  let [corner, chord] = [0, 0];
  for (let at = 0; at < indices.length; at++) {
    const own = pointAt(positions, indices[at] ?? 0);
    const next = pointAt(positions, indices[at % 3 === 2 ? at - 2 : at + 1] ?? 0);
    corner = Math.max(corner, distance(...own));
    chord = Math.max(
      chord,
      distance(...(own.map((v, axis) => (v + (next[axis] ?? 0)) / 2) as never as Vector)),
    );
  }
  return { corner, chord };
}

/** Sides of triangles without a partner that runs the other way: 0 for a closed surface. */
function openSides({ positions, indices }: KernelMesh): number {
  const key = (index: number): string =>
    pointAt(positions, index)
      .map((value) => Math.round(value * 1e4) + 0)
      .join();
  const sides = new Map<string, number>();
  for (let at = 0; at < indices.length; at++) {
    const [a, b] = [key(indices[at] ?? 0), key(indices[at % 3 === 2 ? at - 2 : at + 1] ?? 0)];
    if (a === b) continue;
    const [name, step] = a < b ? [`${a} ${b}`, 1] : [`${b} ${a}`, -1];
    sides.set(name, (sides.get(name) ?? 0) + step);
  }
  return [...sides.values()].filter((count) => count !== 0).length;
}

/** Share of triangles whose corners' normals look the way the triangle turns. */
function agreeingNormals({ positions, normals, indices }: KernelMesh): number {
  let [agreeing, all] = [0, 0];
  for (let at = 0; at < indices.length; at += 3) {
    const [a, b, c] = [0, 1, 2].map((corner) => indices[at + corner] ?? 0) as [number, number, number];
    const [p, q, r] = [pointAt(positions, a), pointAt(positions, b), pointAt(positions, c)];
    const side = cross([q[0] - p[0], q[1] - p[1], q[2] - p[2]], [r[0] - p[0], r[1] - p[1], r[2] - p[2]]);
    // One without an area (at a pole) turns no way.
    if (length(side) < 1e-9) continue;
    all += 1;
    if ([a, b, c].every((vertex) => dot(side, pointAt(normals, vertex)) > 0)) agreeing += 1;
  }
  return agreeing / all;
}

describe.each(KERNEL_NAMES)("the kernel %s", (kernel) => {
  const library = KERNELS[kernel];
  describe.skipIf(!library.isPresent())(library.isPresent() ? "is installed" : "is not installed", () => {
    let pool: KernelPool;
    const others: KernelPool[] = [];
    beforeAll(() => {
      pool = createKernelPool({ kernel, size: 1 });
    });
    afterAll(async () => {
      await Promise.all([pool, ...others].map((each) => each.close()));
    });

    async function one(text: string, linearDeflection?: number): Promise<KernelMesh> {
      const meshes = await pool.mesh(request(text, linearDeflection), never);
      expect(meshes).toHaveLength(1);
      const [mesh] = meshes;
      if (mesh === undefined) throw new Error("no mesh");
      const covered = mesh.faceTriangles.reduce((sum, count) => sum + count, 0);
      expect(covered * 3).toBe(mesh.indices.length);
      expect(mesh.normals).toHaveLength(mesh.positions.length);
      return mesh;
    }

    test.each(SOLIDS)(
      "$name is closed, outside out, and as large as it is",
      async ({ text, faces, volume, area, distance }) => {
        const mesh = await one(text);
        expect(mesh.faceTriangles).toHaveLength(faces);
        expect(mesh.faceTriangles.every((count) => count > 0)).toBe(true);
        expect(openSides(mesh)).toBe(0);
        expect(agreeingNormals(mesh)).toBe(1);
        const measured = measure(mesh);
        // A chord 0.01 mm off loses less than this of radii from 3 mm on.
        expect(Math.abs(measured.volume / volume - 1)).toBeLessThan(0.01);
        expect(Math.abs(measured.area / area - 1)).toBeLessThan(0.01);
        if (distance === undefined) return;
        const { corner, chord } = furthest(mesh, distance);
        expect(corner).toBeLessThan(1e-5);
        expect(chord).toBeLessThan(2 * DEFLECTION);
      },
    );

    test("faces come in the order of their shell, and each keeps to itself", async () => {
      const mesh = await one(BLOCK);
      expect([...mesh.faceTriangles]).toEqual([2, 2, 2, 2, 2, 2]);
      const normalOf = (face: number): Vector =>
        // No negative zero.
        pointAt(mesh.normals, mesh.indices[face * 6] ?? 0).map((value) => value + 0) as never as Vector;
      expect([0, 1, 2, 3, 4, 5].map(normalOf)).toEqual([
        [0, 0, -1],
        [0, 0, 1],
        [0, -1, 0],
        [0, 1, 0],
        [-1, 0, 0],
        [1, 0, 0],
      ]);
      // No vertex is shared by two faces.
      expect(mesh.positions).toHaveLength(6 * 4 * 3);
    });

    test("lengths are mm whatever the file's unit", async () => {
      const metres = exchangeOf((exchange) => exchange.block(1, 2, 3).solid, METRE);
      expect(measure(await one(metres)).volume).toBeCloseTo(6e9, 0);
      expect(measure(await one(inInches())).volume / (6 * 25.4 ** 3)).toBeCloseTo(1, 6);
    });

    test("a finer deflection has more triangles", async () => {
      const cylinder = exchangeOf((exchange) => addCylinder(exchange, 10, 20));
      const [fine, coarse] = [await one(cylinder, 0.01), await one(cylinder, 0.5)];
      expect(coarse.indices.length).toBeLessThan(fine.indices.length);
    });

    test("two solids are two meshes, in the order of the text", async () => {
      const exchange = new Exchange();
      const solids = [exchange.block(1, 1, 1).solid, exchange.block(2, 2, 2).solid];
      exchange.product("two", exchange.representation(solids, exchange.context()));
      const meshes = await pool.mesh(request(exchange.text()), never);
      expect(meshes.map((mesh) => Math.round(measure(mesh).volume))).toEqual([1, 8]);
    });

    test("mirrored in its place it is still outside out", async () => {
      const exchange = new Exchange();
      const cylinder = addCylinder(exchange, 10, 20);
      exchange.product("cylinder", exchange.representation([cylinder], exchange.context()));
      const meshes = await pool.mesh(request(exchange.text()), never);
      const { positions, indices, normals } = joinMeshes(
        meshes,
        [-1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 5, 0, 0, 1],
      );
      const mirrored = { positions, indices, normals, faceTriangles: new Uint32Array() };
      expect(measure(mirrored).volume / (Math.PI * 100 * 20)).toBeGreaterThan(0.99);
      expect(agreeingNormals(mirrored)).toBe(1);
    });

    test("no geometry is no mesh, and no failure", async () => {
      const exchange = new Exchange();
      exchange.product("nothing", exchange.representation([exchange.axes()], exchange.context()));
      expect(await pool.mesh(request(exchange.text()), never)).toEqual([]);
      expect(await pool.mesh(request("no exchange structure"), never)).toEqual([]);
    });

    test("damaged text is a mesh or a reason, and the next text is meshed", async () => {
      const sound = Buffer.from(
        exchangeOf((exchange) => addCylinder(exchange, 10, 20)),
        "latin1",
      );
      // Some damage makes a kernel turn in circles.
      const strict = createKernelPool({ kernel, size: 1, timeLimitMs: () => 2000 });
      others.push(strict);
      for (let seed = 1; seed <= 20; seed++) {
        const meshing = strict.mesh(request(mutate(sound, seed)), never);
        const outcome: unknown = await meshing.catch((thrown: unknown) => thrown);
        if (!Array.isArray(outcome)) expect(outcome, `seed ${seed}`).toBeInstanceOf(Failure);
      }
      expect(await strict.mesh(request(BLOCK), never)).toHaveLength(1);
    }, 60_000);

    test("one that takes too long is ended; the next is meshed", async () => {
      const small = request(BLOCK);
      const timeLimitMs = (bytes: number): number => (bytes > small.text.length ? 50 : 60_000);
      const strict = createKernelPool({ kernel, size: 1, timeLimitMs });
      others.push(strict);
      // The first warms the worker, so that the second is ended in the middle of its work.
      const [first, second, third] = await Promise.all([
        strict.mesh(small, never),
        failureOf(strict.mesh(request(endless(), 1e-6), never)),
        strict.mesh(small, never),
      ]);
      expect(first).toHaveLength(1);
      expect(second.kind).toBe("limit");
      expect(second.message).toBe("meshing it took longer than 0.05 s");
      expect(third).toHaveLength(1);
    });

    test("one that needs too much memory fails whole, never with faces missing", async () => {
      const fine = exchangeOf((exchange) => addCylinder(exchange, 60, 2));
      // A little more than it starts with.
      const least = kernel === "replicad" ? 101 : 40;
      const strict = createKernelPool({ kernel, size: 1, memoryLimit: least * 1024 * 1024 });
      others.push(strict);
      const failure = await failureOf(strict.mesh(request(fine, 1e-5), never));
      expect(failure.kind).toBe("limit");
      expect(failure.message).toBe(`its geometry needs more than ${least} MB of memory`);
      expect(await strict.mesh(request(BLOCK), never)).toHaveLength(1);
    });

    test("given up it ends before its minutes of work do, and the pool goes on", async () => {
      const running = new AbortController();
      const first = pool.mesh(request(endless(), 1e-6), running.signal);
      const second = pool.mesh(request(BLOCK), never);
      const why = new Error("not wanted any more");
      running.abort(why);
      await expect(first).rejects.toBe(why);
      expect(await second).toHaveLength(1);
    });

    test("a format that it does not read is refused", async () => {
      for (const format of ["iges", "brep"] as const) {
        if (library.wholeFormats.includes(format)) continue;
        const failure = await failureOf(pool.readWhole({ format, bytes: Buffer.from("") }, never));
        expect(failure.kind).toBe("refused");
      }
    });

    const board = sharedData("step/nist_ctc_01_asme1_ap242-e1.stp");
    test.skipIf(board === undefined)(
      `a real part has all its faces (${board === undefined ? NO_SHARED_DATA : "real data"})`,
      async () => {
        const meshes = await pool.mesh(request(readFileSync(board ?? ""), 0.5), never);
        expect(meshes.map(({ faceTriangles }) => faceTriangles.length)).toEqual([117]);
        expect(meshes.reduce((sum, mesh) => sum + openSides(mesh), 0)).toBe(0);
      },
    );
  });
});
