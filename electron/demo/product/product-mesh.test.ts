import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { meshPath, meshProduct } from "./product-mesh.ts";

const STEP = resolve(import.meta.dirname, "../../../assets/demo/linear-actuator.step");

test("the meshes that were made beforehand are what an import makes of the file", async () => {
  const made = await meshProduct(STEP);
  const kept = readFileSync(meshPath(STEP));
  // Where this fails the importer has changed: write them again with write-product.ts.
  expect(kept.equals(made)).toBe(true);
}, 120_000);
