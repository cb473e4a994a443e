/** The kernel that the installation inlines computes what its package computes, to the last bit. */
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { NO_SHARED_DATA, sharedData } from "../../../../../tests/shared-data.ts";
import { inlinedKernel, kernelFile, packagedKernel } from "./kernel-file.ts";

interface Library {
  ReadStepFile(bytes: Uint8Array, options: object): Read;
}
interface Read {
  readonly success: boolean;
  readonly meshes: readonly { readonly index: { readonly array: readonly number[] } }[];
}
const start = createRequire(import.meta.url)("occt-import-js") as (options: object) => Promise<Library>;
const libraryOf = (path: string): Promise<Library> =>
  start({ wasmBinary: readFileSync(path), print: () => undefined, printErr: () => undefined });

let packaged: Library;
let inlined: Library;
beforeAll(async () => {
  [packaged, inlined] = await Promise.all([libraryOf(packagedKernel()), libraryOf(inlinedKernel())]);
});

test("an installation has it, and it is the one that reads", () => {
  expect(existsSync(inlinedKernel())).toBe(true);
  expect(kernelFile()).toBe(inlinedKernel());
});

function compare(path: string): void {
  const bytes = readFileSync(path);
  const options = { linearUnit: "millimeter", linearDeflection: 0.002, angularDeflection: 0.4 };
  const expected = packaged.ReadStepFile(bytes, options);
  const triangles = expected.meshes.reduce((sum, { index }) => sum + index.array.length / 3, 0);
  expect(triangles).toBeGreaterThan(1000);
  // Doubles are written so that they read back the same.
  expect(JSON.stringify(inlined.ReadStepFile(bytes, options))).toBe(JSON.stringify(expected));
}

test("on the demo's actuator", () =>
  compare(join(import.meta.dirname, "../../../../../assets/demo/linear-actuator.step")));

// Free forms, cones and tori of other systems.
test.for(["nist_ctc_02_asme1_ap242-e2.stp", "nist_ftc_10_asme1_ap242-e2.stp", "so101_base.step"])(
  "on %s",
  (name, { skip }) => {
    const path = sharedData(`step/${name}`) ?? skip(NO_SHARED_DATA);
    compare(path);
  },
);
