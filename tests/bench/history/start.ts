/** The app on a large history: until the screen is usable, and the memory that takes. */
import { readFileSync } from "node:fs";
import { launchBrowser, openPage } from "../../e2e/browser.ts";
import { AppPage } from "../../e2e/pages/app-page.ts";
import { startServe } from "../../e2e/serve-process.ts";
import { prepareApp } from "../browser.ts";
import { median, type Figure } from "../figure.ts";

const RUNS = 3;

export async function* startWithHistory(folder: string, events: number): AsyncGenerator<Figure> {
  await prepareApp();
  const large: number[] = [];
  const empty: number[] = [];
  let memory = NaN;
  let emptyMemory = NaN;
  for (let run = 0; run < RUNS; run += 1) {
    const full = await opened(folder);
    large.push(full.visible);
    memory = full.memory;
    const bare = await opened(undefined);
    empty.push(bare.visible);
    emptyMemory = bare.memory;
  }
  const at = `${(events / 1e6).toLocaleString("en")} M events`;
  yield {
    group: "history",
    name: `process started → tree and timeline on the screen, ${at}`,
    value: median(large),
    unit: "ms",
    baseline: median(empty),
    baselineName: "the same screen without any data",
    target: { of: "ratio", comparison: "at most", limit: 1.3 },
  };
  yield {
    group: "history",
    name: `memory of host and page, ${at}`,
    value: memory,
    unit: "MB",
    baseline: emptyMemory,
    baselineName: "without any data",
    target: { of: "value", comparison: "at most", limit: 600 },
  };
}

async function opened(folder: string | undefined): Promise<{ visible: number; memory: number }> {
  const started = performance.now();
  const serve = await startServe({ demo: false, ...(folder === undefined ? {} : { dataFolder: folder }) });
  const browser = await launchBrowser();
  try {
    const { page } = await openPage(browser, serve.url);
    const app = new AppPage(page);
    await app.timeline.plot.waitFor();
    if (folder !== undefined) {
      await app.product.tree.getByRole("treeitem").first().waitFor();
      await app.timeline.lanes.first().waitFor();
    }
    // The painter's mark: bars and all are on the canvas. The rows for a screen reader follow.
    await page.waitForFunction(() => performance.getEntriesByName("timeline-drawn").length > 0);
    const visible = performance.now() - started;
    const session = await page.context().newCDPSession(page);
    const { usedSize } = await session.send("Runtime.getHeapUsage");
    return { visible, memory: residentMegabytes(serve.pid) + usedSize / 1e6 };
  } finally {
    await browser.close();
    await serve.stop();
    if (folder === undefined) serve.remove();
  }
}

/** NaN where the system does not tell (only Linux has /proc). */
function residentMegabytes(pid: number): number {
  try {
    const pages = Number(readFileSync(`/proc/${pid}/statm`, "latin1").split(" ")[1]);
    return (pages * 4096) / 1e6;
  } catch {
    return NaN;
  }
}
