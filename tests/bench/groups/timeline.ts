/** What a person waits for after a click, and what panning and zooming cost. */
import type { Page } from "playwright-core";
import { launchBrowser } from "../../e2e/browser.ts";
import { openInBrowser } from "../../e2e/browser-shell.ts";
import type { AppPage } from "../../e2e/pages/app-page.ts";
import { sharedData } from "../../shared-data.ts";
import { prepareApp } from "../browser.ts";
import { median, type BenchOptions, type Figure } from "../figure.ts";
import { SMALLEST, withGrowth } from "../growth.ts";
import { panAndZoom } from "../history/pan.ts";
import { benchPage, bundleScenePage, type BenchPage } from "./scene.ts";

const CLICKS = 9;
/** Of the model that a brush recolours. */
const [PARTS, OCCURRENCES] = [5_000, 50_000];

export async function* measure({ events, cache }: BenchOptions): AsyncGenerator<Figure> {
  await prepareApp();
  const folder = sharedData("nist-box-assembly");
  if (folder === undefined) console.error("timeline: the box assembly is not there, the demo stands in");
  const shell = await openInBrowser({ demo: folder === undefined });
  try {
    const { app } = shell;
    if (folder !== undefined) {
      await app.timeline.plot.waitFor();
      await app.imports.openFolder(folder);
      await app.imports.run();
    } else await app.scene.ready();
    await app.timeline.events.first().waitFor({ state: "attached" });
    const clicks: number[] = [];
    const frames: number[] = [];
    for (let click = 0; click < CLICKS; click += 1) {
      clicks.push(await clickToDrawn(app, click));
      frames.push(await frameAfterClick(app.page));
    }
    yield {
      group: "timeline",
      name: `click on a part → its timeline drawn, ${folder === undefined ? "demo" : "box assembly"}`,
      value: median(clicks),
      unit: "ms",
      baseline: median(frames),
      baselineName: "a click that changes nothing → the next frame",
      target: { of: "value", comparison: "at most", limit: 100 },
    };
  } finally {
    await shell.close();
  }
  yield await brushToColours();
  yield* withGrowth(panAndZoom(SMALLEST, undefined), panAndZoom(events, cache), events / SMALLEST);
}

/** A drag asks with its steps; what comes back is shown in a frame. What the host takes is told among the history. */
async function brushToColours(): Promise<Figure> {
  const browser = await launchBrowser();
  try {
    const page = await benchPage(browser, await bundleScenePage());
    const { own, instanced } = await page.evaluate(
      ([parts, occurrences]) => (window as unknown as BenchPage).sceneBench.timeBrush(parts, occurrences),
      [PARTS, OCCURRENCES] as const,
    );
    return {
      group: "timeline",
      name: `a step of a brush → ${OCCURRENCES} parts recoloured by the counts of ${PARTS} numbers, JavaScript`,
      value: median(own),
      unit: "ms",
      baseline: median(instanced),
      baselineName: "one colour for all, an instanced mesh per unique part",
      target: { of: "value", comparison: "at most", limit: 5 },
    };
  } finally {
    await browser.close();
  }
}

/** From the press in the page to the mark that the painter sets when the subject's frame is on the canvas. */
async function clickToDrawn(app: AppPage, click: number): Promise<number> {
  const items = app.product.tree.getByRole("treeitem");
  const count = await items.count();
  const item = items.nth(click % count);
  await item.evaluate((element) => {
    performance.clearMarks("timeline-drawn");
    performance.clearMarks("click");
    element.addEventListener("pointerdown", () => performance.mark("click"), { once: true, capture: true });
  });
  await item.click();
  await app.page.waitForFunction(() => performance.getEntriesByName("timeline-drawn").length > 0);
  return app.page.evaluate(() => {
    const at = (name: string): number => performance.getEntriesByName(name)[0]?.startTime ?? NaN;
    return at("timeline-drawn") - at("click");
  });
}

function frameAfterClick(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const pressed = performance.now();
        requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now() - pressed)));
      }),
  );
}
