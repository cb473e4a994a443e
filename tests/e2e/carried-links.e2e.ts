/** A new revision of a part takes the links of its features with it, and lists those that it can't. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { results } from "../measured-results.ts";
import { REVISIONS } from "../revised-product.ts";
import { openInBrowser, type BrowserShell } from "./browser-shell.ts";
import { violations } from "./violations.ts";

/** The bore of the plate and one of its four corner holes; the hole of the washer. */
const PLATE = results("f7", "FX-110", [
  { name: "Bore", nominal: 24 },
  { name: "Corner", nominal: 6 },
]);
const WASHER = results("f8", "FX-130", [{ name: "Hole", nominal: 6.4 }]);
/** A third model, in which the washer is called otherwise in every way. */
const RENUMBERED = REVISIONS.newer.text.replaceAll("'FX-130'", "'FX-131'").replaceAll("'Washer'", "'Shim'");

/** What another system calls the part that the third model calls FX-131. */
const SHIM = results("f9", "fx 0131 rev. C", [{ name: "Hole", nominal: 6.4 }]);

/** A fourth one, in which it is called otherwise again. */
const REPLACED = RENUMBERED.replaceAll("'FX-131'", "'FX-139'").replaceAll("'Shim'", "'Ring'");

let shell: BrowserShell;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "throughline-carried-"));
  for (const { name, text } of Object.values(REVISIONS)) writeFileSync(join(folder, name), text);
  writeFileSync(join(folder, "lab.qif"), PLATE);
  writeFileSync(join(folder, "washer.qif"), WASHER);
  writeFileSync(join(folder, "mount-c.step"), RENUMBERED);
  writeFileSync(join(folder, "shim.qif"), SHIM);
  writeFileSync(join(folder, "mount-d.step"), REPLACED);
  shell = await openInBrowser({ demo: false, size: { width: 1366, height: 768 } });
  const { app } = shell;
  await app.imports.openFiles([join(folder, REVISIONS.older.name), join(folder, "lab.qif")]);
  await app.imports.run();
  await showFeatures();
});
afterAll(async () => {
  await shell.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The import panel made room for itself: it goes, and the plate is selected. */
async function showFeatures(): Promise<void> {
  const { app } = shell;
  await app.command("Reset the layout");
  await app.show("Product");
  await app.product.select(/FX-110/);
  await app.scene.ready();
  await app.show("Features");
}

test("on the first revision two features are linked to their holes", async () => {
  const { features } = shell.app;
  await expect.poll(() => features.count.innerText()).toBe("0 of 2 linked");
  await features.feature(/Bore/).click();
  await features.confirm.first().click();
  await expect.poll(() => features.count.innerText()).toBe("1 of 2 linked");
  await features.feature(/Corner/).click();
  const corner = features.detail.getByRole("listitem").filter({ hasText: "-50, -30" });
  await corner.getByRole("button", { name: /^Link / }).click();
  await expect.poll(() => features.count.innerText()).toBe("2 of 2 linked");
  expect(await features.carried.count()).toBe(0);
});

test("the report of the new revision says what went over and what did not", async () => {
  const { app } = shell;
  await app.imports.openFiles([join(folder, REVISIONS.newer.name)]);
  await app.imports.run();
  const file = app.imports.region.getByRole("button", { name: /mount-b\.step/ });
  await file.first().click();
  await expect
    .poll(() => app.imports.region.innerText())
    .toMatch(/FX-110: 1 link to a face carried over to revision B, 1 could not be matched: Corner\./);
});

test("the list says it too and shows what waits; the hole in the place of the old one is proposed first", async () => {
  const { app } = shell;
  await showFeatures();
  const { features } = app;
  await expect
    .poll(() => features.carried.innerText())
    .toMatch(/1 link carried over from another revision\.\s+1 could not be matched\./);
  await expect.poll(() => features.count.innerText()).toBe("1 of 2 linked");
  await features.feature(/Bore/).click();
  await expect.poll(() => features.detail.innerText()).toMatch(/Ø 24 mm[^]*from another revision/);
  await features.carried.getByRole("button", { name: "Show them" }).click();
  await expect.poll(() => features.list.getByRole("option").count()).toBe(1);
  await features.feature(/Corner/).click();
  await expect.poll(() => features.detail.innerText()).toMatch(/Ø 6 mm[^]*On revision A; not on this one/);
  await expect.poll(() => features.confirm.first().getAttribute("aria-label")).toMatch(/Ø 7 mm/);
});

test("by keyboard it is confirmed there, taken back, dropped and taken back", async () => {
  const { app } = shell;
  const { features, page } = app;
  await features.list.focus();
  await page.keyboard.press("Enter");
  await expect.poll(() => features.count.innerText()).toBe("2 of 2 linked");
  await page.keyboard.press("Control+Z");
  await expect.poll(() => features.count.innerText()).toBe("1 of 2 linked");
  await expect.poll(() => features.feature(/Corner/).innerText()).toMatch(/not matched/);
  await features.drop.focus();
  await page.keyboard.press("Enter");
  await expect.poll(() => features.carried.innerText()).not.toMatch(/could not be matched/);
  await page.keyboard.press("Control+Z");
  await expect.poll(() => features.carried.innerText()).toMatch(/1 could not be matched/);
});

test("what was carried over is taken back and brought again, and the page opened anew shows the same", async () => {
  const { app } = shell;
  const { features, page } = app;
  await features.carried.getByRole("button", { name: "Take back" }).click();
  await expect.poll(() => features.count.innerText()).toBe("0 of 2 linked");
  await page.keyboard.press("Control+Z");
  await expect.poll(() => features.count.innerText()).toBe("1 of 2 linked");
  await page.reload();
  await app.connected();
  await app.show("Product");
  await app.product.select(/FX-110/);
  await app.show("Features");
  await expect.poll(() => features.carried.innerText()).toMatch(/1 link carried over/);
});

test.each(["dark", "light"] as const)("no violation of what a machine can check, %s", async (theme) => {
  const { app } = shell;
  await app.command(`Theme: ${theme}`);
  await app.show("Features");
  await app.features.feature(/Corner/).click();
  await expect.poll(() => app.features.detail.innerText()).toMatch(/not on this one/);
  expect(await violations(app)).toEqual([]);
});

test("a part that is called otherwise now is listed with what is like it, and its links are taken over or dropped", async () => {
  const { app } = shell;
  const { features, page } = app;
  await app.imports.openFiles([join(folder, "washer.qif")]);
  await app.imports.run();
  await app.command("Reset the layout");
  await app.show("Product");
  await app.product.select(/FX-130/);
  await app.show("Features");
  await features.feature(/Hole/).click();
  await features.confirm.first().click();
  await expect.poll(() => features.count.innerText()).toBe("1 of 1 linked");
  await app.imports.openFiles([join(folder, "mount-c.step"), join(folder, "shim.qif")]);
  await app.imports.run();
  await app.command("Reset the layout");
  await app.show("Product");
  await app.product.select(/FX-131/);
  await app.scene.ready();
  await app.show("Features");
  await expect
    .poll(() => features.gone.innerText())
    .toMatch(/FX-130 is not in this model\. FX-131 has its shape and stands in its place\./);
  await features.gone.getByRole("button", { name: "Take its link over" }).click();
  await expect.poll(() => features.gone.count()).toBe(0);
  await page.keyboard.press("Control+Z");
  await expect.poll(() => features.gone.count()).toBe(1);
  await features.gone.getByRole("button", { name: "It is another part" }).focus();
  await page.keyboard.press("Enter");
  await expect.poll(() => features.gone.count()).toBe(0);
  await page.keyboard.press("Control+Z");
  await expect.poll(() => features.gone.count()).toBe(1);
  expect(await violations(app)).toEqual([]);
});

test("a CAD product is said to be the part that others call otherwise: by mouse, by keys, taken back", async () => {
  const { app } = shell;
  const { page, product } = app;
  await app.show("Product");
  await product.menu(/^FX-131/, "This is part…");
  const sheet = page.getByRole("dialog", { name: "This is part…" });
  await sheet.getByRole("option", { name: /fx 0131 rev\. C/ }).click();
  const linked = /fx 0131 rev\. C .*1 unit, linked from CAD product FX-131/;
  await product.select(linked);
  await app.scene.ready();
  await app.show("Features");
  await expect.poll(() => app.features.count.innerText()).toBe("0 of 1 linked");
  expect(await violations(app)).toEqual([]);
  await page.keyboard.press("Control+Z");
  // What was selected stays the same thing under its other number.
  await product.tree.getByRole("treeitem", { name: /^FX-131/, selected: true }).waitFor();
  await page.keyboard.press("Alt+P");
  await sheet.getByRole("combobox").fill("NOT-HERE");
  expect(await violations(app)).toEqual([]);
  await page.keyboard.press("Enter");
  await product.part(/^FX-131.*linked to part NOT-HERE, which is not here yet/).waitFor();
  // The model after that holds it under a third number, and the link goes there. Removed, the list says so.
  await app.imports.openFiles([join(folder, "mount-d.step")]);
  await app.imports.run();
  await app.command("Reset the layout");
  const moved = /^FX-139.*linked to part NOT-HERE, which is not here yet/;
  await product.select(moved);
  await app.scene.ready();
  await product.menu(moved, "Remove the link to the part");
  await app.show("Features");
  const gone = app.features.region.getByRole("list", { name: "CAD products that this model does not hold" });
  await expect
    .poll(() => gone.innerText())
    .toMatch(/FX-131, linked to part NOT-HERE, is not in mount-d\.step/);
  await gone.getByRole("button", { name: "FX-139 is part NOT-HERE" }).click();
  await product.part(moved).waitFor();
  // The right button on the model, where the selection is drawn.
  await app.command("Fit the selection");
  const box = await app.scene.canvas.boundingBox();
  await expect
    .poll(async () => {
      await page.mouse.click((box?.x ?? 0) + (box?.width ?? 0) / 2, (box?.y ?? 0) + (box?.height ?? 0) / 2, {
        button: "right",
      });
      return page.getByRole("menuitem", { name: "This is part…" }).count();
    })
    .toBe(1);
  await page.keyboard.press("Escape");
});
