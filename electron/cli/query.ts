/** `cli query "SELECT …" --data DIR [--json]`: one read-only statement; rows as a JSON array or tab-separated. */
import { parseArgs } from "node:util";
import { Failure } from "../../shared/rpc/failure.ts";
import { microseconds } from "../host/clock.ts";
import { openCache } from "../host/store/stores.ts";
import { dataFolder } from "./data-folder.ts";

export async function queryCommand(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { data: { type: "string" }, json: { type: "boolean", default: false } },
  });
  const [sql, ...more] = positionals;
  if (sql === undefined || more.length > 0)
    throw new Failure("invalid", "Give one SQL statement, in quotes.");
  const connection = openCache(dataFolder(values.data), microseconds, true);
  try {
    const statement = prepare(() => connection.prepare(sql));
    if (!statement.reader || !statement.readonly)
      throw new Failure("refused", "Only statements that read are allowed.");
    const names = statement.columns().map(({ name }) => name);
    const write = (text: string): void => void process.stdout.write(text);
    let first = true;
    if (values.json) write("[");
    else write(`${names.join("\t")}\n`);
    for (const row of prepare(() => statement.raw(true).iterate()) as Iterable<unknown[]>) {
      if (values.json) {
        const entries = row.map((value, index) => [names[index] ?? "", plain(value)]);
        write(`${first ? "\n" : ",\n"}${JSON.stringify(Object.fromEntries(entries))}`);
      } else
        write(`${row.map((value) => String(plain(value) ?? "").replace(/[\t\n\r]/g, " ")).join("\t")}\n`);
      first = false;
    }
    if (values.json) write(first ? "]\n" : "\n]\n");
    return 0;
  } finally {
    connection.close();
  }
}

/** A mistake in the statement is the caller's: SQLite's own words say where. */
function prepare<T>(work: () => T): T {
  try {
    return work();
  } catch (thrown) {
    throw new Failure("invalid", thrown instanceof Error ? thrown.message : String(thrown));
  }
}

/** SQLite's values as JSON has them: a BLOB as base64. */
function plain(value: unknown): string | number | null {
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  return value as string | number | null;
}
