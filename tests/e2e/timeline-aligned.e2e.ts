/** Units laid over each other at the start of an operation: by pointer and by keys, and back again. */
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

test("units of a part are aligned at an operation, and each says how it deviates from their median", async () => {
  const { aligned, product } = shell.app;
  await product.part(/^10-4110 Drive housing/).click();
  await aligned.menu.click();
  await aligned.operation(/^0020 Bore bearing seat/).click();
  await aligned.say(/^12 units since the start of 0020 Bore bearing seat and pilot/);
  await aligned.say(/more units of 10-4110 not shown/);
  await expect.poll(async () => (await aligned.units()).length).toBe(12);
  // Chosen by hand from here on: the plant goes on producing.
  for (const unit of (await aligned.units()).slice(3)) await aligned.remove(unit);
  await expect.poll(async () => (await aligned.units()).length).toBe(3);
  // Three units: one of them is the median, in every operation, and the others lie on both sides or on it.
  const rows = await Promise.all((await aligned.units()).map((unit) => aligned.row(unit)));
  for (const column of [1, 2]) {
    const signs = rows.map((row) => /\(([+−]?)[^)]*\)/.exec(row[column]?.split("\n").at(-1) ?? "")?.[1]);
    expect(signs.filter((sign) => sign === "").length).toBeGreaterThanOrEqual(1);
    expect(signs.filter((sign) => sign === "+").length).toBeLessThanOrEqual(1);
  }
  // The operation that they are aligned at begins at zero in all of them, the one before it before that.
  expect(rows.map((row) => row[2]?.split(/\s/)[0])).toEqual(["0", "0", "0"]);
  expect(rows.every((row) => row[1]?.startsWith("−"))).toBe(true);
});

test("what lacks the operation is named and not drawn; what is no unit of the part is said", async () => {
  const { aligned, page } = shell.app;
  await aligned.add("DH-S001");
  await aligned.say("Not begun 0020: DH-S001.");
  await expect.poll(() => aligned.units()).toHaveLength(3);
  await aligned.add("nobody");
  await aligned.say("10-4110 has no unit nobody.");
  await aligned.add("DH-0001");
  await expect.poll(async () => (await aligned.units()).at(-1)).toBe("DH-0001");
  // Each step is taken back.
  await aligned.plot.focus();
  await page.keyboard.press("Control+Z");
  await aligned.say("10-4110 has no unit nobody.");
  await page.keyboard.press("Control+Z");
  await aligned.say("Not begun 0020: DH-S001.");
  await page.keyboard.press("Control+Z");
  await expect.poll(async () => (await aligned.units()).length).toBe(3);
});

test("a bar says its numbers under the pointer, and a click selects its event", async () => {
  const { aligned, details, page } = shell.app;
  const [first = ""] = await aligned.units();
  await aligned.bar(0, 0).hover();
  const tip = aligned.region.getByRole("tooltip");
  await expect.poll(() => tip.innerText()).toContain(`0010 Mill outside and belt chamber · ${first}`);
  expect(await tip.innerText()).toMatch(/Starts −.*: .* from the median −.* of 3 units/);
  await aligned.bar(0, 0).click();
  await expect.poll(() => details.region.innerText()).toContain("SHA-256");
  expect(await violations(shell.app)).toEqual([]);
  // Numbers instead of bars.
  await page.getByRole("button", { name: "As table" }).click();
  await aligned.plot.waitFor({ state: "detached" });
  await aligned.table
    .getByRole("button", { name: `Select 0010 Mill outside and belt chamber of ${first}` })
    .waitFor();
  expect(await violations(shell.app)).toEqual([]);
  await page.getByRole("button", { name: "As table" }).click();
  await aligned.plot.waitFor();
  await shell.app.command("Theme: dark");
  expect(await violations(shell.app)).toEqual([]);
});

test("Escape ends it, and undo aligns again", async () => {
  const { aligned, page, timeline } = shell.app;
  await aligned.plot.focus();
  await page.keyboard.press("Escape");
  await timeline.plot.waitFor();
  await aligned.plot.waitFor({ state: "detached" });
  await page.keyboard.press("Control+Z");
  await aligned.say(/^3 units since the start of 0020/);
  // Of another part the timeline is as ever; back at this one the units are aligned again.
  await shell.app.product.part(/^10-4120 Rear cover/).click();
  await timeline.grid.waitFor({ state: "attached" });
  await shell.app.product.part(/^10-4110 Drive housing/).click();
  await aligned.say(/^3 units since the start of 0020/);
  await shell.app.command("Timeline: end the alignment of units");
  await timeline.plot.waitFor();
});

test("by keys alone: chosen, walked, selected; lanes that are kept on top are the units", async () => {
  const { aligned, app } = { aligned: shell.app.aligned, app: shell.app };
  const { page, timeline } = app;
  await timeline.showLanesBy("Unit");
  await app.command("Timeline lanes: by name");
  for (const unit of ["DH-0001 · 10-4110", "DH-0002 · 10-4110"]) {
    await timeline.lane(unit).focus();
    await page.keyboard.press("p");
    await timeline.region.getByRole("button", { name: `${unit}: keep on top`, pressed: true }).waitFor();
  }
  await page.keyboard.press("Alt+O");
  await aligned.operation(/^0010/).waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Home");
  await page.keyboard.press("Enter");
  await aligned.say(/^2 units since the start of 0010/);
  await expect.poll(() => aligned.units()).toEqual(["DH-0001", "DH-0002"]);
  await aligned.plot.focus();
  await page.keyboard.press("]");
  await expect
    .poll(() => aligned.reached.innerText())
    .toContain("0010 Mill outside and belt chamber · DH-0001");
  await page.keyboard.press("]");
  await page.keyboard.press("ArrowDown");
  await expect
    .poll(() => aligned.reached.innerText())
    .toContain("0020 Bore bearing seat and pilot · DH-0002");
  await page.keyboard.press("Enter");
  await expect.poll(() => app.details.region.innerText()).toContain("Bore bearing seat and pilot · DH-0002");
  await page.keyboard.press("Escape");
  await timeline.plot.waitFor();
  await app.command("Timeline lanes: by kind");
});
