/** What becomes of a change request: waiting, taken back, in conflict, refused, sent by itself; and its evidence and view. */
import { resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startPlant, type RunningPlant } from "../../electron/demo/plant/start-plant.ts";
import { microseconds } from "../../electron/host/clock.ts";
import { openInBrowser, type BrowserShell } from "./browser-shell.ts";
import { violations } from "./violations.ts";

const PLANT = "Actuator plant";
const MODEL = resolve(import.meta.dirname, "../../assets/demo/linear-actuator.step");

let shell: BrowserShell;
let plant: RunningPlant;
beforeAll(async () => {
  plant = await startPlant({ clock: microseconds, units: 40, modelFile: MODEL });
  shell = await openInBrowser({ demo: false });
  const { app } = shell;
  await app.show("Sources");
  await app.sources.add(plant.url, plant.token);
  await app.sources.inState(PLANT, "live").waitFor();
  // Its parts come one after the other: the one that is clicked on may be the last.
  await app.scene.whole(120_000);
});
afterAll(async () => {
  await shell.close();
  await plant.stop();
});

test("the evidence names whatever is selected: part, unit, event, value, face and span", async () => {
  const { app } = shell;
  const { changes } = app;
  const texts = async (): Promise<string> => (await changes.evidence.allTextContents()).join("\n");
  await app.product.select(/Drive housing/);
  await app.page.keyboard.press("Control+Shift+E");
  await changes.evidence.filter({ hasText: "10-4110 Drive housing" }).waitFor();

  await app.show("Units");
  await app.units.unit(/DH-0001/).click();
  await app.show("Details");
  await app.details.region.getByRole("button", { name: "Add to change request" }).click();
  await changes.evidence.filter({ hasText: "Unit10-4110" }).waitFor();

  await app.show("Product");
  await app.product.select(/Drive housing/);
  await app.show("Measurements");
  await app.measurements.table.getByRole("rowheader").first().getByRole("button").focus();
  await app.page.keyboard.press("ArrowRight");
  await app.page.keyboard.press("Enter");
  await app.measurements.table.locator("td[aria-current]").waitFor();
  await app.command("Add the selection to the change request");
  await changes.evidence.filter({ hasText: /^Characteristic.* on .*limits/ }).waitFor();

  await app.timeline.events.first().press("Enter");
  await app.timeline.brush(0.5, 0.6);
  await app.command("Add the selection to the change request");
  await changes.evidence.filter({ hasText: /^Span.* to / }).waitFor();
  await changes.evidence
    .getByRole("button", { name: /^Show / })
    .first()
    .waitFor();

  await app.scene.click(0.5, 0.55);
  await app.command("Add the selection to the change request");
  await changes.evidence.filter({ hasText: /^Face/ }).waitFor();
  await expect.poll(texts).toMatch(/Occurrence10-4000\//);
  await changes.title.fill("Drive housing: bore");
  await changes.press("Delete draft");
});

test("the view it was written at comes back as it was, and undo leads back", async () => {
  const { app } = shell;
  const { changes } = app;
  await app.product.select(/Front head/);
  await app.command("Hide the selection");
  await app.status.getByText(/1 hidden/).waitFor();
  await changes.write({ title: "Front head loosens", problem: "Four returns." });
  await app.command("Show all");
  await app.product.select(/Ball nut/);
  await changes.press("Show the view it was written at");
  await changes.viewStanding.waitFor();
  expect(await violations(app)).toEqual([]);
  await changes.viewStanding.getByText("Shown as it was saved. Undo leads back.").waitFor();
  await app.status.getByText(/1 hidden/).waitFor();
  await app.product.tree.getByRole("treeitem", { name: /Front head/, selected: true }).waitFor();
  await app.command("Undo");
  await app.product.tree.getByRole("treeitem", { name: /Ball nut/, selected: true }).waitFor();
  await app.status.getByText(/1 hidden/).waitFor({ state: "detached" });
});

test("what waits for a plant that is away says when that is asked, can be taken back, and goes by itself", async () => {
  const { app } = shell;
  const { changes } = app;
  await plant.stop();
  await app.show("Sources");
  await app.sources.inState(PLANT, "offline").waitFor();
  // Once for the plant, not under each of its feeds.
  await app.sources.unfold(PLANT);
  await expect.poll(() => app.sources.says(PLANT, /can't be reached/).count()).toBe(1);
  await app.show("Changes");
  await changes.submit();
  await changes.standing.getByText(/^The plant is asked again at \d\d:\d\d:\d\d\.$/).waitFor();
  await changes.press("Take it back");
  await changes.region.getByText("Draft kept on this computer").waitFor();
  await app.status.getByRole("button", { name: /waiting to be sent/ }).waitFor({ state: "detached" });
  await changes.submit();
  await changes.standing.getByText("It goes as soon as the plant is there.").waitFor();

  plant.faults.next("submission", { fault: "status", status: 503, retryAfterSeconds: 2 });
  await plant.start();
  // The plant is asked a minute after it went at the latest.
  const patient = { timeout: 90_000 };
  await changes.standing.getByText(/^It is sent again at \d\d:\d\d:\d\d, by itself\.$/).waitFor(patient);
  await changes.standing.getByText("The plant took it as ECR-0047.").waitFor(patient);
  expect(plant.plant.requests).toEqual(["ECR-0047"]);
});

test("a conflict shows both sides; mine goes on where I choose it", async () => {
  const { changes } = shell.app;
  await changes.press("Change and submit again");
  await changes.title.fill("Front head loosens at 5 Nm");
  await changes.region.getByText("Draft kept on this computer").waitFor();
  plant.plant.review("ECR-0047", "in review", "Which torque?");
  await changes.submit();
  expect(await changes.sides()).toEqual([
    ["Title", "Front head loosens at 5 Nm", "Front head loosens"],
    ["Problem", "Four returns.", "Four returns."],
    ["Proposal", "", ""],
  ]);
  expect(await violations(shell.app)).toEqual([]);
  await changes.press("Keep mine and submit it");
  await changes.standing.getByText("The plant took it as ECR-0047.").waitFor();
  await changes.standing.getByText("State there: in review").waitFor();
});

test("a refusal names its reason; what it names can be changed and sent again", async () => {
  const { app } = shell;
  const { changes } = app;
  await app.product.select(/Rod eye/);
  await changes.write({ title: "Rod eye too soft", problem: "Bends." });
  const parts = plant.plant.systems.get("plm")?.scopes.get("product:10-4000");
  const number = /10-\d+/.exec((await app.product.selected.first().getAttribute("aria-label")) ?? "")?.[0];
  const record = { record: "part", part: { name: number ?? "", strength: "stated" } } as const;
  expect(parts?.revisionOf(`part/${number}`)).toBeDefined();
  plant.plant.remove("plm", "product:10-4000", `part/${number}`);
  await changes.submit();
  await changes.standing.getByText(`The plant knows no part ${number}.`).waitFor();
  plant.plant.put("plm", "product:10-4000", `part/${number}`, record);
  await changes.press("Change and submit again");
  await changes.submit();
  await changes.standing.getByText("The plant took it as ECR-0048.").waitFor();
});
