/**
 * JavaScript per frame of a large assembly, against an instanced mesh per unique part and a mesh per part
 * drawn by the same three.js in the same run. JavaScript alone: while it is timed the draws are made with the
 * same calls but without triangles (`emptyDraws`), so that a software rasteriser on the same cores counts
 * for nothing; whole frames, drawn, are figures of their own.
 */
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { build, type Rollup } from "vite";
import { launchBrowser } from "../../e2e/browser.ts";
import { prepareBrowser } from "../browser.ts";
import { median, percentile, type Figure } from "../figure.ts";
import type * as ScenePage from "../scene-page/page.ts";
import type { SceneTimes } from "../scene-page/timing.ts";

/** From and to: how a figure grows says more than what it is. */
const SIZES = [1_000, 10_000, 50_000] as const;
const UNIQUE = 200;
const FRAMES = 100;
const INSTANCED = "an instanced mesh per unique part";
const PER_PART = "a mesh per part";

interface Measured {
  readonly name: string;
  readonly of: (times: SceneTimes) => number;
  /** ms at the largest size. */
  readonly limit?: number;
}

const MEASURED: readonly Measured[] = [
  { name: "JavaScript per frame while orbiting", of: ({ orbit }) => median(orbit), limit: 0.5 },
  { name: "recolouring all", of: ({ recolour }) => median(recolour), limit: 1.5 },
  { name: "highlighting 1000", of: ({ highlight }) => median(highlight), limit: 3 },
  { name: "ghosting 1000", of: ({ ghost }) => median(ghost), limit: 3 },
  { name: "isolating 1000", of: ({ isolate }) => median(isolate), limit: 3 },
  { name: "picking", of: ({ pick }) => median(pick), limit: 0.1 },
  { name: "picking, 99th percentile", of: ({ pick }) => percentile(pick, 0.99), limit: 1 },
  { name: "from a model's data to its first frame", of: ({ open }) => open },
  { name: "a whole frame, drawn by this machine", of: ({ whole }) => median(whole) },
];

export async function* measure(): AsyncGenerator<Figure> {
  prepareBrowser();
  const script = await bundleScenePage();
  const browser = await launchBrowser();
  try {
    for (const size of SIZES) {
      const largest = size === SIZES.at(-1);
      const time = async (name: "timeScene" | "timeInstanced" | "timeMeshPerPart"): Promise<SceneTimes> => {
        const page = await benchPage(browser, script);
        const times = await page.evaluate(
          ([call, parts, occurrences]) =>
            (window as unknown as BenchPage).sceneBench[call](parts, occurrences),
          [name, UNIQUE, size] as const,
        );
        await page.close();
        return times;
      };
      yield {
        group: "scene",
        name: `processor time of JavaScript per frame while orbiting, ${size} parts`,
        value: await scriptTime(browser, script, "own", size),
        unit: "ms CPU",
        baseline: await scriptTime(browser, script, "instanced", size),
        baselineName: INSTANCED,
        ...(largest ? { target: { of: "value", comparison: "at most", limit: 0.5 } } : {}),
      };
      const own = await time("timeScene");
      for (const [baselineName, times] of [
        [INSTANCED, await time("timeInstanced")],
        [PER_PART, await time("timeMeshPerPart")],
      ] as const) {
        for (const { name, of, limit } of MEASURED)
          yield {
            group: "scene",
            name: `${name}, ${size} parts`,
            value: of(own),
            unit: "ms",
            baseline: of(times),
            baselineName,
            ...(largest && limit !== undefined
              ? { target: { of: "value", comparison: "at most", limit } }
              : {}),
          };
      }
      yield {
        group: "scene",
        name: `JavaScript per frame while orbiting a section of three planes, ${size} parts`,
        value: median(own.orbitCut),
        unit: "ms",
        baseline: median(own.orbit),
        baselineName: "the same without a section",
        ...(largest ? { target: { of: "ratio", comparison: "at most", limit: 3 } } : {}),
      };
    }
    const size = SIZES.at(-1) ?? 0;
    yield await standing(browser, script, size);
    const value = await memory(browser, script, size, (page) =>
      page.evaluate(() => (window as unknown as BenchPage).sceneBench.holdScene()),
    );
    for (const kind of [INSTANCED, PER_PART] as const) {
      const baseline = await memory(browser, script, size, (page) =>
        page.evaluate((name) => (window as unknown as BenchPage).sceneBench.holdBaseline(name), kind),
      );
      yield {
        group: "scene",
        name: `memory beyond the geometry, ${size} parts`,
        value,
        unit: "MB",
        baseline,
        baselineName: kind,
        target: { of: "value", comparison: "at most", limit: 100 },
      };
    }
  } finally {
    await browser.close();
  }
}

