/** The demo's history as tables: sorted, filtered, grouped, walked through by keys, copied, exported. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { openWholeDemo, type BrowserShell } from "./browser-shell.ts";

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

test("events come newest first, and a column sorts them up, down and not at all", async () => {
  const { tables } = shell.app;
  await expect.poll(counted).toBeGreaterThan(10_000);
  await expect.poll(async () => (await tables.column("Time")).length).toBeGreaterThan(5);
  const times = await tables.column("Time");
  expect(times).toEqual(times.toSorted().toReversed());
  await tables.sort("Time");
  // The plant goes on producing: another row at the top alone is not yet another order.
  await expect.poll(async () => ((await tables.column("Time"))[0] ?? "") < (times.at(-1) ?? "")).toBe(true);
  const isUp = (up: readonly string[]): boolean => up.join() === up.toSorted().join();
  await expect.poll(async () => isUp(await tables.column("Time"))).toBe(true);
  await tables.sort("Time");
  await expect.poll(async () => ((await tables.column("Time"))[0] ?? "") >= (times[0] ?? "")).toBe(true);
  await tables.sort("Time");
});

test("filters narrow the rows, stand as chips and go by a click", async () => {
  const { tables } = shell.app;
  const all = await counted();
  await tables.filter("Kind", async (dialog) => {
    await dialog.getByRole("checkbox", { name: "Inspection" }).check();
  });
  await tables.chip("Kind: Inspection").waitFor();
  await expect.poll(async () => new Set(await tables.column("Kind"))).toEqual(new Set(["Inspection"]));
  await expect.poll(counted).toBeLessThan(all);
  await tables.filter("Duration", async (dialog) => {
    await dialog.getByRole("textbox", { name: "from" }).fill("1000 d");
  });
  await tables.region.getByText("No row matches the filters.").waitFor();
  await tables.region.getByRole("button", { name: "Remove the filters" }).click();
  await expect.poll(counted).toBeGreaterThanOrEqual(all);
});

test("Clear empties the filter and keeps the keyboard in it", async () => {
  const { tables, page } = shell.app;
  const all = await counted();
  await tables.filter("Duration", async (dialog) => {
    const from = dialog.getByRole("textbox", { name: "from" });
    await from.fill("1000 d");
    await tables.region.getByText("No row matches the filters.").waitFor();
    await dialog.getByRole("button", { name: "Clear" }).click();
    expect(await from.inputValue()).toBe("");
    expect(await from.evaluate((field) => field === document.activeElement)).toBe(true);
    await page.keyboard.type("2000 d");
    await tables.region.getByText("No row matches the filters.").waitFor();
    expect(await from.inputValue()).toBe("2000 d");
    await dialog.getByRole("button", { name: "Clear" }).press("Enter");
    await tables.region.getByText("No row matches the filters.").waitFor({ state: "detached" });
  });
  await expect.poll(counted).toBeGreaterThanOrEqual(all);
});

test("a column is as wide as it was let go at, and as before where the pointer is called off", async () => {
  const { tables, page } = shell.app;
  const width = async (): Promise<number> =>
    Number(await tables.resizer("Event").getAttribute("aria-valuenow"));
  const before = await width();
  const box = await tables.resizer("Event").boundingBox();
  if (box === null) throw new Error("The resizer is not on the screen.");
  const drag = async (by: number): Promise<void> => {
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2 + by / 2, box.y + 5);
    await page.mouse.move(box.x + box.width / 2 + by, box.y + 5);
  };
  await drag(60);
  await expect.poll(width).toBe(before + 60);
  await tables.resizer("Event").dispatchEvent("pointercancel");
  await expect.poll(width).toBe(before);
  await page.mouse.up();
  expect(await width()).toBe(before);
  await drag(40);
  await page.mouse.up();
  await expect.poll(width).toBe(before + 40);
  await tables.resizer("Event").focus();
  for (let press = 0; press < 2; press += 1) await page.keyboard.press("ArrowLeft");
  await expect.poll(width).toBe(before + 40 - 32);
});

test("groups say how many rows they have, and open to them", async () => {
  const { app } = shell;
  const { tables } = app;
  await tables.groupBy("Kind");
  const group = tables.region.getByRole("row", { name: /^▸?\s*Inspection/ });
  await group.getByRole("gridcell").click();
  await tables.region.getByRole("row", { expanded: true }).waitFor();
  await expect.poll(async () => (await tables.column("Kind")).includes("Inspection")).toBe(true);
  await app.page.getByRole("button", { name: "By Kind ▾" }).click();
  await app.page.getByRole("menuitemradio", { name: "No groups" }).click();
  await expect.poll(async () => (await tables.column("Time")).length).toBeGreaterThan(5);
});

test("keys walk to the last row of all, and Space selects the event everywhere", async () => {
  const { app } = shell;
  const { tables } = app;
  const grid = tables.grid("Events");
  const total = await counted();
  await grid.focus();
  await app.page.keyboard.press("Control+End");
  // The plant goes on producing.
  await expect.poll(async () => Number(await activeRow())).toBeGreaterThan(total);
  await app.page.keyboard.press("PageUp");
  await app.page.keyboard.press("Control+Home");
  await expect.poll(() => activeRow()).toBe("2");
  await app.page.keyboard.press("ArrowDown");
  // A row that has yet to be read can't be selected.
  await expect.poll(() => tables.activeCell("Event")).toMatch(/./);
  await app.page.keyboard.press("Space");
  await app.details.region
    .getByText((await tables.activeCell("Event")) ?? "")
    .first()
    .waitFor();
  // The table is still about what it was.
  expect(await counted()).toBeGreaterThanOrEqual(total);
});

async function activeRow(): Promise<string | null> {
  return shell.app.page.evaluate(() => {
    const id = document.activeElement?.getAttribute("aria-activedescendant") ?? "";
    return document.getElementById(id)?.closest("[role=row]")?.getAttribute("aria-rowindex") ?? null;
  });
}

test("a range of rows is copied as text with tabs", async () => {
  const { app } = shell;
  await app.page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await app.tables.grid("Events").focus();
  await app.page.keyboard.press("Control+Home");
  for (let press = 0; press < 2; press += 1) await app.page.keyboard.press("Shift+ArrowDown");
  await app.page.keyboard.press("Control+c");
  await expect.poll(() => app.tables.count.innerText()).toContain("3 rows copied");
  const text = await app.page.evaluate(() => navigator.clipboard.readText());
  const lines = text.split("\n").map((line) => line.split("\t"));
  expect(lines).toHaveLength(4);
  expect(lines[0]?.slice(0, 4)).toEqual(["Time", "Kind", "Severity", "Event"]);
  // The range stays at its rows, also where others have come above them by now. One more is the selected event's.
  expect(await app.tables.chosen("Event")).toEqual(
    expect.arrayContaining(lines.slice(1).map((line) => line[3])),
  );
});

test("all rows as filtered are exported, as CSV and as Parquet", async () => {
  const { app } = shell;
  await app.tables.filter("Kind", async (dialog) => {
    await dialog.getByRole("checkbox", { name: "Maintenance" }).check();
  });
  await expect.poll(async () => new Set(await app.tables.column("Kind"))).toEqual(new Set(["Maintenance"]));
  const csv = new TextDecoder().decode(await app.tables.exported("CSV"));
  const lines = csv.trimEnd().split("\r\n");
  expect(lines[0]?.startsWith("Time (UTC),Kind,Severity,Event,")).toBe(true);
  expect(lines.slice(1).every((line) => line.split(",")[1] === "maintenance")).toBe(true);
  expect(lines.length).toBeGreaterThan(10);
  const parquet = await app.tables.exported("Parquet");
  expect(new TextDecoder().decode(parquet.subarray(0, 4))).toBe("PAR1");
  expect(new TextDecoder().decode(parquet.subarray(-4))).toBe("PAR1");
  await app.tables.chip("Kind: Maintenance").click();
});

test("columns are chosen and remembered", async () => {
  const { app } = shell;
  await app.tables.toggleColumn("Type");
  await app.tables.head("Type").waitFor();
  await app.page.reload();
  await app.connected();
  await app.show("Tables");
  await app.tables.head("Type").waitFor();
  await app.tables.toggleColumn("Type");
});

test("rows that come above leave the row of the keys where it is, and are a click away", async () => {
  const { app } = shell;
  const { tables } = app;
  await app.command("Start the demo plant");
  await tables.grid("Events").focus();
  await app.page.keyboard.press("Control+Home");
  for (let press = 0; press < 3; press += 1) await app.page.keyboard.press("ArrowDown");
  await expect.poll(() => tables.activeCell("Event")).toMatch(/./);
  const [row, title, place] = [await activeRow(), await tables.activeCell("Event"), await tables.activeTop()];
  await expect.poll(async () => Number(await activeRow()), { timeout: 120_000 }).toBeGreaterThan(Number(row));
  await expect.poll(() => tables.activeCell("Event")).toBe(title);
  expect(await tables.activeTop()).toBe(place);
  await tables.above.click();
  await tables.above.waitFor({ state: "detached" });
  await expect.poll(() => activeRow()).toBe("2");
});

test("units and measurements of the selected part, and a unit selected by its row", async () => {
  const { app } = shell;
  await app.product.select(/^10-4110 Drive housing/);
  await app.tables.choose("Units");
  await app.tables.sort("Failed");
  await app.tables.sort("Failed");
  await expect.poll(async () => Number((await app.tables.column("Failed"))[0])).toBeGreaterThan(0);
  const [serial = ""] = await app.tables.column("Serial");
  const units = await counted();
  await app.tables.rows.first().getByRole("gridcell").first().click();
  await expect
    .poll(() => app.details.scope.getByRole("button", { pressed: true }).innerText())
    .toContain(serial);
  expect(await counted()).toBeGreaterThanOrEqual(units);
  await app.tables.choose("Measurements");
  await app.tables.rows.first().waitFor();
  await expect.poll(async () => new Set(await app.tables.column("Serial"))).toEqual(new Set([serial]));
});
