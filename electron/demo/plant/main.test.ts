import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, expect, test } from "vitest";
import { microseconds } from "../../host/clock.ts";
import { getEndpoints, judgedCertificate } from "../../host/opcua/discovery.ts";
import { openPki } from "../../host/opcua/pki/pki.ts";
import { timingFor } from "../../host/opcua/timing.ts";

const ROOT = resolve(import.meta.dirname, "../../..");
const folder = mkdtempSync(join(tmpdir(), "throughline-plant-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** As `npm run -s plant` starts it. */
function start(...args: readonly string[]): ChildProcessWithoutNullStreams {
  return spawn(process.execPath, ["build/run.mjs", "electron/demo/plant/main.ts", ...args], { cwd: ROOT });
}

test("a process: one line with address and token, commands on its input, ends when interrupted", async () => {
  const key = join(folder, "key.json");
  const plant = start(
    "--no-machines",
    "--units",
    "20",
    "--speed",
    "0",
    "--causes",
    "tool",
    "--answer-key",
    key,
    "--skew",
    "86400",
  );
  const lines = createInterface({ input: plant.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<string> => String((await lines.next()).value);
  const say = async (command: object): Promise<unknown> => {
    plant.stdin.write(`${JSON.stringify(command)}\n`);
    return JSON.parse(await next());
  };
  const [, url = "", token = ""] =
    /^listening (http:\/\/127\.0\.0\.1:\d+) token (\S{20,})$/.exec(await next()) ?? [];
  const headers = { Authorization: `Bearer ${token}` };
  const scopes = async (): Promise<number> => (await fetch(`${url}/systems/mes/scopes`, { headers })).status;

  expect(await scopes()).toBe(200);
  const { time } = (await (await fetch(`${url}/.well-known/throughline-plant`)).json()) as { time: number };
  expect(time / 1e6 - Date.now() / 1e3).toBeGreaterThan(86_000);
  expect(await say({ do: "next", kind: "scopes", faults: [{ fault: "status", status: 502 }] })).toEqual({
    done: true,
  });
  expect(await scopes()).toBe(502);
  expect(await scopes()).toBe(200);
  expect(await say({ do: "always", kind: "scopes", fault: { fault: "status", status: 500 } })).toEqual({
    done: true,
  });
  expect(await scopes()).toBe(500);
  expect(await say({ do: "clear" })).toEqual({ done: true });
  expect(await say({ do: "advance", minutes: 600 })).toEqual({ done: expect.any(Number) });
  const note = { system: "qms", scope: "site", id: "note/x" };
  expect(await say({ do: "put", ...note, record: { record: "note", key: "x", text: "x" } })).toEqual({
    done: 1,
  });
  expect(await say({ do: "remove", ...note })).toEqual({ done: true });
  expect(await say({ do: "epoch", system: "qms" })).toEqual({ done: expect.stringMatching(/-2$/) });
  expect(await say({ do: "restart" })).toEqual({ done: true });
  expect(await scopes()).toBe(200);
  expect(await say({ do: "stop" })).toEqual({ done: true });
  await expect(scopes()).rejects.toThrow(/fetch failed/);
  expect(await say({ do: "start" })).toEqual({ done: true });
  expect(await say({ do: "dance" })).toEqual({ failed: "there is no command dance" });
  expect(await say({ do: "machines", what: "stop" })).toEqual({ failed: "it runs without machines" });
  expect(await say({ do: "next", kind: "music", faults: [] })).toEqual({
    failed: expect.stringContaining("music"),
  });

  plant.kill("SIGINT");
  const [code] = (await once(plant, "exit")) as [number];
  expect(code).toBe(0);
  expect(JSON.parse(readFileSync(key, "utf8"))).toMatchObject({ units: 20, causes: [{ cause: "tool" }] });
});

test("its machines are there, under the certificate whose thumbprint it prints, and do as they are told", async () => {
  const plant = start("--units", "0");
  const lines = createInterface({ input: plant.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<string> => String((await lines.next()).value);
  const say = async (command: object): Promise<unknown> => {
    plant.stdin.write(`${JSON.stringify(command)}\n`);
    return JSON.parse(await next());
  };
  await next();
  const [, url = "", thumbprint = ""] =
    /^machines (opc\.tcp:\S+) thumbprint ([0-9A-F]{40})$/.exec(await next()) ?? [];
  const pki = await openPki(join(folder, "pki"), microseconds);
  const { offers } = await getEndpoints(url, pki, timingFor(60));
  const shown = await judgedCertificate(offers[0]?.description, pki);
  expect(shown?.certificate.thumbprint).toBe(thumbprint);
  const alarm = { do: "alarm", machine: "VMC-1", alarm: "Spindle overload", active: true };
  expect(await say(alarm)).toEqual({ done: expect.stringMatching(/^[0-9a-f]+$/) });
  expect(await say({ do: "machines", what: "stop" })).toEqual({ done: true });
  await expect(getEndpoints(url, pki, timingFor(60))).rejects.toThrow("No OPC UA server answers");
  expect(await say({ do: "machines", what: "start" })).toEqual({ done: true });
  expect((await getEndpoints(url, pki, timingFor(60))).offers.length).toBeGreaterThan(0);
  await pki.close();
  plant.kill("SIGINT");
  const [code] = (await once(plant, "exit")) as [number];
  expect(code).toBe(0);
});

test.each([
  [["--units", "many"], /--units is a number from 0 to 1000, not "many"/],
  [["--causes", "witchcraft"], /there is no cause "witchcraft"/],
  [["--colour"], /usage: npm run -s plant/],
])("wrong usage %o: what is wrong, and exit code 2", async (args, message) => {
  const plant = start(...args);
  let text = "";
  plant.stderr.on("data", (chunk: Buffer) => (text += chunk.toString()));
  const [code] = (await once(plant, "close")) as [number];
  expect(code).toBe(2);
  expect(text).toMatch(message);
});

test("writes synthetic events to a file and ends", async () => {
  const file = join(folder, "events.ndjson");
  const plant = start("--bulk", "500", "--write", file);
  const [code] = (await once(plant, "close")) as [number];
  expect(code).toBe(0);
  expect(readFileSync(file, "utf8").match(/"record":"event"/g)).toHaveLength(500);
});

test("with a folder for its state it comes back at its address, with its token and epochs", async () => {
  const run = async (): Promise<{ readonly line: string; readonly service: object }> => {
    const plant = start("--no-machines", "--units", "20", "--speed", "0", "--state", join(folder, "state"));
    const [line] = (await once(createInterface({ input: plant.stdout }), "line")) as [string];
    const [, url = ""] = /^listening (\S+)/.exec(line) ?? [];
    const { time: _time, ...service } = (await (
      await fetch(`${url}/.well-known/throughline-plant`)
    ).json()) as { time: number };
    plant.kill("SIGINT");
    await once(plant, "exit");
    return { line, service };
  };
  const first = await run();
  expect(await run()).toEqual(first);
});
