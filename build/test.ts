/**
 * `npm test`: format, types, lint, law and units, then end to end; `npm run faults`: the fault tests in
 * their long form. Installs the browser it needs where it can. The last line counts everything that ran, truly: a step that dies counts as failed.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { buildRenderer } from "./build-renderer.ts";
import { findElectron } from "./electron-binary.ts";
import { ensureChromium } from "./chromium.ts";

const ROOT = resolve(import.meta.dirname, "..");

interface Count {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** What vitest's JSON reporter writes, as far as it is read here. */
interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages: readonly string[] | null;
    }[];
  }[];
}

/** Said once more at the end: in the output of thousands of tests nobody finds the one that failed. */
const failures: string[] = [];

const BIN = join(ROOT, "node_modules", ".bin");
const reports = mkdtempSync(join(tmpdir(), "throughline-test-"));

/** One tool of the chain; counts as one. */
function check(name: string, command: string, ...args: readonly string[]): Count {
  console.log(`\n== ${name}`);
  const { status } = spawnSync(join(BIN, command), args, { cwd: ROOT, stdio: "inherit" });
  console.log(status === 0 ? `${name}: passed` : `${name}: FAILED`);
  if (status === 0) return { passed: 1, failed: 0, skipped: 0 };
  failures.push(name);
  return { passed: 0, failed: 1, skipped: 0 };
}

/** One run of the test runner; counts what its own report says, plus a failure where it died without one. */
function suite(name: string, config: string, environment: Readonly<Record<string, string>> = {}): Count {
  console.log(`\n== ${name}`);
  const report = join(reports, `${name}.json`);
  const { status } = spawnSync(
    join(BIN, "vitest"),
    ["run", "--config", config, "--reporter=default", "--reporter=json", `--outputFile.json=${report}`],
    { cwd: ROOT, stdio: "inherit", env: { ...process.env, ...environment } },
  );
  const result = readReport(name, report);
  if (status === 0 || result.failed > 0) return result;
  // A worker that crashed or an error outside any test leaves no failed test, only the exit code.
  failures.push(`${name}: ended with ${status ?? "a signal"}, without a failed test`);
  return { ...result, failed: 1 };
}

function readReport(name: string, path: string): Count {
  let report: Report;
  try {
    report = JSON.parse(readFileSync(path, "utf8")) as Report;
  } catch {
    failures.push(`${name}: ended without a report`);
    return { passed: 0, failed: 1, skipped: 0 };
  }
  let broken = 0;
  for (const file of report.testResults) {
    const failed = file.assertionResults.filter(({ status }) => status === "failed");
    for (const { fullName, failureMessages } of failed)
      failures.push(`${relative(ROOT, file.name)}: ${fullName}\n${firstLines(failureMessages?.[0])}`);
    if (file.status !== "failed" || failed.length > 0) continue;
    // It could not be read, or its set-up failed: none of its tests counts as failed.
    broken += 1;
    failures.push(`${relative(ROOT, file.name)}\n${firstLines(file.message)}`);
  }
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

function firstLines(message = ""): string {
  return message
    .split("\n")
    .slice(0, 4)
    .map((line) => `    ${line.slice(0, 300)}`)
    .join("\n");
}

async function endToEnd(): Promise<Count> {
  const browser = ensureChromium();
  if ("problem" in browser) {
    failures.push(`end to end: ${browser.problem}`);
    return { passed: 0, failed: 1, skipped: 0 };
  }
  await buildRenderer();
  const inBrowser = suite("end to end, browser", "tests/e2e/vitest.config.ts", {
    THROUGHLINE_CHROMIUM: browser.path,
  });
  const electron = findElectron(false);
  if ("path" in electron) {
    const { buildWindow } = await import("./build-window.ts");
    await buildWindow();
  }
  const inWindow = suite(
    "end to end, window",
    "tests/e2e/window/vitest.config.ts",
    "path" in electron
      ? { THROUGHLINE_ELECTRON: electron.path }
      : { THROUGHLINE_NO_ELECTRON: electron.reason },
  );
  return add(inBrowser, inWindow);
}

function add(a: Count, b: Count): Count {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped };
}

const only = process.argv[2];
let total: Count = { passed: 0, failed: 0, skipped: 0 };
try {
  if (only === undefined) {
    total = add(total, check("format", "oxfmt", "--check"));
    total = add(total, check("types", "tsc", "-b"));
    total = add(total, check("lint", "oxlint", "-c", "oxlint.config.ts", "--deny-warnings"));
    total = add(total, suite("law and units", "vitest.config.ts"));
  }
  if (only === "faults") {
    const long = { THROUGHLINE_FAULTS: "long" };
    total = add(total, suite("faults, long form", "tests/faults/vitest.config.ts", long));
  } else total = add(total, await endToEnd());
} catch (thrown) {
  console.error(thrown);
  failures.push(String(thrown));
  total = add(total, { passed: 0, failed: 1, skipped: 0 });
} finally {
  rmSync(reports, { recursive: true, force: true });
}
if (failures.length > 0) console.log(`\n== failed\n${failures.join("\n")}`);
console.log(
  `\n${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ""}`,
);
process.exitCode = total.failed > 0 ? 1 : 0;
