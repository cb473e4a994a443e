/** A real Chromium; every console error and page error is collected and must be asserted empty. */
import { chromium, type Browser, type Page } from "playwright-core";
import { countQuestions } from "./wire.ts";

export async function launchBrowser(): Promise<Browser> {
  const executablePath = process.env["THROUGHLINE_CHROMIUM"];
  if (executablePath === undefined)
    throw new Error("run the end-to-end tests with `npm run e2e`: it finds the browser");
  return chromium.launch({
    executablePath,
    // As root Chromium's sandbox can't start; the other flags keep it off the network.
    args: [
      "--no-sandbox",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--no-first-run",
      "--disable-quic",
    ],
  });
}

export interface ObservedPage {
  readonly page: Page;
  /** Console errors, uncaught errors and failed requests so far. */
  readonly problems: string[];
}

export interface Screen {
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
}

/**
 * @param density device pixels per CSS pixel. Without a graphics card drawing takes most of a test's time, and
 * half the density is a quarter of the pixels; layout, events and what is drawn are the same.
 */
export async function openPage(
  browser: Browser,
  url: string,
  size: Screen = { width: 1600, height: 1000 },
  density = 1,
): Promise<ObservedPage> {
  const page = await browser.newPage({ viewport: size, deviceScaleFactor: density });
  page.setDefaultTimeout(20_000);
  countQuestions(page);
  const problems: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(message.text());
  });
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("requestfailed", (request) => {
    const why = request.failure()?.errorText ?? "";
    // A request that the page itself gave up is no fault.
    if (why !== "net::ERR_ABORTED") problems.push(`${request.url()}: ${why}`);
  });
  await page.goto(url);
  return { page, problems };
}
