/** Taking in a folder of real files, and what the page feels of it. */
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { createHost } from "../../../electron/host/host.ts";
import { microseconds } from "../../../electron/host/clock.ts";
import { openCache } from "../../../electron/host/store/stores.ts";
import { writeGlb } from "../../../renderer/scene/export/glb.ts";
import { generateAssembly } from "../../../renderer/scene/testing/generated-assembly.ts";
import { openInBrowser } from "../../e2e/browser-shell.ts";
import { sharedData } from "../../shared-data.ts";
import { prepareApp } from "../browser.ts";
import type { Figure } from "../figure.ts";

/** ms, on a machine that does other work. */
const PATIENCE = 120_000;

export async function* measure(): AsyncGenerator<Figure> {
  const folder = sharedData("nist-box-assembly");
  if (folder === undefined) {
    console.error("import: skipped, the real data folder does not stand beside this checkout");
    return;
  }
  yield await throughput(folder);
  yield await blocking("the box assembly", folder);
  const board = sharedData("step/odrive_pcb_v3.5.step");
  if (board !== undefined)
    yield await inFolder(
      (to) => copyFileSync(board, join(to, "board.step")),
      "a circuit board of 625 occurrences",
    );
  yield await inFolder(
    async (to) => writeFileSync(join(to, "large.glb"), await largeGlb()),
    `a GLB of ${LARGE} occurrences`,
  );
}

const LARGE = 50_000;

async function largeGlb(): Promise<Uint8Array> {
  const model = generateAssembly({ parts: 200, occurrences: LARGE, segments: 24 });
  const pieces = await writeGlb(model, new Uint8Array(model.nodes.length).fill(1), {
    signal: new AbortController().signal,
    progress: () => undefined,
    pause: () => Promise.resolve(),
  });
  return Buffer.concat(pieces);
}

async function inFolder(fill: (folder: string) => unknown, what: string): Promise<Figure> {
  const folder = mkdtempSync(join(tmpdir(), "throughline-bench-"));
  try {
    await fill(folder);
    return await blocking(what, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function throughput(folder: string): Promise<Figure> {
  const data = mkdtempSync(join(tmpdir(), "throughline-bench-"));
  const copy = mkdtempSync(join(tmpdir(), "throughline-bench-"));
  try {
    const host = await createHost({ dataFolder: data, version: "bench" });
    const context = { signal: new AbortController().signal };
    const started = performance.now();
    const { planId } = await host.implementation.import.plan({ paths: [folder] }, context);
    let rows = 0;
    await host.implementation.import.run(
      { planId },
      (event) => {
        if (event.type === "report") rows = event.report.read;
      },
      context,
    );
    const seconds = (performance.now() - started) / 1000;
    await host.close();
    const bare = copyRows(data, copy);
    return {
      group: "import",
      name: "box assembly: files found, recognised, read and stored",
      value: rows / seconds,
      unit: "rows/s",
      baseline: rows / bare,
      baselineName: "the rows that came of it written by bare inserts into the same schema",
    };
  } finally {
    for (const path of [data, copy]) rmSync(path, { recursive: true, force: true });
  }
}

/** Seconds to write every row of one cache into an empty one, a prepared statement per table. */
function copyRows(from: string, to: string): number {
  const source = openCache(from, microseconds, true);
  const target = openCache(to, microseconds);
  try {
    target.pragma("foreign_keys = OFF");
    const tables = source
      .prepare(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 1 AND name <> 'migration'",
      )
      .pluck()
      .all() as string[];
    const rows = tables.map((table) => ({
      table,
      values: source.prepare(`SELECT * FROM ${table}`).raw(true).all() as unknown[][],
    }));
    const started = performance.now();
    target.transaction(() => {
      for (const { table, values } of rows) {
        const first = values[0];
        if (first === undefined) continue;
        const insert = target.prepare(
          `INSERT OR REPLACE INTO ${table} VALUES (${first.map(() => "?").join(", ")})`,
        );
        for (const row of values) insert.run(row);
      }
    })();
    return (performance.now() - started) / 1000;
  } finally {
    source.close();
    target.close();
  }
}

async function blocking(what: string, folder: string): Promise<Figure> {
  await prepareApp();
  const shell = await openInBrowser({ demo: false });
  try {
    const { app } = shell;
    await app.timeline.plot.waitFor();
    await app.imports.openFolder(folder);
    // Handing the files to the page is the test's doing; what is watched begins with the press.
    await watchLongTasks(app.page);
    await idle(app.page);
    const before = await longest(app.page);
    const ended = untilDrawn(app.page);
    await app.imports.start.click();
    await ended;
    await idle(app.page);
    return {
      group: "import",
      name: `longest block of the page's main thread while ${what} is imported`,
      value: await longest(app.page),
      unit: "ms",
      baseline: before,
      baselineName: "the idle page (tasks under 50 ms count as 50)",
      target: { of: "value", comparison: "at most", limit: 50 },
    };
  } finally {
    await shell.close();
  }
}

/** Keeps the longest task on the window: the Long Tasks API reports those over 50 ms. */
async function watchLongTasks(page: Page): Promise<void> {
  await page.evaluate(() => {
    document.documentElement.dataset["longestTask"] = "50";
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const before = Number(document.documentElement.dataset["longestTask"]);
        if (entry.duration > before) document.documentElement.dataset["longestTask"] = String(entry.duration);
      }
    }).observe({ type: "longtask" });
  });
}

function longest(page: Page): Promise<number> {
  return page.evaluate(() => Number(document.documentElement.dataset["longestTask"]));
}

/**
 * In the page, by what each frame can look up: a search by role goes through all elements of the page, in its own thread,
 * and with a large tree that is the longest task of all.
 */
function untilDrawn(page: Page): Promise<void> {
  return page.evaluate(
    (patience) =>
      new Promise((resolve, reject) => {
        const since = performance.now();
        const look = (): void => {
          const isTold = document.querySelector(".report-title") !== null;
          const isListed = document.querySelector(".tree [role=treeitem]") !== null;
          const isDrawn =
            document.querySelector(".scene[data-state=ready] canvas[data-frame=whole]") !== null;
          if (isTold && isListed && isDrawn) resolve();
          else if (performance.now() - since > patience) reject(new Error("the import does not end"));
          else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
      }),
    PATIENCE,
  );
}

/** Sixty frames with nothing to do. */
async function idle(page: Page): Promise<void> {
  await page.evaluate(async () => {
    for (let frame = 0; frame < 60; frame += 1) await new Promise((next) => requestAnimationFrame(next));
  });
}
