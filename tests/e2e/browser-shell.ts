/** The browser shell with a page on it: what an end-to-end test begins with and ends. */
import type { Browser } from "playwright-core";
import { expect } from "vitest";
import { launchBrowser, openPage, type ObservedPage, type Screen } from "./browser.ts";
import { AppPage } from "./pages/app-page.ts";
import { startServe, type ServeOptions, type ServeProcess } from "./serve-process.ts";

export interface BrowserShell {
  readonly browser: Browser;
  readonly serve: ServeProcess;
  readonly app: AppPage;
  readonly problems: ObservedPage["problems"];
  /** Ends page and server and removes the data; fails where the page or the server had anything to complain of. */
  close(): Promise<void>;
}

export async function openInBrowser(
  options: ServeOptions & { readonly size?: Screen; readonly density?: number } = {},
): Promise<BrowserShell> {
  const serve = await startServe(options);
  const opened = await openApp(serve.url, options).catch(async (thrown: unknown) => {
    // Nobody else ends it, and it would go on working beside the tests that follow.
    await serve.stop("SIGKILL");
    serve.remove();
    throw thrown;
  });
  const { browser, app, problems } = opened;
  return {
    browser,
    serve,
    app,
    problems,
    close: async () => {
      await browser.close();
      await serve.stop();
      serve.remove();
      // First the server: what the page complains of may come of it.
      expect(serve.errors()).toBe("");
      expect(problems).toEqual([]);
    },
  };
}

async function openApp(
  url: string,
  { size, density = 0.5 }: { readonly size?: Screen; readonly density?: number },
): Promise<Pick<BrowserShell, "browser" | "app" | "problems">> {
  const browser = await launchBrowser();
  try {
    const { page, problems } = await openPage(browser, url, size, density);
    const app = new AppPage(page);
    await app.connected();
    return { browser, app, problems };
  } catch (thrown) {
    await browser.close();
    throw thrown;
  }
}

/**
 * The demo with its whole history: the telling weeks come first, the rest of the year a few seconds later. Its plant is
 * stopped then: what is read twice is of one moment.
 */
export async function openWholeDemo(size?: Screen): Promise<BrowserShell> {
  const shell = await openInBrowser(size === undefined ? {} : { size });
  await untilStill(shell.app).catch(async (thrown: unknown) => {
    await shell.browser.close();
    await shell.serve.stop("SIGKILL");
    shell.serve.remove();
    throw thrown;
  });
  return shell;
}

async function untilStill(app: AppPage): Promise<void> {
  await app.product.part(/^10-4000 Linear actuator LA-200.*200 units/).waitFor({ timeout: 60_000 });
  await app.command("Stop the demo plant");
  // Whoever polls finds out within a minute; a person who asks, at once.
  await app.command("Sync all sources now");
  await app.page
    .getByRole("list", { name: "Sources" })
    .getByText(/offline$/)
    .first()
    // Where there is little room it is said by a mark alone.
    .waitFor({ timeout: 60_000, state: "attached" });
  await app.answered();
}
