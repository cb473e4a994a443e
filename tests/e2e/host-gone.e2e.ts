/** The host dies and comes back: the screen says so, keeps what it shows, and goes on by itself. */
import { expect, test } from "vitest";
import { launchBrowser, openPage } from "./browser.ts";
import { AppPage } from "./pages/app-page.ts";
import { startServe } from "./serve-process.ts";

test("a killed host is told at once and nothing vanishes; the next start has the whole demo", async () => {
  const first = await startServe();
  const browser = await launchBrowser();
  try {
    const { page } = await openPage(browser, first.url);
    const app = new AppPage(page);
    await app.timeline.events.first().waitFor({ state: "attached" });
    const lines = await app.product.lines();
    await first.stop("SIGKILL");
    await app.page.getByRole("alert").filter({ hasText: "The host is gone" }).waitFor();
    expect(await app.product.lines()).toEqual(lines);

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
});
