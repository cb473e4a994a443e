/** The time under the pointer, what lies in a span, and what a person notes: by pointer and by keys. */
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openWholeDemo, type BrowserShell } from "./browser-shell.ts";
import { violations } from "./violations.ts";

let shell: BrowserShell;
beforeAll(async () => {
  shell = await openWholeDemo();
  const { app } = shell;
  await app.scene.ready();
});
afterAll(async () => {
  await shell.close();
});

test("a brushed span says what lies in it, kind by kind, with what is usual", async () => {
  const { app } = shell;
  await app.timeline.brush(0.4, 0.5);
  const link = app.timeline.region.getByRole("button", { name: /^[\d,]+ events?$/ });
  // While an edge is dragged the numbers follow it.
  await app.answered();
  await link.click();
  const dialog = app.page.getByRole("dialog", { name: "In the brushed span" });
  await dialog.getByRole("rowheader", { name: "Inspection" }).waitFor();
  // Events of all kinds are those of the span.
  const numbers = (await dialog.getByRole("row").allInnerTexts())
    .slice(1)
    .map((row) => row.split("\t")[1] ?? "");
  const total = numbers.reduce((sum, number) => sum + Number(number.replaceAll(",", "")), 0);
  expect(`${total.toLocaleString("en")} events`).toBe(await link.innerText());
  await app.page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });
});

test("a note on the brushed span by keys: kept, listed, walked to, changed and taken back", async () => {
  const { page, timeline } = shell.app;
  await timeline.plot.focus();
  await page.keyboard.press("n");
  await timeline.noteText.fill("Ballscrew was noisy");
  await page.keyboard.press("Enter");
  await timeline.region.getByRole("button", { name: /Ballscrew was noisy/ }).waitFor();
  await page.getByRole("button", { name: /^Notes \(1\)/ }).waitFor();
  // A bookmark elsewhere, and back by a key.
  await page.keyboard.press("Escape");
  await page.keyboard.press("+");
  await page.keyboard.press("+");
  await page.keyboard.press("n");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: /^Notes \(2\)/ }).click();
  await expect.poll(() => page.getByRole("menuitem").count()).toBe(2);
  await page.getByRole("menuitem", { name: /Ballscrew/ }).click();
  const flag = timeline.region.getByRole("button", { name: /Ballscrew was noisy/ });
  await flag.click();
  await timeline.noteText.fill("Ballscrew was noisy, see CM-3027");
  await page.keyboard.press("Enter");
  await timeline.region.getByRole("button", { name: /see CM-3027/ }).waitFor();
  await page.keyboard.press("Control+Z");
  await timeline.region.getByRole("button", { name: /noisy$/ }).waitFor();
  await page.keyboard.press("Control+Z");
  await page.getByRole("button", { name: /^Notes \(1\)/ }).waitFor();
});

test("Enter on a button of a note presses that button, and composing a letter keeps nothing", async () => {
  const { page, timeline } = shell.app;
  const flag = timeline.region.getByRole("button", { name: /Ballscrew was noisy/ });
  await flag.click();
  await timeline.noteText.fill("thrown away");
  // What an input method's Enter looks like to a page.
  await timeline.noteText.evaluate((field) =>
    field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", isComposing: true, bubbles: true })),
  );
  await timeline.noteText.waitFor();
  await timeline.region.getByRole("button", { name: "Cancel", exact: true }).focus();
  await page.keyboard.press("Enter");
  await timeline.noteText.waitFor({ state: "hidden" });
  await timeline.region.getByRole("button", { name: /Ballscrew was noisy$/ }).waitFor();
});

test("notes are there again after a reload", async () => {
  const { app } = shell;
  await app.page.reload();
  await app.connected();
  await app.page.getByRole("button", { name: /^Notes \(1\)/ }).waitFor();
  await app.page.getByRole("button", { name: /^Notes \(1\)/ }).click();
  await app.page.getByRole("menuitem", { name: /Ballscrew/ }).click();
  await expect.poll(() => app.timeline.notes.count()).toBe(1);
  expect(await violations(app)).toEqual([]);
});

test("the cursor says the time in the zone that is shown", async () => {
  const { app } = shell;
  const box = await app.timeline.plot.boundingBox();
  if (box === null) throw new Error("the timeline is not on the screen");
  await app.page.mouse.move(box.x + box.width * 0.6, box.y + box.height * 0.5);
  await expect.poll(() => app.timeline.cursor.innerText()).toMatch(/^20\d\d-\d\d-\d\d \d\d:\d\d.* plant/);
});

test("every event in view is reached by keys in a grid that says which of how many it is", async () => {
  const { app } = shell;
  const { page, timeline } = app;
  await page.getByRole("button", { name: "Show everything" }).click();
  await expect
    .poll(async () => Number(await timeline.grid.getAttribute("aria-rowcount")))
    .toBeGreaterThan(1_000);
  // The window comes to rest later, and with it its rows.
  await app.answered();
  const focused = (): Promise<string | null | undefined> =>
    page.evaluate(() => document.activeElement?.closest("[role=row]")?.getAttribute("aria-rowindex"));
  await timeline.events.first().focus();
  // The first event of all, beyond those that are there at once.
  await page.keyboard.press("Control+Home");
  await expect.poll(focused).toBe("2");
  await page.keyboard.press("PageDown");
  await expect.poll(focused).toBe("12");
  await page.keyboard.press("ArrowRight");
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toMatch(/^20\d\d-/);
  await page.keyboard.press("Enter");
  await expect.poll(() => app.details.region.innerText()).toContain("SHA-256");
  // Faster than the rows come: each key goes on from where the one before led.
  for (const key of ["Control+End", "Control+Home", "PageDown", "PageDown"]) await page.keyboard.press(key);
  await expect.poll(focused).toBe("22");
});

test("the timeline is saved as a drawing, and printed alone", async () => {
  const { app } = shell;
  await app.command("Timeline lanes: by equipment");
  await expect.poll(() => app.timeline.laneNames()).toContain("F2");
  const download = app.page.waitForEvent("download");
  await app.command("Timeline: save as a drawing");
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/\.svg$/);
  const svg = readFileSync(await file.path(), "utf8");
  expect(svg).toContain("VMC-3");
  expect(svg).toMatch(/As of 20\d\d-\d\d-\d\d/);
  const printed = app.page.evaluate(
    () =>
      new Promise((resolve) =>
        Object.assign(window, {
          print: () => resolve(document.querySelectorAll(".timeline-print svg").length),
        }),
      ),
  );
  await app.command("Timeline: print");
  expect(await printed).toBe(1);
  await app.page.emulateMedia({ media: "print" });
  expect(await app.page.locator(".timeline-print svg").isVisible()).toBe(true);
  expect(await app.status.isVisible()).toBe(false);
  await app.page.emulateMedia({ media: null });
  await app.page.evaluate(() => window.dispatchEvent(new Event("afterprint")));
  await expect.poll(() => app.page.locator(".timeline-print").count()).toBe(0);
  await app.command("Timeline lanes: by kind");
});
