/** Machines behind an OPC UA server, from its address to their live values, and what an outage leaves. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { isAbout, RECORDS, type CacheChange, type ChangeKind } from "../../shared/contract/cache-change.ts";
import { startChild, type Child } from "../opcua/child.ts";
import { openInBrowser, type BrowserShell } from "./browser-shell.ts";
import { violations } from "./violations.ts";
import { tapWire, type Passed } from "./wire.ts";

const MAIN = resolve(import.meta.dirname, "../../electron/demo/opcua/main.ts");
const SERVER = "Machines";
/** A server that is back is found by the next attempt: the pauses between these grow. */
const OUTAGE = { timeout: 60_000 };

/** What may be asked while samples come: of the trace, of what lies beyond the window that was known, and how old sources are. */
const QUIET = new Set(["events.trace", "events.timeline", "sources.list"]);

let folder: string;
let port: number;
let machines: Child;
let shell: BrowserShell;

/** The same server again keeps its port and its certificate. */
async function startMachines(): Promise<string> {
  machines = startChild(MAIN, [
    "--folder",
    folder,
    "--run",
    "--port",
    String(port),
    "--user",
    "operator:se:cret",
    "--neighbour",
    "Press shop=opc.tcp://localhost:1/machines",
  ]);
  const { url } = (await machines.next()) as { url: string };
  port = Number(/:(\d+)\//.exec(url)?.[1]);
  return url;
}

let url: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "throughline-machines-"));
  port = 0;
  url = await startMachines();
  shell = await openInBrowser({ demo: false });
});
afterAll(async () => {
  await shell.close();
  await machines.end("end");
  rmSync(folder, { recursive: true, force: true });
});

test("a server is asked how it can be reached, and what is weak says so", async () => {
  const { app } = shell;
  await app.command("Add OPC UA server…");
  await app.machines.discover(url);
  expect(await app.machines.offer("Aes256-Sha256-RsaPss").isChecked()).toBe(true);
  const weak = app.machines.addForm.getByText("weak: everyone on the network can read and change it");
  expect(await weak.count()).toBe(1);
  await app.machines.offer("Basic256Sha256").check();
});

test("a server that this one knows is chosen by a press, and what is said of it is its own", async () => {
  const { app } = shell;
  const { addForm } = app.machines;
  const address = addForm.getByLabel("Address");
  await addForm.getByRole("list", { name: "Other servers that are known there" }).waitFor();
  await addForm.getByRole("button", { name: /^Press shop opc\.tcp:/ }).click();
  expect(await address.inputValue()).toBe("opc.tcp://localhost:1/machines");
  await addForm
    .getByText("No OPC UA server answers at opc.tcp://localhost:1/machines", { exact: false })
    .waitFor();
  await app.machines.discover(url);
  await app.machines.offer("Basic256Sha256").check();
});

test("an unknown certificate is trusted only after a person has compared it", async () => {
  const { app } = shell;
  const { machines: panel } = app;
  await panel.trust.getByText("urn:throughline:demo:machines").waitFor();
  await panel.trust.getByText("CN=Machines", { exact: false }).waitFor();
  await panel.trust.getByText(/^([0-9A-F]{4} ?){10}$/).waitFor();
  const connect = panel.addForm.getByRole("button", { name: "Trust and connect" });
  expect(await connect.isDisabled()).toBe(true);
  expect(await violations(shell.app)).toEqual([]);
  await panel.trustAndConnect();
  await panel.region.getByRole("form", { name: "Signals of Machines" }).waitFor();
});

test("signals are picked in the address space, by keys alone", async () => {
  const { app } = shell;
  const { machines: panel } = app;
  const { keyboard } = app.page;
  await panel.node("VMC-1").waitFor();
  await panel.tree.focus();
  // Down to the machine, unfold it, and into it.
  for (let press = 0; press < 40 && (await focusedNode()) !== "VMC-1"; press += 1)
    await keyboard.press("ArrowDown");
  await keyboard.press("ArrowRight");
  await panel.node("Spindle load").waitFor();
  await keyboard.press("ArrowDown");
  await keyboard.press("Space");
  await keyboard.press("ArrowDown");
  await keyboard.press("Space");
  await panel.region.getByRole("heading", { name: "2 signals picked" }).waitFor();
  await panel.region.getByRole("button", { name: "Watch 2 signals" }).click();
});

