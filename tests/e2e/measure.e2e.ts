/** Measuring by mouse and by keys: pick, choose, keep, take back; and Escape on the way out. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { openInBrowser, type BrowserShell } from "./browser-shell.ts";
import { MeasureCard } from "./pages/measure-card.ts";

let shell: BrowserShell;
let measure: MeasureCard;
beforeAll(async () => {
  shell = await openInBrowser();
  measure = new MeasureCard(shell.app.page);
  await shell.app.scene.ready();
});
afterAll(async () => {
  await shell.close();
});

const view = () => shell.app.scene.region.locator(".scene-view");
const press = (key: string) => shell.app.page.keyboard.press(key);
/** A frame without a graphics card, on a machine that does much else. */
const LONG = { timeout: 15_000 };
/** Number and name; the revision follows when its part is read. */
async function selectedPart(): Promise<string> {
  const [name = ""] = (await shell.app.breadcrumb.innerText()).split("\n");
  return name;
}

/** On the body of the machine, and on its rod. */
const BODY = [0.46, 0.6] as const;
const ROD = [0.6, 0.72] as const;

test("M takes the tool up: a hint, and clicks pick instead of selecting", async () => {
  const { app } = shell;
  const selected = await selectedPart();
  await view().focus();
  await press("m");
  await measure.card.getByText("Pick a face, edge or corner. Shift takes the whole part.").waitFor();
  expect(await app.scene.region.getAttribute("data-tool")).toBe("measure");
  await measure.filter("Faces");
  await app.scene.click(...BODY);
  await expect.poll(() => measure.picked.count(), LONG).toBe(1);
  await measure.value("Area").waitFor();
  expect(await selectedPart()).toBe(selected);
});

test("two things: every value that makes sense, what it stands on, and the least distance by a worker", async () => {
  const { app } = shell;
  await app.scene.click(...ROD);
  await expect.poll(() => measure.picked.count(), LONG).toBe(2);
  const least = measure.value("Least distance");
  await least.waitFor();
  expect(await least.innerText()).toMatch(/(mesh ± [\d.]+|exact)\s+[\d.]+ mm\s+ΔX .* · ΔY .* · ΔZ /);
  await least.hover();
  await expect.poll(() => measure.labels.last().innerText(), LONG).toMatch(/ mm$/);
});

test("values are kept, listed, drawn, taken back and brought again", async () => {
  await measure.value("Least distance").click();
  await expect.poll(() => measure.kept.count(), LONG).toBe(1);
  const value = await measure.kept.first().locator(".measure-figure").innerText();
  expect(await measure.labels.allInnerTexts()).toContain(value);
  await view().focus();
  await press("Control+z");
  await expect.poll(() => measure.kept.count(), LONG).toBe(0);
  await press("Control+y");
  await expect.poll(() => measure.kept.count(), LONG).toBe(1);
});

test("a whole part has a box, a volume and an area; edges have a length or a radius", async () => {
  const { app } = shell;
  await measure.filter("Whole parts");
  await app.scene.click(...BODY);
  await measure.value("Box").waitFor();
  await measure.value("Volume").waitFor();
  expect(await measure.value("Box").innerText()).toMatch(/ × .* × .* mm/);
  await measure.value("Box").click();
  await expect.poll(() => measure.kept.count(), LONG).toBe(2);
});

test("the selection is measured by keys alone", async () => {
  const { app } = shell;
  await view().focus();
  await press("Escape");
  await expect.poll(() => app.scene.region.getAttribute("data-tool"), LONG).toBe("select");
  await app.product.select(/Drive housing/);
  await view().focus();
  await press("Shift+m");
  await expect.poll(() => measure.picked.count(), LONG).toBe(1);
  await measure.value("Volume").focus();
  await press("Enter");
  await expect.poll(() => measure.kept.count(), LONG).toBe(3);
});

test("what was kept is copied as a table, removed one by one and all at once", async () => {
  const { app } = shell;
  await app.page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await measure.button("Copy").click();
  const lines = await app.page.evaluate(() => navigator.clipboard.readText());
  expect(lines.split("\n")).toHaveLength(3);
  expect(lines).toMatch(/^Least distance\t[\d.]+ mm\tΔX /);
  await measure.kept
    .first()
    .getByRole("button", { name: /^Remove/ })
    .click();
  await expect.poll(() => measure.kept.count(), LONG).toBe(2);
  await measure.button("Clear").click();
  await expect.poll(() => measure.kept.count(), LONG).toBe(0);
});

test("Escape ends the tool, then clears the selection", async () => {
  const selected = await selectedPart();
  await view().focus();
  await press("Escape");
  await measure.card.waitFor({ state: "hidden" });
  expect(await selectedPart()).toBe(selected);
  await press("Escape");
  await expect.poll(() => selectedPart(), LONG).not.toBe(selected);
});
