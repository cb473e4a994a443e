/** `cli backup --data DIR --to DIR` and `cli restore BACKUP --data DIR`. */
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { Failure } from "../../shared/rpc/failure.ts";
import { backUp } from "../host/backup/back-up.ts";
import { restore } from "../host/backup/restore.ts";
import { microseconds } from "../host/clock.ts";
import { productVersion } from "../host/locations.ts";
import { dataFolder } from "./data-folder.ts";

/** Also while the app runs. Ctrl+C cancels and leaves nothing. */
export async function backupCommand(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: { data: { type: "string" }, to: { type: "string" } },
  });
  if (values.to === undefined) throw new Failure("invalid", "Say where to with --to DIR.");
  const cancel = new AbortController();
  process.once("SIGINT", () => cancel.abort());
  let told = 0;
  const made = await backUp({
    folder: dataFolder(values.data),
    to: resolve(values.to),
    version: productVersion(),
    now: microseconds,
    signal: cancel.signal,
    onProgress: ({ done, total }) => {
      const share = Math.floor((done / total) * 10);
      if (share > told) console.error(`${share * 10} %`);
      told = Math.max(told, share);
    },
  });
  console.log(made.path);
  return 0;
}

export async function restoreCommand(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { data: { type: "string" } },
  });
  const [from] = positionals;
  if (from === undefined || positionals.length > 1)
    throw new Failure("invalid", "Name the folder of one backup.");
  const folder = dataFolder(values.data);
  const { madeAt, files } = await restore({ from: resolve(from), folder, now: microseconds });
  const made = new Date(madeAt / 1_000).toISOString();
  console.log(`${folder}: as backed up ${made}, ${files.length} files, each found whole`);
  return 0;
}