test("live values stand beside the machine and beside the trace", async () => {
  const { app } = shell;
  await app.machines.inState(SERVER, "connected").waitFor();
  await app.machines
    .live("VMC-1", "Spindle load")
    .getByText(/^[\d.]+\u00a0%$/)
    .waitFor();
  await app.machines.live("VMC-1", "Z axis temperature").getByText(/°C$/).waitFor();
  await app.timeline.region.getByText("Spindle load · VMC-1").waitFor();
  await app.timeline.region.getByText(/^[\d.]+\u00a0% now$/).waitFor();
  await app.page
    .getByRole("list", { name: "Sources" })
    .getByRole("button", { name: `${SERVER} live` })
    .waitFor();
});

test("samples that come ask for the trace that shows them, and for nothing else", async () => {
  const wire = await tapWire(shell.app.page);
  const isOf = (passed: Passed, kinds: readonly ChangeKind[]): boolean => {
    const change = passed.type === "told" ? (passed.value as Partial<CacheChange>) : {};
    return change.revision !== undefined && isAbout({ kinds: change.kinds ?? [] }, kinds);
  };
  /** Since the first batch after the machine told of anything else: what that asks for is over by then. */
  const quiet = (): readonly Passed[] => {
    const rest = wire.passed.slice(wire.passed.findLastIndex((each) => isOf(each, RECORDS)) + 1);
    const first = rest.findIndex((each) => isOf(each, ["samples"]));
    return first < 0 ? [] : rest.slice(first);
  };
  const batches = (): number => quiet().filter((each) => isOf(each, ["samples"])).length;
  await expect.poll(batches, { timeout: 30_000, interval: 20 }).toBeGreaterThanOrEqual(3);
  await wire.stop();
  const asked = quiet().flatMap((each) => (each.type === "call" ? [each.method] : []));
  // The history is some seconds long: now and then it has grown by so much that lanes are asked for beyond it.
  const count = (method: string): number => asked.filter((each) => each === method).length;
  expect(asked.filter((method) => !QUIET.has(method))).toEqual([]);
  expect(count("events.trace")).toBeGreaterThan(0);
  expect(count("events.trace")).toBeLessThanOrEqual(batches() + count("events.timeline") + 1);
});

// How soon is measured by the bench (group opcua).
test("an alarm of the machine comes to the timeline by itself", async () => {
  const { app } = shell;
  const alarm = app.timeline.events.filter({ hasText: "Spindle overload" }).first();
  await machines.ask("raise VMC-1/Spindle overload");
  await alarm.waitFor({ state: "attached" });
  await machines.ask("clear VMC-1/Spindle overload");
});

test("a value without good quality says so", async () => {
  const { app } = shell;
  const line = app.machines.live("VMC-1", "Spindle load");
  await machines.ask("fail VMC-1/Spindle load");
  await line.getByText("no good quality: BadSensorFailure").waitFor();
  await machines.ask("mend VMC-1/Spindle load");
  await line.getByText("no good quality").waitFor({ state: "detached" });
});

test.each(["dark", "light"] as const)("no violation of the filled panel in the %s theme", async (theme) => {
  const { app } = shell;
  await app.command(`Theme: ${theme}`);
  await app.command("Own OPC UA certificate");
  await app.machines.region.getByRole("button", { name: "Save as DER file" }).waitFor();
  expect(await violations(shell.app)).toEqual([]);
  await app.machines.region.getByRole("button", { name: "Close" }).click();
  await app.machines.server(SERVER).getByRole("button", { name: "Signals…" }).click();
  await app.machines.node("VMC-1").first().click();
  await app.machines.node("Path feed").waitFor();
  expect(await violations(shell.app)).toEqual([]);
  await app.machines.region.getByRole("button", { name: "Cancel" }).click();
});

