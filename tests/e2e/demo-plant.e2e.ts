/**
 * The demo with its plant: it starts live; with the cable pulled nothing changes but its age, a change request
 * written meanwhile waits, and arrives once the plant is back.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openInBrowser, type BrowserShell } from "./browser-shell.ts";

const PLANT = "Actuator plant";

let shell: BrowserShell;
beforeAll(async () => {
  shell = await openInBrowser();
  await shell.app.scene.ready();
});
afterAll(async () => {
  await shell.close();
});

test("its plant is live, and what it goes on producing arrives", async () => {
  const { app } = shell;
  await app.show("Sources");
  await app.sources.inState(PLANT, "live").waitFor({ timeout: 60_000 });
  await app.sources.plant(PLANT).getByText("the demo's own plant").waitFor();
  await app.status.getByText(/^Offline copy complete to/).waitFor();
  await app.product.part(/^10-4000 Linear actuator LA-200.*200 units/).waitFor();
  const records = async (): Promise<number> =>
    Number(/([\d,. ]+) records/.exec(await app.sources.plant(PLANT).innerText())?.[1]?.replace(/\D/g, ""));
  const before = await records();
  expect(before).toBeGreaterThan(60_000);
  await expect.poll(records, { timeout: 120_000 }).toBeGreaterThan(before);
});

test("whoever walks through its first events by keys stays at one while others come", async () => {
  const { app } = shell;
  const { page, timeline } = app;
  await app.product.select(/^10-4000 Linear actuator/);
  await app.show("Timeline");
  const rows = async (): Promise<number> => Number(await timeline.grid.getAttribute("aria-rowcount"));
  await expect.poll(rows).toBeGreaterThan(10_000);
  const focused = (): Promise<readonly (string | null | undefined)[]> =>
    page.evaluate(() => {
      const row = document.activeElement?.closest("[role=row]");
      return [row?.getAttribute("aria-rowindex"), row?.textContent];
    });
  await timeline.events.first().focus();
  await page.keyboard.press("Control+Home");
  await expect.poll(async () => (await focused())[0]).toBe("2");
  await page.keyboard.press("PageDown");
  await expect.poll(async () => (await focused())[0]).toBe("12");
  const at = await focused();
  const before = await rows();
  await expect.poll(rows, { timeout: 120_000 }).toBeGreaterThan(before);
  await expect.poll(focused).toEqual(at);
});

const named = (line: string): string => line.replace(/(?:no|[\d,]+) units?(?:, [\d,]+ failed)?/, "");
const countOf = (line: string): number => Number(/([\d,]+) units?/.exec(line)?.[1]?.replaceAll(",", "") ?? 0);

test("stopped from its row in the sources only the as-of marks change", async () => {
  const { app } = shell;
  await app.product.select(/Drive housing/);
  // What the plant produced until it was stopped may still have come: the lines are those of before, their numbers grow.
  const before = await app.product.lines();
  await app.sources.stopDemoPlant();
  await app.sources.inState(PLANT, "offline").waitFor();
  await app.sources
    .plant(PLANT)
    .getByText(/^as of /)
    .waitFor();
  const after = await app.product.lines();
  expect(after.map(named)).toEqual(before.map(named));
  expect(after.every((line, at) => countOf(line) >= countOf(before[at] ?? ""))).toBe(true);
  await app.status.getByText(/^Offline copy complete to/).waitFor();
});

test("a change request written offline arrives when the plant is started, and comes back with its number", async () => {
  const { app } = shell;
  await app.changes.write({ title: "Bearing bore too wide", problem: "Drilled by VMC-2." });
  await app.changes.submit();
  await app.changes.standing.getByText("It goes as soon as the plant is there.").waitFor();
  await app.status.getByRole("button", { name: "1 change waiting to be sent" }).waitFor();

  await app.command("Start the demo plant");
  await app.changes.standing.getByText(/^The plant took it as ECR-\d+\.$/).waitFor({ timeout: 60_000 });
  await app.status.getByRole("button", { name: /waiting to be sent/ }).waitFor({ state: "detached" });
  await app.show("Sources");
  await app.sources.inState(PLANT, "live").waitFor();
});

test("its machines are observed: trusted by their own word, online", async () => {
  const { app } = shell;
  await app.page
    .getByRole("list", { name: "Sources" })
    .getByText(/^Machines/)
    .waitFor({ timeout: 60_000 });
});

test("with the first file of one's own the demo leaves, and its plant with it", async () => {
  const { app, serve } = shell;
  const file = join(serve.dataFolder, "setup.csv");
  writeFileSync(file, "Part;Serial;Coolant\nPL-200;1;Emulsion\nPL-200;2;Oil\n");
  await app.show("Imports");
  await app.imports.openFiles([file]);
  await app.imports.run();
  await app.product.part(/^PL-200/).waitFor({ timeout: 60_000 });
  expect((await app.product.lines()).join("\n")).not.toContain("10-4000");
  await app.show("Sources");
  await app.sources.plant(PLANT).waitFor({ state: "detached" });
});
