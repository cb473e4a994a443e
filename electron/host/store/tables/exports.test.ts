/** Files of a table, read back by readers that know nothing of how they were written. */
import { parse } from "csv-parse/sync";
import { parquetReadObjects } from "hyparquet";
import { afterAll, expect, test, vi } from "vitest";
import type { TableQuery } from "../../../../shared/contract/tables.ts";
import { TABLE_COLUMNS } from "../../../../shared/model/table-columns.ts";
import { context, createTablesOfHistory } from "./testing/tables-of-history.ts";

const { history, tablesOf } = createTablesOfHistory();
const tables = tablesOf(500);
history.writing
  .prepare("UPDATE event SET title = ? WHERE position % 3 = 0")
  .run('=HYPERLINK("http://x")\r\n"quoted", 길이 µm');
afterAll(() => history.close());

const QUERY: TableQuery = {
  table: "events",
  subject: { kind: "everything" },
  filters: [{ by: "values", column: "severity", values: ["fail", "critical"] }],
  sort: { column: "part", descending: true },
};
const COLUMNS = [
  { id: "part", title: "Part" },
  { id: "started", title: "Time (UTC)" },
  { id: "duration", title: "Duration (s)" },
  { id: "title", title: "Event" },
  { id: "severity", title: "Severity" },
];

async function written(format: "csv" | "parquet"): Promise<Uint8Array<ArrayBuffer>> {
  const { exportId, rows } = await tables.startExport({ ...QUERY, format, columns: COLUMNS }, context);
  const parts: Uint8Array[] = [];
  for (let done = false; !done;) {
    const part = await tables.exportPart({ exportId }, context);
    parts.push(part.bytes);
    if (part.done) expect(part.rows).toBe(rows);
    ({ done } = part);
  }
  await expect(tables.exportPart({ exportId }, context)).rejects.toMatchObject({ kind: "invalid" });
  return new Uint8Array(Buffer.concat(parts));
}

async function shown(): Promise<readonly (readonly (string | number | undefined)[])[]> {
  const places = COLUMNS.map(({ id }) => TABLE_COLUMNS.events.findIndex((column) => column.id === id));
  const rows: (readonly (string | number | undefined)[])[] = [];
  for (let offset = 0; ; offset += 500) {
    const page = await tables.page({ ...QUERY, offset, limit: 500 }, context);
    for (const { cells } of page.rows) rows.push(places.map((place) => cells[place]));
    if (page.rows.length < 500) return rows;
  }
}

test("CSV is read back as it was shown: quotes, line ends, letters of any script; no text is a formula", async () => {
  const text = new TextDecoder().decode(await written("csv"));
  const [head, ...lines] = parse(text, { recordDelimiter: "\r\n" });
  expect(head).toEqual(COLUMNS.map(({ title }) => title));
  const rows = await shown();
  expect(rows.length).toBeGreaterThan(5_000);
  expect(lines).toEqual(
    rows.map(([part, started, duration, title, severity]) => [
      part ?? "",
      started === undefined ? "" : iso(Number(started)),
      duration === undefined ? "" : String(Number(duration) / 1_000_000),
      String(title).startsWith("=") ? `'${title}` : title,
      severity,
    ]),
  );
});

const iso = (time: number): string =>
  `${new Date(Math.floor(time / 1_000)).toISOString().slice(0, -1)}${String(time % 1_000).padStart(3, "0")}`.replace(
    /\.?0+$/,
    "",
  ) + "Z";

test("Parquet is read back as it was shown, times as UTC timestamps", async () => {
  const bytes = await written("parquet");
  const read = await parquetReadObjects({ file: bytes.buffer });
  const rows = await shown();
  expect(
    read.map((row) =>
      COLUMNS.map(({ title }) => {
        const value: unknown = row[title];
        return value instanceof Date ? value.getTime() : (value ?? undefined);
      }),
    ),
  ).toEqual(
    rows.map(([part, started, duration, title, severity]) => [
      part,
      // The reader gives whole milliseconds.
      started === undefined ? undefined : Math.floor(Number(started) / 1_000),
      duration === undefined ? undefined : Number(duration) / 1_000_000,
      title,
      severity,
    ]),
  );
});

test("an export that is stopped, or pushed out by later ones, is asked for in vain", async () => {
  const begin = async (): Promise<number> =>
    (await tables.startExport({ ...QUERY, format: "csv", columns: COLUMNS }, context)).exportId;
  const ids = [await begin(), await begin(), await begin()];
  const [first = 0, second = 0, third = 0] = ids;
  await tables.endExport({ exportId: third }, context);
  for (const exportId of [first, third])
    await expect(tables.exportPart({ exportId }, context)).rejects.toMatchObject({ kind: "invalid" });
  expect((await tables.exportPart({ exportId: second }, context)).rows).toBe(5_000);
});

test("an empty table is a file with its head alone", async () => {
  const nothing = { ...QUERY, filters: [{ by: "text" as const, column: "part", text: "never" }] };
  for (const format of ["csv", "parquet"] as const) {
    const { exportId } = await tables.startExport({ ...nothing, format, columns: COLUMNS }, context);
    const { bytes, done } = await tables.exportPart({ exportId }, context);
    expect(done).toBe(true);
    if (format === "csv") expect(new TextDecoder().decode(bytes).split("\r\n")).toHaveLength(2);
    else expect(await parquetReadObjects({ file: new Uint8Array(bytes).buffer })).toEqual([]);
  }
});

test("an export that nobody asks for any more ends, the one asked for last stays", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  try {
    const start = async (): Promise<number> =>
      (await tables.startExport({ ...QUERY, format: "csv", columns: COLUMNS }, context)).exportId;
    const [first, second] = [await start(), await start()];
    await vi.advanceTimersByTimeAsync(100_000);
    await tables.exportPart({ exportId: first }, context);
    // A third one: the one asked for longest ago gives way, not the one that began first.
    const third = await start();
    await expect(tables.exportPart({ exportId: second }, context)).rejects.toThrow("ended");
    await vi.advanceTimersByTimeAsync(100_000);
    await tables.exportPart({ exportId: first }, context);
    await vi.advanceTimersByTimeAsync(30_000);
    await expect(tables.exportPart({ exportId: third }, context)).rejects.toThrow("ended");
    await vi.advanceTimersByTimeAsync(130_000);
    await expect(tables.exportPart({ exportId: first }, context)).rejects.toThrow("ended");
    expect(vi.getTimerCount()).toBe(0);
  } finally {
    vi.useRealTimers();
  }
});
