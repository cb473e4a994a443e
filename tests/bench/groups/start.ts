/** Cold start: from nothing to a screen that tells something. */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { launchBrowser, openPage } from "../../e2e/browser.ts";
import { AppPage } from "../../e2e/pages/app-page.ts";
import { startServe } from "../../e2e/serve-process.ts";
import { prepareApp } from "../browser.ts";
import { median, type Figure } from "../figure.ts";

const RUNS = 3;

export async function* measure(): AsyncGenerator<Figure> {
  await prepareApp();
  const bare: number[] = [];
  const listening: number[] = [];
  const demo: number[] = [];
  const empty: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    bare.push(await timeBareServer());
    const full = await openedAfter(true);
    listening.push(full.listening);
    demo.push(full.visible);
    empty.push((await openedAfter(false)).visible);
  }
  yield {
    group: "start",
    name: "serve started → it listens, empty data folder",
    value: median(listening),
    unit: "ms",
    baseline: median(bare),
    baselineName: "a bare Node HTTP server",
  };
  yield {
    group: "start",
    name: "URL opened → demo visible: tree, model and timeline",
    value: median(demo),
    unit: "ms",
    baseline: median(empty),
    baselineName: "the same screen without any data",
    target: { of: "value", comparison: "at most", limit: 3000 },
  };
}

async function openedAfter(demo: boolean): Promise<{ listening: number; visible: number }> {
  const started = performance.now();
  const serve = await startServe({ demo });
  const listening = performance.now() - started;
  const browser = await launchBrowser();
  try {
    const opened = performance.now();
    const { page } = await openPage(browser, serve.url);
    const app = new AppPage(page);
    if (demo) {
      await app.product.tree.getByRole("treeitem").first().waitFor();
      await app.scene.ready();
      await app.timeline.events.first().waitFor({ state: "attached" });
    } else await app.timeline.plot.waitFor();
    return { listening, visible: performance.now() - opened };
  } finally {
    await browser.close();
    await serve.stop();
    serve.remove();
  }
}

function timeBareServer(): Promise<number> {
  const script =
    "require('node:http').createServer().listen(0, '127.0.0.1', function () { console.log('listening ' + this.address().port); })";
  const started = performance.now();
  const child = spawn(process.execPath, ["-e", script], { stdio: ["ignore", "pipe", "inherit"] });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    createInterface({ input: child.stdout }).once("line", () => {
      child.kill();
      resolve(performance.now() - started);
    });
  });
}
