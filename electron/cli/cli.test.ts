/** The command line as a script uses it: its own process, its words, its exit codes. */
import { spawn, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { openCache } from "../host/store/stores.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { csvCell } from "./export.ts";

const MAIN = resolve(import.meta.dirname, "main.ts");

let root: string;
let data: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "throughline-cli-"));
  data = join(root, "data");
  mkdirSync(join(root, "files"));
  writeFileSync(
    join(root, "files/setup.csv"),
    'Part,Serial,Tool,Note\nPL-7,1,T4,"=SUM(A1)"\nPL-7,2,T5,"two\nlines"\n,,T4,\n',
  );
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function cli(...args: readonly string[]): Ended {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...args], { encoding: "utf8" });
  return { code: status, out: stdout, err: stderr };
}

describe("import", () => {
  test("prints the report; what was not taken stands in it with its place", () => {
    const { code, out, err } = cli("import", join(root, "files"), "--data", data);
    expect(code).toBe(0);
    expect(err).toBe("1/1 setup.csv\n");
    expect(out).toMatch(/setup\.csv: \d+ read, \d+ taken, 1 rejected/);
    expect(out).toMatch(/setup\.csv, line 5.*: rejected: /);
  });

  test("the same files again change nothing", () => {
    const before = cli("export", "--data", data, "--out", join(root, "before"));
    expect(before.code).toBe(0);
    const { code, out } = cli("import", join(root, "files"), "--data", data, "--json");
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ taken: 0, files: [{ status: "unchanged" }] });
    cli("export", "--data", data, "--out", join(root, "after"));
    for (const view of ["v_parts", "v_units", "v_factors", "v_measurements", "v_events"]) {
      const file = `${view}.csv`;
      expect(readFileSync(join(root, "after", file), "utf8")).toBe(
        readFileSync(join(root, "before", file), "utf8"),
      );
    }
  });

  test("a path that is not there is named", () => {
    const { code, out, err } = cli("import", join(root, "nowhere"), "--data", data);
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toContain("nowhere can't be found or read.");
  });
});

describe("query", () => {
  test("rows as a JSON array of objects", () => {
    const sql =
      "SELECT serial, factor, value FROM v_factors JOIN v_units USING (unit_id) WHERE factor = 'Tool' ORDER BY serial";
    const { code, out } = cli("query", sql, "--data", data, "--json");
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual([
      { serial: "1", factor: "Tool", value: "T4" },
      { serial: "2", factor: "Tool", value: "T5" },
    ]);
  });

  test("no rows are an empty array", () => {
    const { out } = cli("query", "SELECT * FROM v_gaps", "--data", data, "--json");
    expect(JSON.parse(out)).toEqual([]);
  });

  test.each([
    "DELETE FROM part",
    "UPDATE part SET number = 'x'",
    "DROP VIEW v_parts",
    "ATTACH DATABASE '/tmp/throughline-attached.db' AS other",
    "PRAGMA user_version = 999",
    "VACUUM",
    "WITH x AS (SELECT 1) INSERT INTO part (number, strength) SELECT 'x', 'stated' FROM x",
    "INSERT INTO part (number, strength) VALUES ('x', 'stated') RETURNING part_id",
  ])("%s changes nothing", (sql) => {
    const { code, err } = cli("query", sql, "--data", data);
    expect(code).toBe(1);
    expect(err).not.toBe("");
    expect(existsSync("/tmp/throughline-attached.db")).toBe(false);
    const after = cli("query", "SELECT part_number FROM v_parts", "--data", data, "--json");
    expect(JSON.parse(after.out)).toEqual([{ part_number: "PL-7" }]);
  });

  test("a mistake in the statement is told in one line", () => {
    const { code, err } = cli("query", "SELEC 1", "--data", data);
    expect(code).toBe(1);
    expect(err).toBe('near "SELEC": syntax error\n');
  });

  test("a folder without a cache is not made by asking", () => {
    const empty = join(root, "empty");
    const { code, err } = cli("query", "SELECT 1", "--data", empty);
    expect(code).toBe(1);
    expect(err).not.toBe("");
    expect(existsSync(join(empty, "cache.db"))).toBe(false);
  });
});

test("who reads only the beginning of the rows ends the command, and that is no failure", async () => {
  const rows =
    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200000) SELECT i FROM n";
  const child = spawn(process.execPath, [MAIN, "query", rows, "--data", data]);
  let complaint = "";
  child.stderr.on("data", (chunk: Buffer) => void (complaint += chunk.toString()));
  child.stdout.once("data", () => child.stdout.destroy());
  const code = await new Promise((resolve) => child.once("close", resolve));
  expect({ code, complaint }).toEqual({ code: 0, complaint: "" });
});

