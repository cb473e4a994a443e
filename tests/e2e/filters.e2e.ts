/** Filters that hold everywhere: chosen from rows, lanes and commands, removed by mouse and keys, undone. */
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openWholeDemo, type BrowserShell } from "./browser-shell.ts";
import { violations } from "./violations.ts";

let shell: BrowserShell;
beforeAll(async () => {
  shell = await openWholeDemo({ width: 1920, height: 1080 });
  const { app } = shell;
  await app.show("Tables");
  await app.tables.rows.first().waitFor();
});
afterAll(async () => {
  await shell.close();
});

const counted = async (): Promise<number> =>
  Number(/([\d,]+) \w+$/.exec(await shell.app.tables.count.innerText())?.[1]?.replaceAll(",", "") ?? NaN);

test("a row's kind filters the tables and the timeline, and goes by a click; undo brings it back", async () => {
  const { app } = shell;
  await expect.poll(counted).toBeGreaterThan(10_000);
  const all = await counted();
  await app.tables.filter("Kind", async (dialog) => {
    await dialog.getByRole("checkbox", { name: "Inspection" }).check();
  });
  await expect.poll(async () => new Set(await app.tables.column("Kind"))).toEqual(new Set(["Inspection"]));
  await app.tables.rows.first().getByRole("gridcell").nth(3).click({ button: "right" });
  await app.filters.only("Kind: Inspection");
  await app.filters.chip("Kind: Inspection").waitFor();
  await app.tables.chip("Kind: Inspection").click();
  await expect.poll(async () => new Set(await app.tables.column("Kind"))).toEqual(new Set(["Inspection"]));
  await expect.poll(counted).toBeLessThan(all);
  const filtered = await counted();
  await app.tables.choose("Orders");
  await app.tables.choose("Events");
  await app.show("Timeline");
  await expect.poll(() => app.timeline.laneNames()).toEqual(["Inspection"]);
  await app.filters.remove("Kind: Inspection");
  await expect.poll(async () => (await app.timeline.laneNames()).length).toBeGreaterThan(3);
  await app.page.keyboard.press("Control+z");
  await app.filters.chip("Kind: Inspection").waitFor();
  await expect.poll(() => app.timeline.laneNames()).toEqual(["Inspection"]);
  await app.show("Tables");
  await expect.poll(counted).toBeGreaterThanOrEqual(filtered);
  expect(await violations(app)).toEqual([]);
});

test("a lane filters by its machine, beside the kind; chips go by Delete, all of them at once", async () => {
  const { app } = shell;
  await app.show("Timeline");
  await app.timeline.showLanesBy("Equipment");
  await app.timeline.lane("F2").click({ button: "right" });
  await app.filters.only("Machine: F2");
  await expect.poll(() => app.filters.names()).toEqual(["Kind: Inspection", "Machine: F2"]);
  await app.show("Tables");
  await expect
    .poll(async () => [
      ...new Set(await app.tables.column("Machine")),
      ...new Set(await app.tables.column("Kind")),
    ])
    .toEqual(["F2", "Inspection"]);
  await app.filters.chip("Kind: Inspection").focus();
  await app.page.keyboard.press("Delete");
  await expect.poll(() => app.filters.names()).toEqual(["Machine: F2"]);
  await expect.poll(async () => new Set(await app.tables.column("Machine"))).toEqual(new Set(["F2"]));
  await app.show("Timeline");
  await expect.poll(() => app.timeline.laneNames()).toEqual(["F2"]);
  await app.scene.legend.getByText("filtered").waitFor();
  await app.show("Units");
  await expect.poll(() => app.units.count()).toBeLessThan(200);
  await app.filters.clear();
  await expect.poll(() => app.units.count()).toBe(200);
  await app.scene.legend.getByText("filtered").waitFor({ state: "detached" });
  await app.show("Product");
  await app.page.keyboard.press("Control+z");
  await expect.poll(() => app.filters.names()).toEqual(["Machine: F2"]);
  await app.command("Remove all filters");
  await expect.poll(() => app.filters.chips.count()).toBe(0);
  await app.timeline.showLanesBy("Kind");
});

test("by keys alone: the menu of a row, its unit, and every table of it", async () => {
  const { app } = shell;
  await app.show("Tables");
  await app.tables.choose("Units");
  await app.tables.sort("Failed");
  await app.tables.sort("Failed");
  await expect.poll(async () => Number((await app.tables.column("Failed"))[0])).toBeGreaterThan(0);
  const [serial = ""] = await app.tables.column("Serial");
  const [part = ""] = await app.tables.column("Part");
  await app.tables.grid("Units").focus();
  await app.page.keyboard.press("Control+Home");
  await app.page.keyboard.press("Shift+F10");
  await app.page.getByRole("menu", { name: "Filter everything" }).waitFor();
  await app.page.keyboard.press("Enter");
  await app.filters.chip(`Unit: ${serial} · ${part}`).waitFor();
  await expect.poll(() => app.tables.column("Serial")).toEqual([serial]);
  await app.tables.choose("Measurements");
  await expect.poll(async () => new Set(await app.tables.column("Serial"))).toEqual(new Set([serial]));
  await app.tables.choose("Events");
  await expect.poll(async () => new Set(await app.tables.column("Serial"))).toEqual(new Set([serial]));
  await app.page.keyboard.press("Alt+x");
  await expect.poll(() => app.filters.chips.count()).toBe(0);
});

test("a unit of the list filters by a right click, and by its command", async () => {
  const { app } = shell;
  await app.show("Units");
  const unit = app.units.unit(/LA2-0007/);
  await unit.click({ button: "right" });
  await app.filters.only("Unit: LA2-0007 · 10-4000");
  await app.filters.chip("Unit: LA2-0007 · 10-4000").waitFor();
  await expect.poll(() => app.units.count()).toBe(1);
  await app.page.keyboard.press("Control+z");
  await expect.poll(() => app.units.count()).toBe(200);
  await unit.click();
  await app.page.keyboard.press("Alt+u");
  await app.filters.chip("Unit: LA2-0007 · 10-4000").waitFor();
  await app.filters.clear();
  await app.show("Product");
});

test("as built, a part has what went into its units: by the details, the menu's key, and back by its chip", async () => {
  const { app, serve } = shell;
  const cache = new Database(join(serve.dataFolder, "cache.db"), { readonly: true });
  const pairs = cache.prepare("SELECT parent_id, child_id FROM unit_component").raw().all() as number[][];
  const found = new Set(
    cache
      .prepare("SELECT unit_id FROM unit JOIN part USING (part_id) WHERE number = '10-4100'")
      .pluck()
      .all() as number[],
  );
  cache.close();
  for (let before = 0; before !== found.size;) {
    before = found.size;
    for (const [parent = 0, child = 0] of pairs) if (found.has(parent)) found.add(child);
  }

  await app.product.select(/^10-4100 Drive unit/);
  await app.show("Tables");
  await app.tables.choose("Units");
  await expect.poll(counted).toBeGreaterThan(found.size);
  const designed = await counted();
  await app.details.structure.getByRole("button", { name: "As built" }).click();
  const chip = app.status.getByRole("button", { name: "Remove the filter As built" });
  await chip.waitFor();
  await expect.poll(counted).toBe(found.size);
  await app.page.keyboard.press("Control+z");
  await expect.poll(counted).toBe(designed);
  await app.page.keyboard.press("Alt+b");
  await expect.poll(counted).toBe(found.size);
  await chip.click();
  await expect.poll(counted).toBe(designed);
  await app.tables.choose("Events");
});
