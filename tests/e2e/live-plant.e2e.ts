/** A plant that comes, goes and comes back: nothing but its as-of marks depends on it, and what was written arrives. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { startPlant, type RunningPlant } from "../../electron/demo/plant/start-plant.ts";
import { microseconds } from "../../electron/host/clock.ts";
import { openInBrowser, type BrowserShell } from "./browser-shell.ts";

const PLANT = "Actuator plant";

let plant: RunningPlant;
let shell: BrowserShell;
beforeAll(async () => {
  plant = await startPlant({ clock: microseconds, units: 4 });
  shell = await openInBrowser({ demo: false });
});
afterAll(async () => {
  await shell.close();
  await plant.stop();
});

test("parts and events of an added plant arrive", async () => {
  const { app } = shell;
  await app.show("Sources");
  await app.sources.add(plant.url, plant.token);
  await app.sources.inState(PLANT, "live").waitFor();
  expect((await app.product.lines()).join("\n")).toContain("Drive housing");
  await app.timeline.events.first().waitFor({ state: "attached" });
  await app.status.getByText(/^Offline copy complete to/).waitFor();
  await app.page.getByRole("list", { name: "Sources" }).getByRole("button", { name: /^PLM/ }).waitFor();
});

test("without the plant only the as-of marks change", async () => {
  const { app } = shell;
  await app.product.select(/Drive housing/);
  await app.answered();
  const before = { parts: await app.product.lines(), units: await unitLines() };
  await plant.stop();
  await app.sources.inState(PLANT, "offline").waitFor();
  expect({ parts: await app.product.lines(), units: await unitLines() }).toEqual(before);
  await app.status.getByText(/^Offline copy complete to/).waitFor();
});

test("a change request written offline arrives when the plant is back", async () => {
  const { app } = shell;
  await app.changes.write({ title: "Bearing bore too wide", problem: "Drilled by VMC-2." });
  await app.changes.submit();
  await app.changes.standing.getByText("It goes as soon as the plant is there.").waitFor();
  await app.status.getByRole("button", { name: "1 change waiting to be sent" }).waitFor();

  await plant.start();
  await app.show("Sources");
  await app.sources.syncNow();
  await app.sources.inState(PLANT, "live").waitFor();
  await app.show("Changes");
  await app.changes.standing.getByText(/^The plant took it as ECR-\d+\.$/).waitFor();
  await app.status.getByRole("button", { name: /waiting to be sent/ }).waitFor({ state: "detached" });
});

async function unitLines(): Promise<readonly string[]> {
  await shell.app.show("Units");
  const lines = await shell.app.units.lines();
  await shell.app.show("Product");
  return lines;
}
