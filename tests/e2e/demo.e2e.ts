/** The demo as a person meets it: everything about one selection, everywhere. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openInBrowser, type BrowserShell } from "./browser-shell.ts";

let shell: BrowserShell;
beforeAll(async () => {
  shell = await openInBrowser();
  await shell.app.scene.ready();
  await shell.app.timeline.events.first().waitFor({ state: "attached" });
});
afterAll(async () => {
  await shell.close();
});

test("every panel is a region with its name", async () => {
  const { app } = shell;
  for (const name of ["Product", "3D view", "Timeline", "Details"])
    expect(await app.page.getByRole("region", { name, exact: true }).count()).toBe(1);
  await app.show("Measurements");
  await app.show("Search");
  await app.show("Product");
  await app.show("Details");
});

test("the product has its sub-assemblies, quantities and units", async () => {
  const { product } = shell.app;
  // The telling weeks come first, the rest of the year a few seconds later.
  await product.part(/^10-4000 Linear actuator LA-200.*200 units/).waitFor({ timeout: 60_000 });
  expect((await product.lines()).length).toBeGreaterThan(15);
});

describe("a selection anywhere is the subject everywhere", () => {
  test("from the tree: breadcrumb, details, status, timeline", async () => {
    const { app } = shell;
    await app.product.select(/^10-4430 Controller board/);
    await expect.poll(() => app.breadcrumb.innerText()).toContain("Controller board");
    await expect.poll(() => app.details.region.innerText()).toContain("Controller board");
    await expect.poll(() => app.status.innerText()).toContain("10-4430");
  });

  test("from the 3D view: the part under the pointer is selected in the tree", async () => {
    const { app } = shell;
    await app.product.select(/^10-4000/);
    const before = await app.product.selected.first().getAttribute("aria-label");
    await app.scene.region.getByRole("button", { name: /Fit/ }).first().click();
    await app.scene.click(0.5, 0.5);
    await expect.poll(() => app.product.selected.first().getAttribute("aria-label")).not.toBe(before);
  });

  test("from the units: the scope becomes the unit, and goes back", async () => {
    const { app } = shell;
    await app.product.select(/^10-4000/);
    await app.show("Units");
    await app.units.unit(/./).click();
    await expect
      .poll(() => app.details.scope.getByRole("button", { pressed: true }).innerText())
      .toMatch(/^Unit /);
    await app.details.scope.getByRole("button", { name: "All units of this part" }).click();
    await app.show("Product");
    await expect
      .poll(() => app.details.scope.getByRole("button", { pressed: true }).innerText())
      .toBe("All units of this part");
  });

  test("from the timeline by keys: an event is selected, its record is shown word for word", async () => {
    const { app } = shell;
    await app.timeline.events.first().focus();
    await app.page.keyboard.press("ArrowDown");
    await app.page.keyboard.press("Enter");
    await expect.poll(() => app.details.region.innerText()).toContain("SHA-256");
    await app.page.keyboard.press("Alt+ArrowLeft");
  });

  test("from the search: a serial is found and selected", async () => {
    const { app } = shell;
    await app.show("Search");
    await app.search.find("Gate driver");
    await app.search.hits.filter({ hasText: "20-3021" }).first().click();
    await expect.poll(() => app.breadcrumb.innerText()).toContain("Gate driver");
    await app.show("Product");
  });
});

test("the search says how many there are of each kind, and lists one alone", async () => {
  const { app } = shell;
  await app.show("Search");
  await app.search.find("bearing");
  await app.search.kind(/^Events 50\+/).click();
  await expect.poll(() => app.search.hits.count()).toBe(200);
  expect(await app.search.hits.first().textContent()).toMatch(/bearing/i);
  // Of these, those of one kind alone; other words are told apart anew.
  await app.search.eventKind(/^Inspection /).click();
  await expect.poll(async () => app.search.hits.locator("[title=Production]").count()).toBe(0);
  const inspections = /[\d,]+/.exec(await app.search.eventKind(/^Inspection /).innerText())?.[0];
  await expect.poll(() => app.search.hits.count()).toBe(Math.min(200, Number(inspections?.replace(",", ""))));
  await app.search.find("pressure low");
  await app.search.eventKind("All").click();
  await expect
    .poll(async () => (await app.search.hits.allTextContents()).every((words) => /pressure low/i.test(words)))
    .toBe(true);
  await app.search.find("bearing");
  await app.search.kind("All").click();
  await app.search.hits.filter({ hasText: "Bearing cage" }).first().waitFor();
  await app.show("Product");
});

test("brushing a span recolours the model and narrows the numbers, and is taken off by its chip", async () => {
  const { app } = shell;
  await app.product.select(/^10-4000/);
  const colours = await app.scene.region.getAttribute("data-colouring");
  await app.timeline.brush(0.3, 0.5);
  await expect.poll(() => app.status.innerText()).toContain("in the span");
  await expect.poll(() => app.scene.region.getAttribute("data-colouring")).not.toBe(colours);
  await app.timeline.region.getByRole("button", { name: "Remove filter Brushed span" }).click();
  await expect.poll(() => app.status.innerText()).not.toContain("in the span");
});

test("hide, isolate and ghost are undone step by step", async () => {
  const { app } = shell;
  await app.product.select(/^10-4430/);
  const shown = (): Promise<string | null> => app.scene.region.getAttribute("data-shown");
  const all = await shown();
  await app.command("Hide");
  await expect.poll(shown).not.toBe(all);
  const hidden = await shown();
  await app.command("Ghost");
  await app.page.keyboard.press("Control+Z");
  await expect.poll(shown).toBe(hidden);
  await app.page.keyboard.press("Control+Z");
  await expect.poll(shown).toBe(all);
});

test("the theme is switched and kept", async () => {
  const { app } = shell;
  const ground = (): Promise<string> =>
    app.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await app.command("Theme: light");
  const light = await ground();
  await app.command("Theme: dark");
  await expect.poll(ground).not.toBe(light);
  await app.page.reload();
  await app.scene.ready();
  await expect.poll(ground).not.toBe(light);
});
