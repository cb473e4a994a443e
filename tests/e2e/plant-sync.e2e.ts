/** What is followed and how far it is: a first read that is stopped and goes on, history from a day on, pins, new epochs. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { startPlant, type RunningPlant } from "../../electron/demo/plant/start-plant.ts";
import { microseconds } from "../../electron/host/clock.ts";
import { resolve } from "node:path";
import { setTimeout } from "node:timers/promises";
import { openInBrowser, type BrowserShell } from "./browser-shell.ts";
import { openPage } from "./browser.ts";
import { violations } from "./violations.ts";
import { AppPage } from "./pages/app-page.ts";
import { startServe } from "./serve-process.ts";

const PLANT = "Actuator plant";
const MODEL = resolve(import.meta.dirname, "../../assets/demo/linear-actuator.step");

let shell: BrowserShell;
let plant: RunningPlant;
/** What the plant's late answers wait for besides their time. */
let turn = Promise.resolve();
beforeAll(async () => {
  plant = await startPlant({
    clock: microseconds,
    wait: async (milliseconds) => {
      await setTimeout(milliseconds);
      await turn;
    },
    units: 20,
    modelFile: MODEL,
    snapshot: { rows: 200 },
  });
  shell = await openInBrowser({ demo: false });
  await shell.app.show("Sources");
});
afterAll(async () => {
  await shell.close();
  await plant.stop();
});

test("a first read says how far it is, stops when it is told to, and goes on where it stopped", async () => {
  const { product, sources, status } = shell.app;
  plant.faults.always("segment", { fault: "latency", ms: 400 });
  await sources.ask(plant.url, plant.token);
  await sources.follow("2026-05-01");
  const bar = sources.plant(PLANT).getByRole("progressbar").first();
  await bar.waitFor();
  await sources.says(PLANT, /changes to come · about .* left/).waitFor();
  // However long the screen takes for the rest, the read is not over before it is paused.
  const { promise, resolve: goOn } = Promise.withResolvers<void>();
  turn = promise;
  // The part that is chosen is asked for before the rest.
  await product.part(/^10-4110 /).click();
  await status
    .getByText(
      /^(Offline copy not complete yet: 10-4110 is read first|10-4110 is here as of the plant’s snapshot)/,
    )
    .waitFor();
  await sources.act(PLANT, "Pause");
  await sources.inState(PLANT, "paused").waitFor();
  await sources.says(PLANT, /^stopped after \d+ rows.*changes to come$/).waitFor();
  const asked = (): number => plant.faults.done.filter(({ kind }) => kind === "segment").length;
  const before = asked();
  plant.faults.clear();
  goOn();
  await sources.act(PLANT, "Resume");
  await sources.inState(PLANT, "live").waitFor();
  // The rest is about the whole product again.
  await product.part(/^10-4000 /).click();
  expect(before).toBeGreaterThan(0);
});

test("history before the chosen day is said not to be here, and comes when it is asked for", async () => {
  const { sources, timeline, status } = shell.app;
  await sources.says(PLANT, /^History from 2026-05-01 on\./).waitFor();
  await status.getByText(/^Offline copy complete from 2026-05-01 to/).waitFor();
  await timeline.say(/Before 2026-05-01 00:00 history is not loaded\./);
  await timeline.pointAt(0.01, 0.5, "MES: history from 2026-05-01 00:00 on is here");
  await sources.act(PLANT, "What is followed…");
  await sources.plant(PLANT).getByLabel("First day").waitFor();
  await shell.app.command("History kept on this computer…");
  await sources.kept.getByText(/^cache\.db has/).waitFor();
  expect(await violations(shell.app)).toEqual([]);
  await sources.act(PLANT, "Cancel");
  await sources.says(PLANT, "1 CAD model: linear-actuator.step (PLM)").waitFor();
  expect(await shell.app.page.getByRole("button", { name: /^1 file/ }).count()).toBe(0);

  await sources.changeHistory(PLANT, "2026-02-01");
  await sources.says(PLANT, /^History from 2026-02-01 on\./).waitFor();
  await timeline.say(/Before 2026-02-01 00:00 history is not loaded\./);
  await sources.changeEnd(PLANT, "2026-04-30");
  await sources.says(PLANT, /^History from 2026-02-01 on\..* History until 2026-04-30\./).waitFor();
  await status.getByText(/^Offline copy complete from 2026-02-01 to 2026-05-01 00:00/).waitFor();
  await timeline.say(/From 2026-05-01 00:00 on history is not loaded\./);
  await timeline.pointAt(0.99, 0.5, "MES: history until 2026-05-01 00:00 is here");
  await sources.changeEnd(PLANT);
  await sources.says(PLANT, /History until/).waitFor({ state: "detached" });
  await sources.changeHistory(PLANT);
  await sources.says(PLANT, /^History from/).waitFor({ state: "detached" });
  await status.getByText(/^Offline copy complete to/).waitFor();
  await expect.poll(() => timeline.words()).not.toContain("not loaded");
});

