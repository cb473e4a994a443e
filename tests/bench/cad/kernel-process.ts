/** Reads one STEP file at once by the bare library: what the importer is compared with. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tellUse } from "./process-use.ts";

interface Kernel {
  ReadStepFile(bytes: Uint8Array, parameters: object): { readonly success: boolean };
}

const [path = "", times = "1"] = process.argv.slice(2);
const start = createRequire(import.meta.url)("occt-import-js") as (options: object) => Promise<Kernel>;
const kernel = await start({ print: () => undefined, printErr: () => undefined });
for (let time = 0; time < Number(times); time += 1) {
  const before = process.cpuUsage();
  if (!kernel.ReadStepFile(readFileSync(path), {}).success) throw new Error("the kernel gave up");
  if (time === Number(times) - 1) tellUse(time === 0 ? undefined : before);
}
process.exit(0);
