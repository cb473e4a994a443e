/** `cli import PATH… --data DIR [--json]`: the same import as on the screen. Ctrl+C cancels; what was taken stays. */
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { ImportReport } from "../../shared/contract/import.ts";
import { Failure } from "../../shared/rpc/failure.ts";
import { createHost } from "../host/host.ts";
import { productVersion } from "../host/locations.ts";
import { fileSecrets } from "../host/secrets.ts";
import { dataFolder } from "./data-folder.ts";

/** `print`: where the report goes. */
export async function importCommand(
  args: readonly string[],
  print: (text: string) => void = console.log,
): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { data: { type: "string" }, json: { type: "boolean", default: false } },
  });
  if (positionals.length === 0) throw new Failure("invalid", "Name at least one file or folder to import.");
  const folder = dataFolder(values.data);
  const host = await createHost({
    dataFolder: folder,
    version: productVersion(),
    follow: false,
    // The token of a demo that makes room goes with it.
    secrets: fileSecrets(join(folder, "secrets.json")),
    log: (line) => console.error(line),
  });
  const cancel = new AbortController();
  process.once("SIGINT", () => cancel.abort());
  try {
    const context = { signal: cancel.signal };
    const service = host.implementation.import;
    const plan = await service.plan({ paths: positionals }, context);
    let report: ImportReport | undefined;
    let named = "";
    await service.run(
      { planId: plan.planId },
      (event) => {
        if (event.type === "report") report = event.report;
        else if (!values.json && event.name !== named) {
          named = event.name;
          console.error(`${event.index + 1}/${event.count} ${event.name}`);
        }
      },
      context,
    );
    if (report === undefined) throw new Failure("bug", "the import ended without a report");
    print(values.json ? JSON.stringify(report, undefined, 2) : describe(report));
    return report.status === "done" && report.files.every((file) => file.status !== "failed") ? 0 : 1;
  } finally {
    await host.close();
  }
}

/** The report as text: every file, then everything that was not taken, with its place and reason. */
export function describe(report: ImportReport): string {
  const lines = report.files.map((file) => {
    const counts = `${file.read} read, ${file.taken} taken, ${file.rejected} rejected`;
    return `${file.status.padEnd(12)} ${file.name}: ${file.status === "unchanged" ? "already imported, nothing to do" : counts}`;
  });
  for (const file of report.files) {
    if (file.failure !== undefined) lines.push(`${file.name}: ${file.failure}`);
    for (const { place, reason } of file.rejections)
      lines.push(`${file.name}, ${place}: rejected: ${reason}`);
    const untold = file.rejected - file.rejections.length;
    if (untold > 0) lines.push(`${file.name}: ${untold} more rejected`);
    for (const { place, text } of file.remarks)
      lines.push(`${file.name}${place === undefined ? "" : `, ${place}`}: ${text}`);
  }
  lines.push(
    `${report.files.length} files, ${report.read} rows read, ${report.taken} taken, ${report.rejected} rejected (${report.status})`,
  );
  return lines.join("\n");
}
