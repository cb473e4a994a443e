import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { afterAll, expect, test } from "vitest";
import { createKernelPool } from "../kernel/kernel-pool.ts";
import { readExchangeFile } from "../part21/exchange-file.ts";
import { readStructure } from "../structure/cad-structure.ts";
import { meshParts, type MeshedPart } from "./mesh-parts.ts";

const ASSEMBLY = resolve(import.meta.dirname, "../../../../../assets/demo/linear-actuator.step");
const pool = createKernelPool({ size: 1 });
afterAll(() => pool.close());

/** Sum of the three extents, mm. */
function extent({ mesh }: MeshedPart): number {
  const axes = [0, 1, 2].map((axis) => mesh?.positions.filter((_, at) => at % 3 === axis) ?? []);
  return axes.reduce((sum, values) => sum + Math.max(...values) - Math.min(...values), 0);
}

test("what is quick and large comes first, then what is largest, then what takes longest", async () => {
  const file = readExchangeFile(readFileSync(ASSEMBLY));
  const structure = readStructure(file);
  const faces = ({ part }: MeshedPart): number =>
    structure.parts[part]?.bodies.reduce((sum, body) => sum + body.faces.length, 0) ?? 0;
  const ready: MeshedPart[] = [];
  for await (const part of meshParts(file, structure, pool, new AbortController().signal)) ready.push(part);
  const total = ready.reduce((sum, part) => sum + faces(part), 0);
  const [first, second, ...rest] = ready;
  if (first === undefined || second === undefined) return expect.unreachable("no parts");
  expect(faces(first)).toBeLessThan(total / 30);
  // Of its size it is among the largest; the second is the largest of all.
  const quick = ready.filter((part) => faces(part) <= faces(first)).map(extent);
  expect(extent(first)).toBeGreaterThanOrEqual(Math.max(...quick) * 0.999);
  expect(extent(second)).toBeGreaterThanOrEqual(Math.max(...ready.map(extent)) * 0.999);
  expect(rest.map(faces)).toEqual(rest.map(faces).toSorted((a, b) => b - a));
});
