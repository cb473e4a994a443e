import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startPlant, type RunningPlant } from "../../../electron/demo/plant/start-plant.ts";
import { serveBroken } from "./broken-server.ts";
import { runCheck } from "./check.ts";
import { ALL_CHECKS } from "./checks/all-checks.ts";
import type { PlantUnderTest } from "./plant-under-test.ts";
import { startSmallPlant, underTest } from "./small-plant.ts";
import { TAMPERS } from "./tampers.ts";

const ROOT = resolve(import.meta.dirname, "../../..");
const RULES = ALL_CHECKS.map(({ rule }) => rule);

test("every rule of the page of the protocol has one check, which quotes it", () => {
  const page = readFileSync(resolve(ROOT, "docs/plant-protocol.md"), "utf8");
  const written = [...page.matchAll(/^- (.+)$/gm)].map(([, sentence = ""]) => sentence);
  expect(new Set(RULES).size).toBe(RULES.length);
  expect(RULES.toSorted()).toEqual(written.toSorted());
});

test("for every rule there is a server that breaks it", () => {
  expect(Object.keys(TAMPERS).toSorted()).toEqual(RULES.toSorted());
});

describe("the simulated plant keeps the protocol", () => {
  let running: RunningPlant;
  let plant: PlantUnderTest;
  beforeAll(async () => {
    const modelFile = resolve(ROOT, "assets/demo/linear-actuator.step");
    running = await startPlant({ clock: () => 1_767_225_600_000_000, modelFile });
    plant = underTest(running, running.url);
  });
  afterAll(() => running.stop());

  test.each(RULES)("%s", async (rule) => {
    const check = ALL_CHECKS.find((other) => other.rule === rule);
    if (check === undefined) throw new Error(rule);
    expect(await runCheck(check, plant)).toEqual({
      rule,
      outcome: "kept",
      text: "",
    });
  });
});

describe("a server that breaks the rule is found out", () => {
  let running: RunningPlant;
  beforeAll(async () => {
    running = await startSmallPlant();
  });
  afterAll(() => running.stop());

  test.each(RULES)("%s", async (rule) => {
    const check = ALL_CHECKS.find((other) => other.rule === rule);
    if (check === undefined) throw new Error(rule);
    expect(await runCheck(check, underTest(running, running.url))).toEqual({
      rule,
      outcome: "kept",
      text: "",
    });
    for (const [i, breakage] of (TAMPERS[rule] ?? []).entries()) {
      const broken = breakage();
      const isFault = "fault" in broken;
      if (isFault) running.faults.always(broken.kind, broken.fault);
      const server = await serveBroken(running.url, isFault ? {} : broken);
      const result = await runCheck(check, underTest(running, server.url));
      await server.close();
      running.faults.clear();
      expect(result.outcome, `breakage ${i + 1}: ${result.text}`).toBe("broken");
    }
  });
});

describe("on the command line", () => {
  let running: RunningPlant;
  beforeAll(async () => {
    running = await startSmallPlant();
  });
  afterAll(() => running.stop());

  /** As `npm run -s conformance` starts it. */
  const run = (
    ...args: readonly string[]
  ): Promise<{ readonly code: number | null; readonly output: string }> =>
    new Promise((done) => {
      const child = spawn(process.execPath, ["build/run.mjs", "tests/conformance/plant/main.ts", ...args], {
        cwd: ROOT,
      });
      let output = "";
      child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
      child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
      child.on("close", (code) => done({ code, output }));
    });

  test("a sound server: every rule in a line, writing only where allowed, exit code 0", async () => {
    const { code, output } = await run(running.url, "--token", running.token);
    expect(output).toMatch(/ 0 broken, /);
    expect(output).toContain("-   A commit is followed by a nudge of its system.\n      writes to the plant");
    expect(code).toBe(0);
    expect(running.plant.requests).toEqual([]);
    const written = await run(running.url, "--token", running.token, "--write");
    expect(written.output).toContain("ok  A commit is followed by a nudge of its system.");
    expect(written.code).toBe(0);
    expect(running.plant.requests.length).toBeGreaterThan(0);
  });

  test("a broken server: the rule, what was found, exit code 1", async () => {
    running.faults.always("changes", { fault: "miscounted" });
    const { code, output } = await run(running.url, "--token", running.token);
    running.faults.clear();
    expect(output).toMatch(
      /NOT The end counts the changes of its page\.\n {6}\w+ \S+: \d+ changes, the end says/,
    );
    expect(code).toBe(1);
  });

  test("wrong usage: one line, exit code 2", async () => {
    const { code, output } = await run("--colour");
    expect(output).toContain("usage: npm run -s conformance");
    expect(code).toBe(2);
  });
});
