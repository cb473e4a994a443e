/**
 * `npm run -s conformance -- URL --token T [--write] [--changes N] [--ca FILE]`: does this server keep the
 * plant protocol? Prints a line per rule; exit code 0 all kept, 1 something broken, 2 wrong usage.
 */
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { ALL_CHECKS } from "./checks/all-checks.ts";
import { runCheck, type Result } from "./check.ts";
import { createPlantUnderTest } from "./plant-under-test.ts";

const USAGE =
  "usage: npm run -s conformance -- URL --token TOKEN [--write] [--changes N] [--ca FILE.pem] [--json]";
const MARKS: Readonly<Record<Result["outcome"], string>> = { kept: "ok  ", broken: "NOT ", skipped: "-   " };

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      token: { type: "string", default: "" },
      /** Sends change requests and a file to the plant. */
      write: { type: "boolean", default: false },
      changes: { type: "string", default: "200000" },
      ca: { type: "string" },
      json: { type: "boolean", default: false },
    },
  });
  const [url] = positionals;
  if (url === undefined || positionals.length !== 1 || !URL.canParse(url) || !(Number(values.changes) > 0)) {
    console.error(USAGE);
    return 2;
  }
  const plant = createPlantUnderTest({
    url,
    token: values.token,
    mayWrite: values.write,
    maximumChanges: Number(values.changes),
    ...(values.ca === undefined ? {} : { ca: readFileSync(values.ca, "utf8") }),
  });
  const results: Result[] = [];
  for (const check of ALL_CHECKS) {
    const result = await runCheck(check, plant);
    results.push(result);
    if (!values.json) console.log(`${MARKS[result.outcome]}${result.rule}`);
    if (!values.json && result.text !== "") console.log(`      ${result.text}`);
  }
  const count = (outcome: Result["outcome"]): number =>
    results.filter((result) => result.outcome === outcome).length;
  if (values.json) console.log(JSON.stringify(results, undefined, 2));
  else console.log(`\n${count("kept")} kept, ${count("broken")} broken, ${count("skipped")} not seen`);
  return count("broken") > 0 ? 1 : 0;
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (thrown: unknown) => {
    const isUsage =
      thrown instanceof TypeError && "code" in thrown && String(thrown.code).startsWith("ERR_PARSE_ARGS");
    console.error(isUsage ? `${thrown.message}\n${USAGE}` : thrown);
    process.exitCode = isUsage ? 2 : 1;
  },
);
