/** Reads one STEP file as the product does; a process of its own, bundled as the product is. */
import { statSync } from "node:fs";
import { basename, dirname } from "node:path";
import { hashFile } from "../../../electron/host/hash-file.ts";
import { createKernelPool } from "../../../electron/host/import/cad/kernel/kernel-pool.ts";
import type { KernelName } from "../../../electron/host/import/cad/kernel/mesh-kernel.ts";
import { createStepImporter } from "../../../electron/host/import/cad/step-importer.ts";
import { tellUse } from "./process-use.ts";

const [path = "", kernel = "occt-import-js", times = "1"] = process.argv.slice(2);
const file = {
  path,
  name: basename(path),
  folder: basename(dirname(path)),
  size: statSync(path).size,
  sha256: (await hashFile(path, new AbortController().signal)).sha256,
};
const pool = createKernelPool({ kernel: kernel as KernelName });
const importer = createStepImporter(() => pool);
for (let time = 0; time < Number(times); time += 1) {
  const before = process.cpuUsage();
  let models = 0;
  for await (const batch of importer.read(file, { signal: new AbortController().signal }))
    models += batch.filter(({ record }) => record === "model").length;
  if (models === 0) throw new Error("no model came of it");
  // Of a process that has read it before: what a second file costs.
  if (time === Number(times) - 1) tellUse(time === 0 ? undefined : before);
}
process.exit(0);
