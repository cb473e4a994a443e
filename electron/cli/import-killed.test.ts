/** An import that is killed loses and repeats nothing: the next one comes to the same end as one that was not. */
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, expect, test } from "vitest";

const MAIN = resolve(import.meta.dirname, "main.ts");
const FILES = 5;
const ROWS = 1_500;

let root: string;
let whole: readonly string[];
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "throughline-killed-"));
  mkdirSync(join(root, "files"));
  for (let file = 1; file <= FILES; file += 1) {
    const rows = Array.from({ length: ROWS }, (_, row) => {
      const minute = String(row % 60).padStart(2, "0");
      const hour = String(Math.floor(row / 60) % 24).padStart(2, "0");
      return `PL-${file},${row + 1},T${row % 7},2026-03-0${file}T${hour}:${minute}:00Z,Drilled ${row}`;
    });
    writeFileSync(join(root, `files/setup-${file}.csv`), `Part,Serial,Tool,Time,Event\n${rows.join("\n")}\n`);
  }
  run("import", join(root, "files"), "--data", join(root, "whole"));
  whole = contents("whole");
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

function run(...args: readonly string[]): void {
  const { status, stderr } = spawnSync(process.execPath, [MAIN, ...args], { encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
}

/** Every row of the views, without what depends on the order in which rows were taken in. */
function contents(data: string): readonly string[] {
  const out = join(root, `${data}-export`);
  run("export", "--data", join(root, data), "--out", out, "--format", "ndjson");
  return readdirSync(out)
    .filter((name) => name !== "v_sources.ndjson")
    .flatMap((name) => readFileSync(join(out, name), "utf8").trim().split("\n"))
    .map((line) => {
      if (line === "") return "";
      const { position: _position, unit_id: _unit, ...rest } = JSON.parse(line) as Record<string, unknown>;
      return JSON.stringify(rest);
    })
    .sort();
}

test.each([1, 2, 3, 4, 5])("killed while file %i is read, and again, then run to the end", async (file) => {
  const data = `killed-${file}`;
  for (const _attempt of [1, 2]) {
    const child = spawn(process.execPath, [MAIN, "import", join(root, "files"), "--data", join(root, data)], {
      stdio: ["ignore", "ignore", "pipe"],
    });
    const ended = new Promise((done) => child.once("exit", done));
    createInterface({ input: child.stderr }).on("line", (line) => {
      if (line.startsWith(`${file}/`)) child.kill("SIGKILL");
    });
    await ended;
  }
  run("import", join(root, "files"), "--data", join(root, data));
  expect(contents(data)).toEqual(whole);
  run("doctor", "--data", join(root, data));
});
