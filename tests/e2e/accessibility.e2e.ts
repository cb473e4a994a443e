/** The rules of WCAG that a machine can check, on the whole screen, in both themes and sizes. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { openInBrowser, type BrowserShell } from "./browser-shell.ts";
import { violations } from "./violations.ts";

let shell: BrowserShell;
beforeAll(async () => {
  shell = await openInBrowser();
  await shell.app.scene.ready();
  await shell.app.timeline.events.first().waitFor({ state: "attached" });
});
afterAll(async () => {
  await shell.close();
});

test.each([
  ["dark", { width: 1366, height: 768 }],
  ["light", { width: 1366, height: 768 }],
  // Colours are the same in every size: the large one is looked at for its layout.
  ["dark", { width: 2560, height: 1440 }],
] as const)("no violation in the %s theme at %o", async (theme, size) => {
  const { app } = shell;
  await app.page.setViewportSize(size);
  await app.command(`Theme: ${theme}`);
  expect(await violations(app)).toEqual([]);
  // The tools' cards are the same in every size; the model behind them takes long to draw in the largest.
  if (size.width < 2_000) expect(await violationsOfTools()).toEqual([]);
  await app.show("Measurements");
  await app.show("Features");
  await app.features.feature(/./).first().click();
  await app.show("Units");
  expect(await violations(app)).toEqual([]);
  await app.show("Imports");
  await app.show("Search");
  expect(await violations(app)).toEqual([]);
  await app.show("Sources");
  expect(await violations(app)).toEqual([]);
  await app.show("Changes");
  expect(await violations(app)).toEqual([]);
  await app.show("Tables");
  await app.tables.rows.first().waitFor();
  expect(await violations(app)).toEqual([]);
  await app.show("Timeline");
  await app.show("Product");
  await app.show("Details");
});

test("F6 goes round the panels, and each can be reached", async () => {
  const { app } = shell;
  const reached = new Set<string>();
  for (let press = 0; press < 8; press += 1) {
    await app.page.keyboard.press("F6");
    reached.add(
      await app.page.evaluate(
        () => document.activeElement?.closest("section[aria-label]")?.getAttribute("aria-label") ?? "",
      ),
    );
  }
  for (const name of ["Product", "3D view", "Timeline", "Details"]) expect(reached).toContain(name);
});

/** With the planes of a section and the values of a measured part on the screen. */
async function violationsOfTools(): Promise<readonly string[]> {
  const { page, scene } = shell.app;
  await scene.region.locator(".scene-view").focus();
  for (const key of ["s", "m", "Shift+M"]) await page.keyboard.press(key);
  await scene.region.getByRole("list", { name: "Values" }).waitFor();
  const found = await violations(shell.app);
  for (const key of ["Escape", "Escape", "Shift+S"]) await page.keyboard.press(key);
  return found;
}