test("our certificate is handed over as a file", async () => {
  const { app } = shell;
  await app.command("Own OPC UA certificate");
  const download = app.page.waitForEvent("download");
  await app.machines.region.getByRole("button", { name: "Save as DER file" }).click();
  expect((await download).suggestedFilename()).toBe("throughline.der");
  await app.machines.region.getByRole("button", { name: "Close" }).click();
});

test("without the server every value is marked as old, and nothing else is gone", async () => {
  const { app } = shell;
  await machines.end("end");
  await app.machines.live("VMC-1", "Spindle load").getByText("old: not connected").waitFor(OUTAGE);
  await app.machines
    .live("VMC-1", "Spindle load")
    .getByText(/^[\d.]+\u00a0%$/)
    .waitFor();
  await app.timeline.region.getByText(/^⚠ [\d.]+\u00a0% old/).waitFor();
  await app.machines.inState(SERVER, "disconnected").waitFor();
  await app.page
    .getByRole("list", { name: "Sources" })
    .getByRole("button", { name: /^Machines (\d+ s|\d+ min)$/ })
    .waitFor();
});

test("when it is back the outage is shown as a gap with its cause", async () => {
  const { app } = shell;
  await startMachines();
  await app.machines.inState(SERVER, "connected").waitFor(OUTAGE);
  const server = app.machines.server(SERVER);
  await app.machines
    .live("VMC-1", "Spindle load")
    .getByText("old: not connected")
    .waitFor({ state: "detached" });
  const gaps = server.getByRole("button", { name: /\d gaps?$/ });
  await gaps.click();
  await server
    .getByText(/^VMC-1.*: \d{4}-\d\d-\d\d/)
    .first()
    .waitFor();
});

test("a paused server is asked for nothing, and says so", async () => {
  const { app } = shell;
  const server = app.machines.server(SERVER);
  await server.getByRole("button", { name: "Pause" }).click();
  await app.machines.inState(SERVER, "paused").waitFor();
  await app.machines.live("VMC-1", "Spindle load").getByText("old: paused").waitFor();
  await server.getByRole("button", { name: "Resume" }).click();
  await app.machines.inState(SERVER, "connected").waitFor(OUTAGE);
});

test("who signs in is chosen, a wrong password is told, and the right one connects", async () => {
  const { app } = shell;
  const server = app.machines.server(SERVER);
  await app.machines.signIn(SERVER, "operator", "guessed");
  await app.machines.inState(SERVER, "refused").waitFor(OUTAGE);
  await server.getByText(/does not accept this user: check the name/).waitFor();
  await app.machines.signIn(SERVER, "operator", "se:cret");
  await app.machines.inState(SERVER, "connected").waitFor(OUTAGE);
  await server.getByText("as operator", { exact: false }).waitFor();
});

test("how long an outage is to be bridged is chosen, and the server is asked for it", async () => {
  const { app } = shell;
  const server = app.machines.server(SERVER);
  await server.getByText("bridges outages of 1 minute", { exact: false }).waitFor();
  await server.getByRole("button", { name: "Outages…" }).click();
  const form = server.getByRole("form", { name: "Outages of Machines" });
  await form.getByLabel("Bridge outages of up to").selectOption("5 minutes");
  await form.getByRole("button", { name: "Save" }).click();
  await form.waitFor({ state: "hidden" });
  await server.getByText("bridges outages of 5 minutes", { exact: false }).waitFor();
  await app.machines.inState(SERVER, "connected").waitFor(OUTAGE);
});

test("removing it names what goes, and what came from it stays", async () => {
  const { app } = shell;
  const server = app.machines.server(SERVER);
  await server.getByRole("button", { name: "Remove…" }).click();
  await server.getByText(/Remove Machines, its sign-in and its 2 signals\?.*stay/).waitFor();
  await server.getByRole("button", { name: "Remove it" }).click();
  await app.machines.region.getByText("No machine is watched", { exact: false }).waitFor();
  await app.timeline.region.getByText("Spindle load · VMC-1").waitFor();
});

async function focusedNode(): Promise<string> {
  const { app } = shell;
  const id = await app.machines.tree.getAttribute("aria-activedescendant");
  const text = await app.page.locator(`[id="${id}"]`).textContent();
  return text?.trim() ?? "";
}
