/** `cli export --data DIR --out DIR [--format csv|ndjson] [VIEW…]`: the public views as files. */
import { createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { parseArgs } from "node:util";
import { Failure } from "../../shared/rpc/failure.ts";
import { csvText } from "../../shared/text/csv-cell.ts";
import { microseconds } from "../host/clock.ts";
import { openCache, PUBLIC_VIEWS } from "../host/store/stores.ts";
import { dataFolder } from "./data-folder.ts";

export async function exportCommand(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      data: { type: "string" },
      out: { type: "string" },
      format: { type: "string", default: "csv" },
    },
  });
  const { out, format } = values;
  if (out === undefined) throw new Failure("invalid", "Say where to write with --out DIR.");
  if (format !== "csv" && format !== "ndjson")
    throw new Failure("invalid", `--format ${format} is neither csv nor ndjson.`);
  const unknown = positionals.find((name) => !PUBLIC_VIEWS.includes(name));
  if (unknown !== undefined)
    throw new Failure("invalid", `${unknown} is no public view; there are ${PUBLIC_VIEWS.join(", ")}.`);
  const connection = openCache(dataFolder(values.data), microseconds, true);
  try {
    await mkdir(out, { recursive: true });
    for (const view of positionals.length > 0 ? positionals : PUBLIC_VIEWS) {
      const statement = connection.prepare(`SELECT * FROM ${view}`);
      const names = statement.columns().map(({ name }) => name);
      let rows = 0;
      const lines = function* (): Generator<string> {
        if (format === "csv") yield `${names.map(csvCell).join(",")}\r\n`;
        for (const row of statement.raw(true).iterate() as Iterable<unknown[]>) {
          rows += 1;
          yield format === "csv"
            ? `${row.map(csvCell).join(",")}\r\n`
            : `${JSON.stringify(Object.fromEntries(row.map((value, index) => [names[index] ?? "", value])))}\n`;
        }
      };
      // "wx": an export never overwrites what is there.
      await pipeline(
        Readable.from(lines()),
        createWriteStream(join(out, `${view}.${format}`), { flags: "wx" }),
      ).catch(explain);
      console.log(`${view}: ${rows} rows`);
    }
    return 0;
  } finally {
    connection.close();
  }
}

function explain(thrown: unknown): never {
  if (thrown instanceof Error && "code" in thrown && thrown.code === "EEXIST") {
    throw new Failure(
      "conflict",
      `${thrown.message.split("'")[1] ?? "the file"} exists already: choose another folder.`,
    );
  }
  throw thrown;
}

export function csvCell(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "number") return String(value);
  return csvText(typeof value === "string" ? value : JSON.stringify(value));
}
