/** The kernels that this program knows. `occt-import-js` is the default; why: docs/benchmarks.md. */
import type { KernelLibrary, KernelName } from "./mesh-kernel.ts";
import { occtImportJs } from "./occt.ts";
import { replicad } from "./replicad.ts";

export const KERNELS: Readonly<Record<KernelName, KernelLibrary>> = {
  "occt-import-js": occtImportJs,
  replicad,
};

export const DEFAULT_KERNEL: KernelName = "occt-import-js";
