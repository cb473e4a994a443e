/** The host dies and comes back: the screen says so, keeps what it shows, and goes on by itself. */
import { existsSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { launchBrowser, openPage } from "./browser.ts";
import { holdBack } from "../../electron/host/store/testing/held-back.ts";
import { AppPage } from "./pages/app-page.ts";
import { violations } from "./violations.ts";
import { startServe } from "./serve-process.ts";

/** How far the demo is: its first events are shown, or its plant has written on and the cache has not all of it. */
const killedWhen = {
  "its first events are shown": (app: AppPage) => app.timeline.events.first().waitFor({ state: "attached" }),
  "its plant is further than the cache": async (_app: AppPage, dataFolder: string) => {
    const journal = join(dataFolder, "demo", "plant", "journal.ndjson");
    await expect
      .poll(() => existsSync(journal) && readFileSync(journal, "utf8").includes("advance"), {
        timeout: 60_000,
        interval: 10,
      })
      .toBe(true);
  },
};

test.each(Object.entries(killedWhen))(
  "a killed host is told at once and nothing vanishes; the next start has the whole demo: %s",
  async (_when, come) => {
    const first = await startServe();
    const browser = await launchBrowser();
    try {
      const { page } = await openPage(browser, first.url);
      const app = new AppPage(page);
      await app.product.part(/^10-4000/).waitFor();
      await come(app, first.dataFolder);
      const lines = await app.product.lines();
      await first.stop("SIGKILL");
      await app.page.getByRole("alert").filter({ hasText: "The host is gone" }).waitFor();
      // What stands between a part's number and its counts may have come in between.
      const numbers = (of: readonly string[]): readonly string[] =>
        of.map((line) => line.split(" ")[0] ?? "");
      expect(numbers(await app.product.lines())).toEqual(expect.arrayContaining([...numbers(lines)]));

      // The demo was cut while it was written or stands whole: a new start shows it whole either way.
      const second = await startServe({ dataFolder: first.dataFolder });
      try {
        const again = await openPage(browser, second.url);
        const restarted = new AppPage(again.page);
        await restarted.scene.ready();
        await restarted.product.part(/^10-4000 .*200 units/).waitFor({ timeout: 60_000 });
        expect(again.problems).toEqual([]);
      } finally {
        await second.stop();
      }
    } finally {
      await browser.close();
      first.remove();
    }
  },
);

test("a cache that is brought up to date is waited for on the screen, step by step, until it can be asked", async () => {
  const dataFolder = mkdtempSync(join(tmpdir(), "throughline-e2e-"));
  const held = holdBack(dataFolder, "10-4110");
  const serve = await startServe({ demo: false, dataFolder });
  const browser = await launchBrowser();
  try {
    const { page, problems } = await openPage(browser, serve.url);
    const app = new AppPage(page);
    await app.starting.getByText(`Step 1 of ${held.steps}`).waitFor();
    expect(await violations(app)).toEqual([]);
    held.release();
    await app.product.part(/^10-4110/).waitFor();
    expect(await app.starting.count()).toBe(0);
    expect(problems).toEqual([]);
  } finally {
    await browser.close();
    await serve.stop();
    serve.remove();
  }
});
