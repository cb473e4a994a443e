/**
 * After `npm install`: the CAD kernel's WebAssembly with its small functions inlined, into dist/kernel. Open CASCADE
 * calls accessors of a few instructions a million times, its package was linked without inlining them, and V8's own
 * inlining takes 40 MB (docs/benchmarks.md). What it computes stays the same, bit by bit.
 */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { inlinedKernel, packagedKernel } from "../electron/host/import/cad/kernel/kernel-file.ts";
import { isStale } from "./stale.ts";

/** In instructions of WebAssembly, as binaryen counts them: wherever called, and where nothing speaks against it. */
const ALWAYS = 6;
const FLEXIBLE = 30;

const NOTICE = `Open CASCADE Technology and occt-import-js, LGPL-2.1; their licences lie beside the package occt-import-js.
This file is that package's occt-import-js.wasm after binaryen's passes inlining, coalesce-locals and vacuum, and no
other change. build/inline-kernel.ts of this product makes it from the package's file or from one of your own.
`;

/** False where it is there already. */
export async function inlineKernel(): Promise<boolean> {
  const target = inlinedKernel();
  if (!isStale(target, [import.meta.filename])) return false;
  console.error("inlining the CAD kernel …");
  const { default: binaryen } = await import("binaryen");
  const module = binaryen.readBinary(readFileSync(packagedKernel()));
  // What the file already uses: everything that binaryen knows would be more than Node does.
  const { MutableGlobals, NontrappingFPToInt, SignExt, BulkMemory, ExceptionHandling } = binaryen.Features;
  const { ReferenceTypes, Multivalue } = binaryen.Features;
  module.setFeatures(
    MutableGlobals |
      NontrappingFPToInt |
      SignExt |
      BulkMemory |
      ExceptionHandling |
      ReferenceTypes |
      Multivalue,
  );
  binaryen.setOptimizeLevel(3);
  binaryen.setShrinkLevel(0);
  binaryen.setAlwaysInlineMaxSize(ALWAYS);
  binaryen.setFlexibleInlineMaxSize(FLEXIBLE);
  // A loop is not worth its copy: 20 MB more while it is compiled, and no time. So are functions of twice the size.
  binaryen.setAllowInliningFunctionsWithLoops(false);
  // Without the second a function has a local for each of those it took in, and V8 takes 600 MB to compile them.
  module.runPasses(["inlining", "coalesce-locals", "vacuum"]);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(join(dirname(target), "NOTICE.txt"), NOTICE);
  // Complete or not there: a kernel may be started while this runs.
  writeFileSync(`${target}.part`, module.emitBinary());
  renameSync(`${target}.part`, target);
  module.dispose();
  return true;
}

// An installation is complete without it: the kernel runs as it comes, a tenth slower once it is warm.
if (process.argv[1] === import.meta.filename)
  await inlineKernel().catch((thrown: unknown) =>
    console.error(`the CAD kernel stays as it is: ${String(thrown)}`),
  );