export type BenchPage = { readonly sceneBench: typeof ScenePage };

/** Isolated from other origins: only then the browser's clock counts in 5 µs instead of 100. */
export async function benchPage(browser: Browser, script: string): Promise<Page> {
  const page = await browser.newPage();
  const address = "https://bench.invalid/";
  await page.route(address, (route) =>
    route.fulfill({
      contentType: "text/html",
      headers: {
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Embedder-Policy": "require-corp",
      },
      body: "<!doctype html><title>bench</title><body></body>",
    }),
  );
  await page.goto(address);
  if (!(await page.evaluate(() => crossOriginIsolated)))
    throw new Error("the bench's page has no fine clock");
  await page.addScriptTag({ content: script });
  return page;
}

/**
 * ms per frame that the page's thread spends in scripts, by its own clock: what other programs take from it
 * does not count, as it does in a time of day.
 */
async function scriptTime(
  browser: Browser,
  script: string,
  kind: "own" | "instanced",
  occurrences: number,
): Promise<number> {
  const page = await benchPage(browser, script);
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  const spent = async (): Promise<number> => {
    const { metrics } = await session.send("Performance.getMetrics");
    return (metrics.find(({ name }) => name === "ScriptDuration")?.value ?? NaN) * 1_000;
  };
  const orbit = (frames: number): Promise<void> =>
    page.evaluate((count) => (window as unknown as BenchPage).sceneBench.orbit(count), frames);
  await page.evaluate(
    ([what, parts, count]) => (window as unknown as BenchPage).sceneBench.prepareOrbit(what, parts, count),
    [kind, UNIQUE, occurrences] as const,
  );
  // The first ones run before the engine has compiled what they need.
  await orbit(FRAMES);
  const before = await spent();
  await orbit(FRAMES);
  const after = await spent();
  await page.close();
  return (after - before) / FRAMES;
}

/** What a person waits for who does something else meanwhile: two pages one after another, each with its own scene. */
async function standing(browser: Browser, script: string, size: number): Promise<Figure> {
  const of = async (inPortions: boolean): Promise<number> => {
    const page = await benchPage(browser, script);
    const longest = await page.evaluate(
      ([parts, occurrences, portions]) =>
        (window as unknown as BenchPage).sceneBench.standing(parts, occurrences, portions),
      [UNIQUE, size, inPortions] as const,
    );
    await page.close();
    return longest;
  };
  return {
    group: "scene",
    name: `longest time the page stands while ${size} parts turn and come to rest, without a graphics card`,
    value: await of(true),
    unit: "ms",
    baseline: await of(false),
    baselineName: "each frame whole, into the canvas",
    target: { of: "ratio", comparison: "at most", limit: 0.2 },
  };
}

/** MB that drawing takes beyond the model's own meshes, after the garbage is collected. */
async function memory(
  browser: Browser,
  script: string,
  occurrences: number,
  hold: (page: Page) => Promise<unknown>,
): Promise<number> {
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
}

/** A page's code as one script, `sceneBench` its name on the window. */
export async function bundleScenePage(
  entry = join(import.meta.dirname, "../scene-page/page.ts"),
): Promise<string> {
  const output = (await build({
    configFile: false,
    logLevel: "warn",
    // Of a script without an address; what it would load beside itself, it does without.
    define: { "import.meta.url": JSON.stringify("https://bench.invalid/") },
    build: {
      write: false,
      minify: true,
      lib: {
        entry,
        formats: ["iife"],
        name: "sceneBench",
      },
    },
  })) as Rollup.RollupOutput[];
  const [chunk] = output.flatMap((part) => part.output).filter((part) => part.type === "chunk");
  if (chunk === undefined) throw new Error("the scene's bench page could not be built");
  return chunk.code.replace(/^(var|const|let) sceneBench\s*=/, "window.sceneBench =");
}
