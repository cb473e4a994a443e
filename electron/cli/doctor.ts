/** `cli doctor --data DIR [--json] [--mend]`: is the data folder sound? Changes nothing but with `--mend`. */
import { parseArgs } from "node:util";
import { examine } from "../host/diagnostics/examine.ts";
import { mend } from "../host/diagnostics/mend.ts";
import { microseconds } from "../host/clock.ts";
import { dataFolder } from "./data-folder.ts";
import { importCommand } from "./import.ts";

export async function doctorCommand(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      data: { type: "string" },
      json: { type: "boolean", default: false },
      mend: { type: "boolean", default: false },
    },
  });
  const folder = dataFolder(values.data);
  if (values.mend) await mendAndImport(folder);
  const findings = await examine(folder, microseconds);
  if (values.json) console.log(JSON.stringify(findings, undefined, 2));
  else
    for (const { ok, check, detail } of findings) console.log(`${ok ? "ok  " : "BAD "} ${check}: ${detail}`);
  return findings.every(({ ok }) => ok) ? 0 : 1;
}

/** What is told stands on standard error: the findings alone are the result. */
async function mendAndImport(folder: string): Promise<void> {
  const { done, files, missing } = await mend(folder, microseconds);
  for (const line of done) console.error(line);
  if (done.length === 0) console.error("nothing to mend");
  // Its report would stand between the findings.
  if (files.length > 0) await importCommand([...files, "--data", folder], console.error);
  for (const path of missing)
    console.error(`${path} is not there any more: import it again from where it is`);
}
