/** `cli doctor --data DIR [--json]`: is the data folder sound? Reads only. */
import { parseArgs } from "node:util";
import { examine } from "../host/diagnostics/examine.ts";
import { microseconds } from "../host/clock.ts";
import { dataFolder } from "./data-folder.ts";

export async function doctorCommand(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: { data: { type: "string" }, json: { type: "boolean", default: false } },
  });
  const findings = await examine(dataFolder(values.data), microseconds);
  if (values.json) console.log(JSON.stringify(findings, undefined, 2));
  else
    for (const { ok, check, detail } of findings) console.log(`${ok ? "ok  " : "BAD "} ${check}: ${detail}`);
  return findings.every(({ ok }) => ok) ? 0 : 1;
}
