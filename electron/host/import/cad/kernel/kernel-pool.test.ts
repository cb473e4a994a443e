/** The pool: what no text may do to the others, giving up, closing. What a kernel must do: conformance.test.ts. */
import { readFileSync } from "node:fs";
import { afterAll, describe, expect, test } from "vitest";
import { NO_SHARED_DATA, sharedData } from "../../../../../tests/shared-data.ts";
import { Failure } from "../../../../../shared/rpc/failure.ts";
import { addCylinder } from "../mesh/testing.ts";
import { Exchange } from "../structure/testing.ts";
import { firstSolid } from "./first-solid.ts";
import { createKernelPool, type KernelPool } from "./kernel-pool.ts";
import type { MeshRequest } from "./mesh-kernel.ts";

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

function block(): string {
  const exchange = new Exchange();
  const { solid } = exchange.block(1, 2, 3);
  exchange.product("block", exchange.representation([solid], exchange.context()));
  return exchange.text();
}

/** Minutes of work at a deflection of 1e-6 mm. */
function many(): string {
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

test("a kernel that is warm has read the small solid, a cylinder, and reads what comes then", async () => {
  const warmed = createKernelPool({ size: 1 });
  others.push(warmed);
  await warmed.warm();
  const [mesh] = await warmed.mesh({ ...request("", 0.001), text: firstSolid() }, never);
  // Wall, bottom, top; as high as wide is half.
  expect(mesh?.faceTriangles).toHaveLength(3);
  const { positions = new Float64Array() } = mesh ?? {};
  const extent = [0, 1, 2].map((axis) => {
    const values = positions.filter((_, at) => at % 3 === axis);
    return Math.max(...values) - Math.min(...values);
  });
  [2, 2, 1].forEach((side, axis) => expect(extent[axis]).toBeCloseTo(side, 2));
  expect(await warmed.mesh(request(block()), never)).toHaveLength(1);
});

describe("what a text may not do to the others", () => {
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
