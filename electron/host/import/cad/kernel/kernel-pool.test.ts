/** The kernel through its pool: what any kernel must do, and what no text may do to the others. */
import { readFileSync } from "node:fs";
import { afterAll, describe, expect, test } from "vitest";
import { NO_SHARED_DATA, sharedData } from "../../../../../tests/shared-data.ts";
import { Failure } from "../../../../../shared/rpc/failure.ts";
import { addCylinder, measure } from "../mesh/testing.ts";
import { Exchange, METRE } from "../structure/testing.ts";
import { createKernelPool, type KernelPool } from "./kernel-pool.ts";
import type { KernelMesh, MeshRequest } from "./mesh-kernel.ts";

const pool = createKernelPool({ size: 1 });
const others: KernelPool[] = [];
afterAll(async () => {
  await Promise.all([pool, ...others].map((each) => each.close()));
});

const never = new AbortController().signal;

function request(text: string | Uint8Array, linearDeflection = 0.01): MeshRequest {
  const bytes = typeof text === "string" ? Buffer.from(text, "latin1") : text;
  return { text: bytes, linearDeflection, angularDeflection: 0.5 };
}

function block(unit?: string): string {
  const exchange = new Exchange();
  const { solid } = exchange.block(1, 2, 3);
  exchange.product("block", exchange.representation([solid], exchange.context(unit)));
  return exchange.text();
}

function cylinder(radius: number, height: number): string {
  const exchange = new Exchange();
  const solid = addCylinder(exchange, radius, height);
  exchange.product("cylinder", exchange.representation([solid], exchange.context()));
  return exchange.text();
}

/** Minutes of work at a deflection of 1e-6 mm. */
function many(): string {
  const exchange = new Exchange();
  const solids = Array.from({ length: 60 }, (_, at) => addCylinder(exchange, at + 1, 2));
  exchange.product("many", exchange.representation(solids, exchange.context()));
  return exchange.text();
}

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

async function failureOf(meshing: Promise<unknown>): Promise<Failure> {
  const thrown: unknown = await meshing.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(thrown).toBeInstanceOf(Failure);
  return thrown as Failure;
}

describe("what a kernel must do", () => {
  test("a block is exact, face by face in the order of its shell, outside out", async () => {
    const mesh = await one(block());
    expect([...mesh.faceTriangles]).toEqual([2, 2, 2, 2, 2, 2]);
    const { volume, area } = measure(mesh);
    expect(volume).toBeCloseTo(6, 9);
    expect(area).toBeCloseTo(22, 9);
    // The shell begins with the bottom.
    expect(mesh.normals[2]).toBe(-1);
  });

  test("lengths are mm whatever the file's unit", async () => {
    const { volume } = measure(await one(block(METRE)));
    expect(volume).toBeCloseTo(6e9, 0);
  });

  test("a cylinder keeps within its deflection, and a finer one has more triangles", async () => {
    const mesh = await one(cylinder(10, 20), 0.01);
    expect(mesh.faceTriangles).toHaveLength(3);
    const { volume, area } = measure(mesh);
    // A chord 0.01 mm off a radius of 10 mm loses at most 0.2 % of the area of the circle.
    expect(volume / (Math.PI * 100 * 20)).toBeGreaterThan(0.998);
    expect(volume / (Math.PI * 100 * 20)).toBeLessThan(1);
    expect(area / (2 * Math.PI * 100 + 2 * Math.PI * 10 * 20)).toBeGreaterThan(0.998);
    const coarse = await one(cylinder(10, 20), 0.5);
    expect(coarse.indices.length).toBeLessThan(mesh.indices.length);
  });

  test("no geometry is no mesh, and no failure", async () => {
    const exchange = new Exchange();
    exchange.product("nothing", exchange.representation([exchange.axes()], exchange.context()));
    expect(await pool.mesh(request(exchange.text()), never)).toEqual([]);
    expect(await pool.mesh(request("no exchange structure"), never)).toEqual([]);
  });
});

describe("what a text may not do to the others", () => {
  test("one that takes too long is ended; the next is meshed", async () => {
    const small = request(block());
    const timeLimitMs = (bytes: number): number => (bytes > small.text.length ? 50 : 60_000);
    const strict = createKernelPool({ size: 1, timeLimitMs });
    others.push(strict);
    // The first warms the worker, so that the second is ended in the middle of its work.
    const [first, second, third] = await Promise.all([
      strict.mesh(small, never),
      failureOf(strict.mesh(request(many(), 1e-6), never)),
      strict.mesh(small, never),
    ]);
    expect(first).toHaveLength(1);
    expect(second.kind).toBe("limit");
    expect(second.message).toBe("meshing it took longer than 0.05 s");
    expect(third).toHaveLength(1);
  });

  test("one that needs too much memory fails whole, never with faces missing", async () => {
    const small = createKernelPool({ size: 1, memoryLimit: 40 * 1024 * 1024 });
    others.push(small);
    // The kernel starts with 30 MB, and takes the whole text in.
    const large = Buffer.concat([Buffer.from(block(), "latin1"), Buffer.alloc(40_000_000, " ")]);
    const failure = await failureOf(small.mesh(request(large), never));
    expect(failure.kind).toBe("limit");
    expect(failure.message).toBe("its geometry needs more than 40 MB of memory");
    expect(await small.mesh(request(block()), never)).toHaveLength(1);
  });

  const stc07 = sharedData("step/nist_stc_07_asme1_ap242-e3.stp");
  test.skipIf(stc07 === undefined)(
    `one that the kernel throws on fails alone (${stc07 === undefined ? NO_SHARED_DATA : "real data"})`,
    async () => {
      const hostile = pool.mesh(request(readFileSync(stc07 ?? "")), never);
      const next = pool.mesh(request(block()), never);
      const failure = await failureOf(hostile);
      expect(failure.kind).toBe("invalid");
      expect(failure.message).toBe("the geometry kernel gave up on its geometry");
      expect(await next).toHaveLength(1);
    },
  );
});

describe("giving up", () => {
  test("what runs is ended at once, what waits never starts, and the pool goes on", async () => {
    await pool.mesh(request(block()), never);
    const running = new AbortController();
    const waiting = new AbortController();
    const first = pool.mesh(request(many(), 1e-6), running.signal);
    const second = pool.mesh(request(block()), waiting.signal);
    const third = pool.mesh(request(block()), never);
    const why = new Error("not wanted any more");
    waiting.abort(why);
    await expect(second).rejects.toBe(why);
    running.abort(why);
    await expect(first).rejects.toBe(why);
    expect(await third).toHaveLength(1);
    await expect(pool.mesh(request(block()), running.signal)).rejects.toBe(why);
  });

  test("closing rejects what waits", async () => {
    const closing = createKernelPool({ size: 1 });
    const running = failureOf(closing.mesh(request(block()), never));
    const waiting = failureOf(closing.mesh(request(block()), never));
    await closing.close();
    expect((await waiting).kind).toBe("cancelled");
    expect(["cancelled", "offline"]).toContain((await running).kind);
  });
});
