/** JavaScript per frame of a large assembly, against a mesh per part drawn by the same three.js. */
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { build, type Rollup } from "vite";
import { launchBrowser } from "../../e2e/browser.ts";
import { prepareBrowser } from "../browser.ts";
import { median, type Figure } from "../figure.ts";
import type { SceneTimes } from "../scene-page/page.ts";

/** From and to: how a figure grows says more than what it is. */
const SIZES = [1_000, 10_000, 50_000] as const;
const UNIQUE = 200;
/** A mesh per part takes minutes beyond it without a graphics card: larger sizes stand beside this one. */
const LARGEST_BASELINE = 10_000;

type BenchPage = {
  readonly sceneBench: {
    timeScene(parts: number, occurrences: number): Promise<SceneTimes>;
    timeMeshPerPart(parts: number, occurrences: number): Promise<SceneTimes>;
    holdModel(parts: number, occurrences: number): number;
    holdScene(): Promise<void>;
    holdMeshPerPart(): boolean;
  };
};

export async function* measure(): AsyncGenerator<Figure> {
  prepareBrowser();
  const script = await bundleScenePage();
  const browser = await launchBrowser();
  try {
    let baseline: { readonly size: number; readonly times: SceneTimes } | undefined;
    for (const size of SIZES) {
      const page = await benchPage(browser, script);
      const own = await page.evaluate(
        ([parts, occurrences]) => (window as unknown as BenchPage).sceneBench.timeScene(parts, occurrences),
        [UNIQUE, size] as [number, number],
      );
      if (baseline === undefined || size <= LARGEST_BASELINE) {
        const times = await page.evaluate(
          ([parts, occurrences]) =>
            (window as unknown as BenchPage).sceneBench.timeMeshPerPart(parts, occurrences),
          [UNIQUE, size] as [number, number],
        );
        baseline = { size, times };
      }
      await page.close();
      const { times: plain, size: plainSize } = baseline;
      const largest = size === SIZES.at(-1);
      const figure = (name: string, of: (times: SceneTimes) => number, limit: number): Figure => ({
        group: "scene",
        name: `${name}, ${size} parts`,
        value: of(own),
        unit: "ms",
        baseline: of(plain),
        baselineName: plainSize === size ? "a mesh per part" : `a mesh per part, ${plainSize} parts`,
        ...(largest ? { target: { of: "value", comparison: "at most", limit } } : {}),
      });
      yield figure("JavaScript per frame while orbiting", ({ orbit }) => median(orbit), 0.5);
      yield {
        group: "scene",
        name: `JavaScript per frame while orbiting a section of three planes, ${size} parts`,
        value: median(own.orbitCut),
        unit: "ms",
        baseline: median(own.orbit),
        baselineName: "the same without a section",
        ...(largest ? { target: { of: "ratio", comparison: "at most", limit: 3 } } : {}),
      };
      yield figure("recolouring all", ({ recolour }) => median(recolour), 1.5);
      yield figure("highlighting 1000", ({ highlight }) => median(highlight), 3);
      yield figure("ghosting 1000", ({ ghost }) => median(ghost), 3);
      yield figure("isolating 1000", ({ isolate }) => median(isolate), 3);
      yield figure("picking", ({ pick }) => median(pick), 0.1);
      yield figure("picking, 99th percentile", ({ pick }) => percentile(pick, 0.99), 1);
    }
    yield await memory(browser, script);
  } finally {
    await browser.close();
  }
}

async function benchPage(browser: Browser, script: string): Promise<Page> {
  const page = await browser.newPage();
  await page.addScriptTag({ content: script });
  return page;
}

/** MB that drawing takes beyond the model's own meshes, after the garbage is collected. */
async function memory(browser: Browser, script: string): Promise<Figure> {
  const size = SIZES.at(-1) ?? 0;
  const beyond = async (occurrences: number, hold: (page: Page) => Promise<unknown>): Promise<number> => {
    const page = await benchPage(browser, script);
    const session = await page.context().newCDPSession(page);
    const used = async (): Promise<number> => {
      await session.send("HeapProfiler.enable");
      await session.send("HeapProfiler.collectGarbage");
      const usage: { usedSize: number; backingStorageSize?: number } =
        await session.send("Runtime.getHeapUsage");
      return usage.usedSize + (usage.backingStorageSize ?? 0);
    };
    const geometry = await page.evaluate(
      ([parts, count]) => (window as unknown as BenchPage).sceneBench.holdModel(parts, count),
      [UNIQUE, occurrences] as [number, number],
    );
    const before = await used();
    await hold(page);
    const after = await used();
    await page.close();
    return (after - before - geometry) / 1e6;
  };
  const value = await beyond(size, (page) =>
    page.evaluate(() => (window as unknown as BenchPage).sceneBench.holdScene()),
  );
  const baseline = await beyond(LARGEST_BASELINE, (page) =>
    page.evaluate(() => (window as unknown as BenchPage).sceneBench.holdMeshPerPart()),
  );
  return {
    group: "scene",
    name: `memory beyond the geometry, ${size} parts`,
    value,
    unit: "MB",
    baseline,
    baselineName: `a mesh per part, ${LARGEST_BASELINE} parts`,
    target: { of: "value", comparison: "at most", limit: 100 },
  };
}

function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}

/** The page's code as one script, `sceneBench` its name on the window. */
export async function bundleScenePage(): Promise<string> {
  const output = (await build({
    configFile: false,
    logLevel: "warn",
    build: {
      write: false,
      minify: true,
      lib: {
        entry: join(import.meta.dirname, "../scene-page/page.ts"),
        formats: ["iife"],
        name: "sceneBench",
      },
    },
  })) as Rollup.RollupOutput[];
  const [chunk] = output.flatMap((part) => part.output).filter((part) => part.type === "chunk");
  if (chunk === undefined) throw new Error("the scene's bench page could not be built");
  return chunk.code.replace(/^(var|const|let) sceneBench\s*=/, "window.sceneBench =");
}
