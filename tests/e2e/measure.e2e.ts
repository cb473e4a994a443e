/** Measuring by mouse and by keys: pick, choose, keep, take back; and Escape on the way out. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { openWholeDemo, type BrowserShell } from "./browser-shell.ts";
import { MeasureCard } from "./pages/measure-card.ts";

let shell: BrowserShell;
let measure: MeasureCard;
beforeAll(async () => {
  // Two pictures are compared: no news may colour the model in between.
  shell = await openWholeDemo();
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
const selectedPart = () => shell.app.selectedPart();

/** On the body of the machine, and on its rod. */
const BODY = [0.46, 0.6] as const;
const ROD = [0.6, 0.72] as const;

test("M takes the tool up: a hint, and clicks pick instead of selecting", async () => {
  const { app } = shell;
  const selected = await selectedPart();
  await view().focus();
  await press("m");
  await measure.card.getByText("Pick a face, edge or corner. Shift takes the whole part.").waitFor();
  await expect.poll(() => app.scene.region.getAttribute("data-tool")).toBe("measure");
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
  const names = await measure.picked.allInnerTexts();
  expect(names[0]).toMatch(/^1\s+Face \d+ of .+\s+\S+ .*mm/);
  expect(new Set(names.map((name) => name.replace(/^\d+\s+/, ""))).size).toBe(2);
  expect(await least.innerText()).toMatch(/(mesh ± [\d.]+|exact)\s+[\d.]+ mm\s+ΔX .* · ΔY .* · ΔZ /);
  await least.hover();
  await expect.poll(() => measure.labels.last().innerText(), LONG).toMatch(/ mm$/);
});

test("values are kept, listed, drawn, taken back and brought again", async () => {
  await measure.value("Least distance").click();
  await expect.poll(() => measure.kept.count(), LONG).toBe(1);
  const value = await measure.kept.first().locator(".measure-figure").innerText();
  // Labels are drawn with a frame, not with the list.
  await expect.poll(() => measure.labels.allInnerTexts(), LONG).toContain(value);
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

test("taken apart, values stay those of the assembled model, and the lines go with their parts", async () => {
  const { app } = shell;
  const apart = () => app.page.locator(".measure-label[data-apart]");
  const before = await measure.kept.allInnerTexts();
  const places = () =>
    measure.labels.evaluateAll((labels) => labels.map(({ style }) => style.transform).join());
  const assembled = await app.scene.settled(places);
  await app.command("Explode or assemble everything");
  await expect.poll(() => app.scene.region.getAttribute("data-explosion"), LONG).toBe("1");
  await measure.card.getByText("values are those of the assembled model").waitFor();
  await expect.poll(() => apart().count(), LONG).toBe(1);
  expect(await apart().innerText()).toMatch(/ mm assembled$/);
  expect(await measure.kept.allInnerTexts()).toEqual(before);
  await expect.poll(places, LONG).not.toBe(assembled);
  await app.command("Explode or assemble everything");
  await expect.poll(() => app.scene.region.getAttribute("data-explosion"), LONG).toBe("0");
  await expect.poll(() => apart().count(), LONG).toBe(0);
  await expect.poll(places, LONG).toBe(assembled);
});

test("pictures have the dimensions, unless they are left out", async () => {
  const { app } = shell;
  const save = async (dimensions: boolean): Promise<readonly number[]> => {
    await view().focus();
    await app.exports.open();
    await app.exports.sheet.getByLabel("Width, pixels").fill("480");
    await app.exports.sheet.getByLabel("Height, pixels").fill("360");
    await app.exports.choose("White");
    await app.exports.sheet.getByRole("checkbox", { name: /^With the .*dimension/ }).setChecked(dimensions);
    return [...(await app.exports.save()).bytes];
  };
  const pictures = [await save(true), await save(false)] as const;
  const differing = await app.page.evaluate(async (both) => {
    const [one, other] = await Promise.all(
      both.map(async (bytes) => {
        const picture = await createImageBitmap(new Blob([Uint8Array.from(bytes)], { type: "image/png" }));
        const context = new OffscreenCanvas(picture.width, picture.height).getContext("2d");
        context?.drawImage(picture, 0, 0);
        return context?.getImageData(0, 0, 480, 360).data ?? new Uint8ClampedArray();
      }),
    );
    let count = 0;
    for (let at = 0; at < (one?.length ?? 0); at += 4) if (one?.[at] !== other?.[at]) count += 1;
    return count;
  }, pictures);
  // Lines and labels, and nothing of the model.
  expect(differing).toBeGreaterThan(600);
  expect(differing).toBeLessThan(30_000);
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
