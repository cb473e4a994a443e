/** Two revisions of an assembly, opened one after the other and compared. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Locator } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { plate } from "../../shared/compare/regions/testing.ts";
import { drilled, REVISIONS } from "../revised-product.ts";
import { stlText } from "../stl-text.ts";
import { openInBrowser, type BrowserShell } from "./browser-shell.ts";
import { violations } from "./violations.ts";

let shell: BrowserShell;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "throughline-revisions-"));
  for (const { name, text } of Object.values(REVISIONS)) writeFileSync(join(folder, name), text);
  shell = await openInBrowser({ demo: false, size: { width: 1366, height: 768 } });
});
afterAll(async () => {
  await shell.close();
  rmSync(folder, { recursive: true, force: true });
});

const importFile = async (name: string): Promise<void> => {
  await shell.app.imports.openFiles([join(folder, name)]);
  await shell.app.imports.run();
};

/** As soon as two pictures after each other are the same: nothing is on its way any more. */
async function stillPicture(of: Locator): Promise<Buffer> {
  let last = await of.screenshot();
  await expect
    .poll(async () => {
      const before = last;
      last = await of.screenshot();
      return last.equals(before);
    })
    .toBe(true);
  return last;
}

test("with one revision alone it says so, and how to get another", async () => {
  const { app } = shell;
  await importFile(REVISIONS.older.name);
  await app.command("Reset the layout");
  await app.show("Product");
  await app.product.select(/FX-100/);
  await app.command("Compare revisions");
  await expect
    .poll(() => app.compare.region.innerText())
    .toMatch(/only one model of FX-100 here: mount-a.step/);
});

test("from the product tree the two revisions are compared, with what differs in words", async () => {
  const { app } = shell;
  await importFile(REVISIONS.newer.name);
  await app.command("Reset the layout");
  await app.show("Product");
  await app.product.menu(/FX-100/, "Compare revisions…");
  await app.compare.done();
  expect(await app.compare.older.locator("option:checked").innerText()).toMatch(
    /^Rev A · mount-a\.step · \d{4}-\d\d-\d\d \d\d:\d\d$/,
  );
  expect(await app.compare.newer.locator("option:checked").innerText()).toMatch(
    /^Rev B · mount-b\.step · \d/,
  );
  const lines = (await app.compare.differences.allInnerTexts()).map((line) => line.replaceAll("\n", " "));
  expect(lines).toEqual(
    expect.arrayContaining([
      "+ FX-150 Cover added to FX-100, 1×",
      "− FX-140 Spacer removed from FX-100, 1×",
      "~ FX-130 Washer 4 → 3 in FX-100",
      "~ FX-120 Bracket moved by 8 mm",
      "~ FX-110 Plate revision A → B",
      "~ FX-110 Plate hole Ø 6 mm → Ø 7 mm",
      "+ FX-110 Plate hole Ø 4 mm added",
    ]),
  );
  expect(await app.compare.legend.innerText()).toMatch(/2 added[^]*1 removed[^]*changed[^]*ghosted/);
});

test("keys step through the list and around, and the filter narrows it", async () => {
  const { app } = shell;
  await app.page.keyboard.press("n");
  await expect.poll(() => app.compare.selected.innerText()).toMatch(/FX-150/);
  await app.page.keyboard.press("Shift+N");
  await expect.poll(() => app.compare.place.innerText()).toMatch(/^(\d+) of \1$/);
  await app.compare.list.focus();
  await app.page.keyboard.press("Home");
  await app.page.keyboard.press("ArrowDown");
  await expect.poll(() => app.compare.selected.innerText()).toMatch(/FX-140/);
  await app.compare.filter.selectOption("face-added");
  await expect.poll(() => app.compare.differences.count()).toBe(1);
  await app.page.keyboard.press("n");
  await expect.poll(() => app.compare.place.innerText()).toBe("1 of 1");
  expect(await app.compare.selected.innerText()).toMatch(/hole Ø 4 mm added/);
  await app.compare.filter.selectOption("all");
  await expect.poll(() => app.compare.differences.count()).toBeGreaterThan(1);
});

test("in a smaller window the selected line stays in view", async () => {
  const { app } = shell;
  await app.compare.list.focus();
  await app.page.keyboard.press("End");
  await expect.poll(() => app.compare.place.innerText()).toMatch(/^(\d+) of \1$/);
  const size = (): Promise<number> => app.compare.list.evaluate((list) => list.clientHeight);
  const before = await size();
  await app.page.setViewportSize({ width: 1366, height: 480 });
  await expect.poll(size).toBeLessThan(before);
  const isSeen = async (): Promise<boolean> => {
    const [line, list] = [await app.compare.selected.boundingBox(), await app.compare.list.boundingBox()];
    return (
      line !== null &&
      list !== null &&
      line.y >= list.y - 1 &&
      line.y + line.height <= list.y + list.height + 1
    );
  };
  await expect.poll(isSeen).toBe(true);
  expect(await app.compare.list.evaluate((list) => list.scrollHeight > list.clientHeight)).toBe(true);
  await app.page.setViewportSize({ width: 1366, height: 768 });
  await expect.poll(size).toBe(before);
});

