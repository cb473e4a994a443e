/** `cli doctor --data DIR [--json] [--mend]`: is the data folder sound? Changes nothing but with `--mend`. */
import { parseArgs } from "node:util";
import type { ExamineProgress } from "../../shared/contract/diagnostics.ts";
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
  const shown = process.stderr.isTTY ? progressLine() : undefined;
  const findings = await examine(folder, microseconds, shown === undefined ? {} : { progress: shown.show });
  shown?.clear();
  if (values.json) console.log(JSON.stringify(findings, undefined, 2));
  else
    for (const { ok, check, detail } of findings) console.log(`${ok ? "ok  " : "BAD "} ${check}: ${detail}`);
  return findings.every(({ ok }) => ok) ? 0 : 1;
}

/** One line on a terminal that is written over, for who waits; a script sees nothing of it. */
function progressLine(): { readonly show: (progress: ExamineProgress) => void; readonly clear: () => void } {
  const write = (text: string): void => void process.stderr.write(`\r\x1b[K${text}`);
  return {
    show: ({ step, share, secondsLeft }) =>
      write(
        [
          step,
          ...(share === undefined ? [] : [`${Math.floor(share * 100)} %`]),
          ...(secondsLeft === undefined ? [] : [`about ${Math.ceil(secondsLeft)} s left`]),
        ].join(" · "),
      ),
    clear: () => write(""),
  };
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
