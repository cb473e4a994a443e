/** Links to what the screen shows: copied, opened in a page that begins with them, and one to what is not in this cache. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { readLink, writeLink } from "../../renderer/shell/link/view-link.ts";
import { openWholeDemo, type BrowserShell } from "./browser-shell.ts";
import { violations } from "./violations.ts";

let shell: BrowserShell;
beforeAll(async () => {
  shell = await openWholeDemo({ width: 1920, height: 1080 });
  const { app } = shell;
  await app.page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
});
afterAll(async () => {
  await shell.close();
});

async function copied(): Promise<string> {
  const { page, status } = shell.app;
  // That of an earlier copy may still be said, and there.
  await page.evaluate(() => navigator.clipboard.writeText(""));
  await page.keyboard.press("Control+Shift+l");
  await status.getByText("Link copied").waitFor();
  const text = (): Promise<string> => page.evaluate(() => navigator.clipboard.readText());
  await expect.poll(text).not.toBe("");
  return text();
}

test("a link brings subject, filters, table, lanes and the 3D view to a page that is opened anew", async () => {
  const { app } = shell;
  await app.product.select(/^10-4110 Drive housing/);
  await app.timeline.showLanesBy("Equipment");
  await app.timeline.lane("VMC-2").click({ button: "right" });
  await app.filters.only("Machine: VMC-2");
  await app.show("Tables");
  await app.tables.choose("Units");
  await app.tables.filter("Events", async (dialog) => {
    await dialog.getByRole("textbox", { name: "from" }).fill("2");
  });
  await app.tables.sort("Serial");
  await app.tables.chip("Events: ≥ 2").waitFor();
  await app.tables.rows.first().waitFor();
  await app.command("Hide the selection");
  await app.command("Explode or assemble everything");
  await expect.poll(() => app.scene.region.getAttribute("data-explosion")).toBe("1");
  const link = await copied();
  expect(link).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/.*#\/view\/2\./);

  await app.answered();
  const serials = await app.tables.column("Serial");
  expect(serials.length).toBeGreaterThan(0);

  await app.product.select(/^10-4000 Linear actuator/);
  await app.page.goto("about:blank");
  await app.page.goto(link);
  await app.connected();
  await app.filters.chip("Machine: VMC-2").waitFor({ timeout: 30_000 });
  await app.tables.chip("Events: ≥ 2").waitFor();
  await expect.poll(() => app.tables.column("Serial")).toEqual(serials);
  await expect.poll(() => app.breadcrumb.innerText()).toContain("10-4110");
  await expect.poll(() => app.scene.region.getAttribute("data-explosion"), { timeout: 30_000 }).toBe("1");
  await app.status.getByRole("button", { name: /1 hidden/ }).waitFor();
  // The address keeps no state that is no longer the screen's.
  expect(new URL(app.page.url()).hash).toBe("");
  await app.show("Timeline");
  await expect.poll(() => app.timeline.laneNames()).toEqual(["VMC-2"]);
  await app.show("Tables");
});

test("opening is one step: undo leads back to all that was shown", async () => {
  const { app } = shell;
  const link = await copied();
  await app.filters.clear();
  await app.product.select(/^10-4000 Linear actuator/);
  await app.tables.choose("Events");
  await app.command("Explode or assemble everything");
  await expect.poll(() => app.scene.region.getAttribute("data-explosion")).toBe("0");
  await app.command("Open link…");
  const sheet = app.page.getByRole("dialog", { name: "Open a link" });
  await sheet.getByRole("textbox", { name: "Link" }).fill(link);
  await sheet.getByRole("button", { name: "Open", exact: true }).click();
  await sheet.waitFor({ state: "detached" });
  await app.filters.chip("Machine: VMC-2").waitFor();
  await app.tables.grid("Units").waitFor();
  await expect.poll(() => app.scene.region.getAttribute("data-explosion")).toBe("1");
  await app.page.keyboard.press("Control+z");
  await app.tables.grid("Events").waitFor();
  await expect.poll(() => app.scene.region.getAttribute("data-explosion")).toBe("0");
  await expect.poll(() => app.filters.chips.count()).toBe(0);
  await expect.poll(() => app.breadcrumb.innerText()).not.toContain("10-4110");
  await app.page.keyboard.press("Control+y");
  await app.filters.chip("Machine: VMC-2").waitFor();
});

test("what is not in this cache is said, and the rest is shown", async () => {
  const { app } = shell;
  const read = readLink(await copied());
  if (read.is !== "view") throw new Error("The link is unreadable.");
  const elsewhere = writeLink(
    {
      ...read.view,
      part: "99-0001",
      unit: { partNumber: "99-0001", serial: "DH-none" },
      only: [
        { by: "equipment", keys: ["VMC-3", "VMC-77"] },
        { by: "part", keys: ["99-0002"] },
        { by: "order", keys: ["WO-none"] },
        // Of a unit without a name: here it would be another one.
        { by: "unit", keys: ["#12"] },
      ],
    },
    "throughline:/",
  );
  await app.command("Open link…");
  const sheet = app.page.getByRole("dialog", { name: "Open a link" });
  await sheet.getByRole("textbox", { name: "Link" }).fill(elsewhere?.link ?? "");
  await sheet.getByRole("button", { name: "Open", exact: true }).click();
  await expect
    .poll(async () => (await sheet.getByRole("listitem").allInnerTexts()).map((line) => line.trim()))
    .toEqual([
      expect.stringContaining("99-0001"),
      expect.stringContaining("DH-none"),
      "Machine: VMC-77 is not in this cache: the filter is left out.",
      "Part itself: 99-0002 is not in this cache: the filter is left out.",
      "Order: WO-none is not in this cache: the filter is left out.",
      expect.stringMatching(/^Unit: .*: the filter is left out\.$/),
    ]);
  expect(await violations(app)).toEqual([]);
  await sheet.getByRole("textbox", { name: "Link" }).fill("throughline://view/1.abc");
  await sheet.getByRole("button", { name: "Open", exact: true }).click();
  await sheet.getByText("This is no link to a view").waitFor();
  await sheet.getByRole("button", { name: "Close" }).click();
  await expect.poll(() => app.filters.names()).toEqual(["Machine: VMC-3"]);
});