test("asked for again, the list that is there takes the keyboard; and no list takes it from another place", async () => {
  const { app } = shell;
  const focused = (): Promise<string | null> =>
    app.page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? null);
  await app.compare.button("Side by side").focus();
  await app.page.keyboard.press("k");
  await expect.poll(focused).toBe("Differences");
  await app.compare.tolerance.fill("0.02");
  await app.compare.tolerance.press("Enter");
  await app.compare.done();
  expect(await focused()).not.toBe("Differences");
  await app.compare.tolerance.fill("0.01");
  await app.compare.tolerance.press("Enter");
  await app.compare.done();
});

test("overlaid, a slider goes from the one to the other", async () => {
  const { app } = shell;
  await app.compare.button("Overlaid").click();
  await app.compare.fade.fill("0");
  const opacity = (): Promise<string> =>
    app.compare.region
      .locator("canvas")
      .last()
      .evaluate((canvas) => getComputedStyle(canvas).opacity);
  await expect.poll(opacity).toBe("0");
  await app.compare.fade.fill("1");
  await expect.poll(opacity).toBe("1");
  await app.compare.button("Side by side").click();
});

test("a tolerance lets pass what is less, and the other way round it is mirrored", async () => {
  const { app } = shell;
  await app.compare.tolerance.fill("9");
  await app.compare.tolerance.press("Enter");
  await expect.poll(() => app.compare.list.innerText()).not.toMatch(/moved by/);
  await app.compare.tolerance.fill("0.01");
  await app.compare.tolerance.press("Enter");
  await app.compare.button("Swap older and newer").click();
  await expect.poll(() => app.compare.list.innerText()).toMatch(/FX-140 Spacer\s+added to FX-100/);
  await app.compare.button("Swap older and newer").click();
  await app.compare.older.selectOption(await app.compare.value("mount-b.step"));
  await expect.poll(() => app.compare.region.innerText()).toMatch(/same file is chosen twice/);
  await app.compare.older.selectOption(await app.compare.value("mount-a.step"));
  await app.compare.done();
});

test("the list is handed out as a table", async () => {
  const rows = (await shell.app.compare.export()).trimEnd().split("\r\n");
  expect(rows[0]).toMatch(/^\uFEFFkind,part before,/);
  expect(rows).toContainEqual(expect.stringMatching(/^quantity,FX-130,,,,Washer,FX-100,,4,3,/));
});

