/** JavaScript per frame of a large assembly, against a mesh per part drawn by the same three.js. */
import { join } from "node:path";
import { build, type Rollup } from "vite";
import { launchBrowser } from "../../e2e/browser.ts";
import { prepareBrowser } from "../browser.ts";
import { median, type Figure } from "../figure.ts";
import type { SceneTimes } from "../scene-page/page.ts";

/** From and to: how a figure grows says more than what it is. */
const SIZES = [1_000, 10_000] as const;
const UNIQUE = 200;

type BenchPage = {
  readonly sceneBench: {
    timeScene(parts: number, occurrences: number): Promise<SceneTimes>;
    timeMeshPerPart(parts: number, occurrences: number): Promise<SceneTimes>;
  };
};

export async function* measure(): AsyncGenerator<Figure> {
  prepareBrowser();
  const script = await bundle();
  const browser = await launchBrowser();
  try {
    for (const size of SIZES) {
      const page = await browser.newPage();
      await page.addScriptTag({ content: script });
      const input: [number, number] = [UNIQUE, size];
      const own = await page.evaluate(
        ([parts, occurrences]) => (window as unknown as BenchPage).sceneBench.timeScene(parts, occurrences),
        input,
      );
      const plain = await page.evaluate(
        ([parts, occurrences]) =>
          (window as unknown as BenchPage).sceneBench.timeMeshPerPart(parts, occurrences),
        input,
      );
      await page.close();
      const figure = (name: string, key: keyof SceneTimes, limit?: number): Figure => ({
        group: "scene",
        name: `${name}, ${size} parts`,
        value: median(own[key]),
        unit: "ms",
        baseline: median(plain[key]),
        baselineName: "a mesh per part",
        ...(limit === undefined ? {} : { target: { of: "value", comparison: "at most", limit } }),
      });
      const largest = size === SIZES.at(-1);
      yield figure("JavaScript per frame while orbiting", "orbit", largest ? 0.5 : undefined);
      yield {
        group: "scene",
        name: `JavaScript per frame while orbiting a section of three planes, ${size} parts`,
        value: median(own.orbitCut),
        unit: "ms",
        baseline: median(own.orbit),
        baselineName: "the same without a section",
        ...(largest ? { target: { of: "ratio", comparison: "at most", limit: 3 } } : {}),
      };
      yield figure("recolouring all", "recolour", largest ? 1.5 : undefined);
      yield figure("picking", "pick", largest ? 0.1 : undefined);
    }
  } finally {
    await browser.close();
  }
}

/** The page's code as one script, `sceneBench` its name on the window. */
async function bundle(): Promise<string> {
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
