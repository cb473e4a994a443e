/** The same page objects in a real Electron window, and what only a window has. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { NO_SHARED_DATA, sharedData } from "../../shared-data.ts";
import { ELECTRON, NO_ELECTRON, openWindow, type WindowShell } from "./window-shell.ts";

const name = ELECTRON === undefined ? `the window (SKIPPED: ${NO_ELECTRON})` : "the window";
if (ELECTRON === undefined) console.warn(`\nThe window's tests are skipped: ${NO_ELECTRON}.\n`);

describe.skipIf(ELECTRON === undefined)(name, () => {
  let shell: WindowShell;
  beforeAll(async () => {
    shell = await openWindow();
  });
  afterAll(async () => {
    await shell.close();
  });

  test("the demo lives in it: tree, model, timeline", async () => {
    const { app } = shell;
    await app.scene.ready();
    await app.timeline.events.first().waitFor({ state: "attached" });
    expect((await app.product.lines())[0]).toContain("10-4000");
  });

  test("the page is sandboxed: no Node, no way out", async () => {
    const { page } = shell.app;
    expect(new URL(page.url()).protocol).toBe("app:");
    expect(await page.evaluate(() => typeof (globalThis as Record<string, unknown>)["require"])).toBe(
      "undefined",
    );
    expect(await page.evaluate(() => window.open("https://example.invalid") === null)).toBe(true);
    expect(await shell.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(
      1,
    );
  });

  test("a selection in the tree is the subject of the timeline", async () => {
    const { app } = shell;
    await app.product.select(/^10-4430/);
    await expect.poll(() => app.details.region.innerText()).toContain("Controller board");
  });
});

const folder = sharedData("nist-box-assembly");
describe.skipIf(ELECTRON === undefined || folder === undefined)(
  folder === undefined ? `files by path (skipped: ${NO_SHARED_DATA})` : "files by path",
  () => {
    test("a folder named on the command line is planned and imported", async () => {
      const shell = await openWindow(folder ?? "");
      try {
        await shell.app.imports.start.waitFor();
        await shell.app.imports.run();
        expect(await shell.app.product.lines()).toHaveLength(3);
      } finally {
        await shell.close();
      }
    });
  },
);