describe("export", () => {
  test("cells that a spreadsheet would run are text; nothing is overwritten", () => {
    const out = join(root, "formula");
    expect(cli("export", "v_notes", "v_factors", "--data", data, "--out", out).code).toBe(0);
    const notes = readFileSync(join(out, "v_notes.csv"), "utf8");
    expect(notes).toContain("'=SUM(A1)");
    expect(notes).toContain('"two\nlines"');
    const again = cli("export", "v_notes", "--data", data, "--out", out);
    expect(again.code).toBe(1);
    expect(again.err).toContain("exists already");
  });

  test("as one JSON object a line", () => {
    const out = join(root, "lines");
    cli("export", "v_parts", "--data", data, "--out", out, "--format", "ndjson");
    expect(JSON.parse(readFileSync(join(out, "v_parts.ndjson"), "utf8"))).toMatchObject({
      part_number: "PL-7",
    });
  });

  test("a view that is not there is named", () => {
    const { code, err } = cli("export", "v_none", "--data", data, "--out", join(root, "none"));
    expect(code).toBe(1);
    expect(err).toContain("v_none is no public view");
  });

  test.each([
    ["-1", "'-1"],
    ["a,b", '"a,b"'],
    ['say "x"', '"say ""x"""'],
    [-1.5, "-1.5"],
    [null, ""],
  ])("%j is written as %s", (value, text) => {
    expect(csvCell(value)).toBe(text);
  });
});

test("a backup is made beside the app's data, and a data folder of it again", () => {
  const to = join(root, "backups");
  expect(cli("backup", "--data", data).code).toBe(1);
  const made = cli("backup", "--data", data, "--to", to);
  expect(made.code).toBe(0);
  const again = join(root, "again");
  expect(cli("restore", made.out.trim(), "--data", again).code).toBe(0);
  const rows = ["query", "SELECT count(*) AS n FROM v_events", "--json"];
  expect(cli(...rows, "--data", again).out).toBe(cli(...rows, "--data", data).out);
  const over = cli("restore", made.out.trim(), "--data", again);
  expect([over.code, over.err]).toEqual([1, expect.stringContaining("holds data already")]);
});

describe("doctor", () => {
  test("a sound folder is sound", () => {
    const well = cli("doctor", "--data", data);
    expect(well.code).toBe(0);
    expect(well.out).not.toContain("BAD");
  });

  test("a file that is no database is told, not repaired over", () => {
    const broken = join(root, "broken");
    mkdirSync(broken);
    writeFileSync(join(broken, "cache.db"), "this was never a database, but it is somebody's");
    const { code, out } = cli("doctor", "--data", broken);
    expect(code).toBe(1);
    expect(out).toContain("BAD");
    expect(readFileSync(join(broken, "cache.db"), "utf8")).toContain("somebody's");
  });
});

test("a damaged cache is begun anew from the files that were imported", () => {
  const damaged = join(root, "damaged");
  cpSync(data, damaged, { recursive: true });
  const path = join(damaged, "cache.db");
  // The pages of the events' rows: what was imported can still be read.
  const cache = openCache(damaged, () => 0, true);
  const pages = cache.prepare("SELECT pageno FROM dbstat WHERE name = 'event'").pluck().all() as number[];
  cache.close();
  const bytes = readFileSync(path);
  for (const page of pages) bytes.fill(0xa5, (page - 1) * 4_096, page * 4_096);
  writeFileSync(path, bytes);
  expect(cli("doctor", "--data", damaged).code).toBe(1);
  const { code, out, err } = cli("doctor", "--data", damaged, "--mend");
  expect(err).toContain("set aside as");
  expect(err).not.toContain("import your files again");
  expect(out).not.toContain("BAD");
  expect(code).toBe(0);
  const rows = ["query", "SELECT count(*) AS n FROM v_events", "--json"];
  expect(cli(...rows, "--data", damaged).out).toBe(cli(...rows, "--data", data).out);
});

test("without a command, or with a wrong one, the usage is printed", () => {
  expect(cli()).toMatchObject({ code: 2, out: "" });
  expect(cli("imprt").err).toContain("cli import PATH… --data DIR");
  expect(cli("help")).toMatchObject({ code: 0, err: "" });
  expect(cli("query", "SELECT 1", "--wrong").code).toBe(2);
});

describe("sync", () => {
  test("without a plant there is nothing to do", () => {
    expect(cli("sync", "--data", join(root, "unfollowed"))).toMatchObject({
      code: 0,
      out: "no plant is followed\n",
    });
  });
});
