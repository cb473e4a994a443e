/** `cad-process.ts importer|kernel FILE`: reads one STEP file and prints the CPU seconds of the whole process. */
import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname } from "node:path";
import { stepImporter } from "../../electron/host/import/cad/step-importer.ts";

interface Kernel {
  ReadStepFile(bytes: Uint8Array, parameters: object): { readonly success: boolean };
}

const [mode, path = ""] = process.argv.slice(2);
if (mode === "importer") {
  const sha256 = createHash("sha256").update(readFileSync(path)).digest("hex");
  const file = {
    path,
    name: basename(path),
    folder: basename(dirname(path)),
    size: statSync(path).size,
    sha256,
  };
  let models = 0;
  for await (const batch of stepImporter.read(file, { signal: new AbortController().signal }))
    models += batch.filter(({ record }) => record === "model").length;
  if (models === 0) throw new Error("no model came of it");
} else {
  const start = createRequire(import.meta.url)("occt-import-js") as () => Promise<Kernel>;
  const kernel = await start();
  if (!kernel.ReadStepFile(readFileSync(path), {}).success) throw new Error("the kernel gave up");
}
const { user, system } = process.cpuUsage();
console.log((user + system) / 1e6);
process.exit(0);
