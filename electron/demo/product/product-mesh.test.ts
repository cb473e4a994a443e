import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { decodeModel } from "../../../shared/geometry/mesh-blob.ts";
import { meshPath, meshProduct } from "./product-mesh.ts";

const STEP = resolve(import.meta.dirname, "../../../assets/demo/linear-actuator.step");

test("the meshes that were made beforehand are what an import makes of the file", async () => {
  const made = await meshProduct(STEP);
  const kept = readFileSync(meshPath(STEP));
  // Where this fails the importer has changed: write them again with write-product.ts.
  expect(kept.equals(made)).toBe(true);
}, 120_000);

test("every face of the product was found on its exact surface", () => {
  const model = decodeModel(readFileSync(meshPath(STEP)));
  expect(model.problems).toEqual([]);
  expect(model.parts.flatMap(({ problem }) => problem ?? [])).toEqual([]);
  const faces = model.parts.flatMap(({ mesh }) => mesh?.faces ?? []);
  expect(faces.length).toBeGreaterThan(1_000);
  expect(faces.filter(({ surface }) => surface === undefined)).toEqual([]);
});