test("marked differences go into a change request, further ones into the same", async () => {
  const { app } = shell;
  await app.compare.list.focus();
  await app.page.keyboard.press("Home");
  await app.page.keyboard.press("Space");
  await expect.poll(() => app.compare.button("Change request").innerText()).toBe("Change request (1)");
  await app.compare.differences.filter({ hasText: "hole Ø 6 mm" }).locator(".compare-mark").click();
  await app.compare.button("Change request (2)").click();
  const { changes } = app;
  await expect.poll(() => changes.title.inputValue()).toMatch(/^FX-100: Rev A · mount-a\.step → Rev B/);
  await expect
    .poll(async () => (await changes.evidence.allInnerTexts()).join("\n"))
    .toMatch(/Part\s+FX-150 Cover: added to FX-100[^]*Face\s+FX-110 Plate: hole Ø 6 mm → Ø 7 mm \(Rev A/);
  await app.show("Compare");
  await app.compare.done();
  await app.compare.list.focus();
  await app.page.keyboard.press("Home");
  await app.page.keyboard.press("ArrowDown");
  await app.page.keyboard.press("Space");
  await app.compare.button("Change request (3)").click();
  await expect.poll(() => changes.evidence.count()).toBe(3);
  await app.show("Compare");
});

test("a part within both assemblies is compared alone; where nothing differs it says so", async () => {
  const { app } = shell;
  await app.product.menu(/FX-120/, "Compare revisions…");
  await expect.poll(() => app.compare.region.innerText()).toMatch(/No differences within 0.01 mm/);
  await app.product.menu(/FX-110/, "Compare revisions…");
  await expect.poll(() => app.compare.list.innerText()).toMatch(/hole Ø 6 mm → Ø 7 mm/);
  expect(await app.compare.list.innerText()).not.toMatch(/FX-150/);
});

test("what is imported meanwhile leaves the views as they were turned", async () => {
  const { app } = shell;
  writeFileSync(join(folder, "values.csv"), "Serial No,Part Number,Width (mm)\n1,FX-120,16.01\n");
  await app.show("Imports");
  await app.show("Compare");
  await app.product.menu(/FX-110/, "Compare revisions…");
  await app.compare.done();
  await expect.poll(() => app.compare.list.innerText()).toMatch(/hole Ø 6 mm → Ø 7 mm/);
  const view = app.compare.region.locator("canvas").first();
  const both = app.compare.region.getByRole("application");
  const first = await stillPicture(view);
  await both.focus();
  for (let step = 0; step < 3; step++) await app.page.keyboard.press("ArrowLeft");
  // The ring around what has the keyboard is no part of the view.
  await both.blur();
  await expect.poll(async () => (await view.screenshot()).equals(first)).toBe(false);
  const turned = await stillPicture(view);
  await app.imports.openFiles([join(folder, "values.csv")]);
  await app.imports.run();
  await expect.poll(() => app.imports.region.innerText()).toMatch(/values\.csv/);
  await expect.poll(async () => (await stillPicture(view)).equals(turned)).toBe(true);
});

test.each(["dark", "light"] as const)("no violation of what a machine can check, %s", async (theme) => {
  const { app } = shell;
  await app.command(`Theme: ${theme}`);
  await app.show("Compare");
  await app.compare.done();
  expect(await violations(app)).toEqual([]);
});

test("of more differences than a request names, the form says how many were left out", async () => {
  const { app } = shell;
  const { name, text } = drilled(110);
  writeFileSync(join(folder, name), text);
  await importFile(name);
  await app.command("Reset the layout");
  await app.show("Product");
  await app.product.menu(/FX-110/, "Compare revisions…");
  await app.compare.done();
  const count = Number(/^\d+/.exec(await app.compare.place.innerText())?.[0]);
  expect(count).toBeGreaterThan(110);
  await app.compare.button("Change request").click();
  const { changes } = app;
  await expect.poll(() => changes.evidence.count()).toBe(100);
  await expect
    .poll(() => changes.region.innerText())
    .toMatch(/\d+ more were left out: a request names 100 at most\./);
});

test("of bodies of triangles alone it is listed and shown where they are off, and by how much", async () => {
  const { app } = shell;
  const hole = { x: 40, y: 60, radius: 6 };
  const stl = (name: string, mesh: ReturnType<typeof plate>): void =>
    writeFileSync(join(folder, name), stlText("FX-300", mesh));
  stl("cast-a.stl", plate({ holes: [hole] }));
  stl(
    "cast-b.stl",
    plate({
      holes: [
        { ...hole, radius: 6.5 },
        { x: 150, y: 60, radius: 10 },
      ],
    }),
  );
  await importFile("cast-a.stl");
  await importFile("cast-b.stl");
  await app.command("Reset the layout");
  await app.show("Product");
  await app.product.menu(/FX-300/, "Compare revisions…");
  await app.compare.done();
  const lines = (await app.compare.differences.allInnerTexts()).map((line) => line.replaceAll("\n", " "));
  expect(lines.slice(0, 2)).toEqual([
    expect.stringMatching(/^\+ FX-300 hole ≈ Ø 20 mm added, up to \d[\d.]* mm off$/),
    "~ FX-300 hole ≈ Ø 12 mm → ≈ Ø 13 mm",
  ]);
  const newer = app.compare.region.locator("canvas").last();
  const whole = await stillPicture(newer);
  await app.page.keyboard.press("n");
  await expect.poll(() => app.compare.selected.innerText()).toMatch(/hole ≈ Ø 20 mm added/);
  // The flight there begins with a frame that may be yet to come: until then the picture stands still as well.
  await expect.poll(async () => (await stillPicture(newer)).equals(whole)).toBe(false);
});

test("how far they are off is seen in colours with a scale in mm, and the largest deviation is gone to", async () => {
  const { app } = shell;
  const newer = app.compare.region.locator("canvas").last();
  const changes = await stillPicture(newer);
  await app.compare.button("Deviation").click();
  const legend = app.compare.region.getByRole("region", { name: "Deviations" });
  // The lid of a hole of 10 mm is as far off its rim at its middle, and its walls from both sides less.
  await expect
    .poll(() => legend.innerText())
    .toMatch(/Distance to the other revision\s+−[\d.]+\s+0\s+\+[\d.]+ mm\s+− material removed, \+ added/);
  const largest = legend.getByRole("list", { name: "Largest deviations" }).getByRole("button");
  // A hole takes material away.
  const off = Number(/up to −([\d.]+) mm/.exec(await largest.innerText())?.[1]);
  expect(off).toBeGreaterThan(9.5);
  expect(off).toBeLessThanOrEqual(10);
  await expect.poll(async () => (await stillPicture(newer)).equals(changes)).toBe(false);
  const whole = await stillPicture(newer);
  await largest.click();
  await expect.poll(async () => (await stillPicture(newer)).equals(whole)).toBe(false);
  for (const theme of ["dark", "light"] as const) {
    await app.command(`Theme: ${theme}`);
    expect(await violations(app)).toEqual([]);
  }
  // Another tolerance is another comparison, and measured anew.
  await app.compare.tolerance.fill("20");
  await app.compare.tolerance.press("Enter");
  await app.compare.done();
  await expect.poll(() => legend.count()).toBe(0);
  await app.compare.tolerance.fill("0.5");
  await app.compare.tolerance.press("Enter");
  await app.compare.done();
  await expect.poll(() => legend.innerText()).toMatch(/grey: no more than 0\.5 mm/);
  await app.command("Compare: coloured by deviation");
  await expect.poll(() => legend.count()).toBe(0);
});