test("what a rule removes is counted before, hatched with its cause after, and read again when it is wanted", async () => {
  const { app } = shell;
  const { sources, timeline, status } = app;
  await sources.keepEvents("Maintenance", "6");
  await sources.kept.getByText(/^Applied now, this removes [\d,]+ events: about [\d.]+ [KM]B\.$/).waitFor();
  await sources.kept.getByRole("button", { name: "Apply now" }).click();
  await sources.kept.getByText(/^Removed [\d,]+ events; .* became free\.$/).waitFor();
  await sources.kept.getByText(/^Removed here on .*; still at the plant\.$/).waitFor();
  await timeline.say(/Before \d{4}-\d\d-\d\d 00:00 history was removed here by your rule\./);
  await timeline.pointAt(0.01, 0.5, "still at the plant");
  await status.getByText(/^Offline copy complete from/).waitFor();

  await sources.kept.getByRole("button", { name: "Read again" }).click();
  await sources.kept.getByText(/^Removed here on/).waitFor({ state: "detached" });
  await expect.poll(() => timeline.words()).not.toContain("removed here");
  await status.getByText(/^Offline copy complete to/).waitFor();
});

test("a plant that begins anew is read beside what is shown, and the gap in what is known says why", async () => {
  const { sources, timeline } = shell.app;
  plant.plant.changeEpoch("mes");
  // So that the axis reaches to now, where the gap is.
  const now = microseconds();
  plant.plant.put("plm", "product:10-4000", "event/now", {
    record: "event",
    key: "now",
    kind: "design",
    type: "note",
    title: "Seen today",
    startedAt: now,
    part: { name: "10-4000", strength: "stated" },
    payload: "{}",
  });
  // Whoever polls finds out within a minute; a person who asks, at once.
  await sources.act(PLANT, "Sync now");
  await timeline.say(/No data from mes .*The source began anew and was read anew/);
  await sources.inState(PLANT, "live").waitFor();
  expect((await shell.app.product.lines()).join("\n")).toContain("Drive housing");
});

test("a product kept for travel is complete once it was compared and its files are here", async () => {
  const { sources, product } = shell.app;
  await product.select(/Linear actuator/);
  await sources.region.getByRole("button", { name: /^Keep .* for travel$/ }).click();
  const pins = sources.region.getByRole("region", { name: "Kept for travel" });
  await pins.getByText("complete", { exact: true }).waitFor();
  await pins.getByText(/\d of \d files?, .* · verified \d{4}-/).waitFor();
});

test("by the palette it is kept no longer, and all plants are paused and go on", async () => {
  const { app } = shell;
  const pins = app.sources.region.getByRole("region", { name: "Kept for travel" });
  await app.command("Keep the product for travel");
  await pins.getByText("complete", { exact: true }).waitFor({ state: "detached" });
  await app.command("Pause all plants");
  await app.sources.inState(PLANT, "paused").waitFor();
  await app.command("Pause all plants");
  await app.sources.inState(PLANT, "live").waitFor();
});

test("one scope that is gone is named beside those that are well", async () => {
  const { sources } = shell.app;
  plant.faults.always("changes", undefined);
  const { scopes } = plant.plant.systems.get("qms") ?? {};
  (scopes as Map<string, unknown> | undefined)?.delete("site");
  await sources.act(PLANT, "Sync now");
  await sources.says(PLANT, "1 feed of 10 need a look:").waitFor();
  await sources.says(PLANT, /no longer offers this/).waitFor();
  await sources.inState(PLANT, "live").waitFor();
});

test("a second window on the same data reads, says so, and changes nothing", async () => {
  const second = await startServe({ dataFolder: shell.serve.dataFolder, demo: false });
  const { page, problems } = await openPage(shell.browser, second.url);
  const app = new AppPage(page);
  await app.connected();
  await app.status
    .getByText("Another window keeps this data up to date. Here nothing can be changed.")
    .waitFor();
  expect((await app.product.lines()).join("\n")).toContain("Drive housing");
  await app.show("Sources");
  await app.sources.plant(PLANT).waitFor();
  expect(await app.sources.plant(PLANT).getByRole("button", { name: "Pause" }).count()).toBe(0);
  await app.command("History kept on this computer…");
  await app.sources.kept.getByText(/^cache\.db has/).waitFor();
  expect(await app.sources.kept.getByRole("button", { name: "Apply now" }).count()).toBe(0);
  await app.show("Changes");
  expect(await app.changes.region.getByRole("button", { name: "New change request" }).count()).toBe(0);
  await page.close();
  expect(problems).toEqual([]);
  await second.stop();
});
