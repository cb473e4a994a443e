/** What a person waits for: the first geometry of an assembly, and a large model that was open before. */
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { openInBrowser } from "../../e2e/browser-shell.ts";
import type { AppPage } from "../../e2e/pages/app-page.ts";
import { median, type Figure } from "../figure.ts";
import { sphereStl } from "./sphere.ts";

const RUNS = 7;
const TRIANGLES = 300_000;
/** ms, less than a person takes. */
const READING = 1_000;
/** ms, on a machine that does other work. */
const PATIENCE = 120_000;

/** From the start of an import to the first parts in the picture, beside the whole import. */
export function firstGeometry(file: string): Promise<Figure> {
  return planned(withFile(file), async (app) => {
    // A person reads the plan before the press, and what a plan makes ready is ready by then.
    await app.page.waitForTimeout(READING);
    const measured = clickToFirst(app);
    await app.imports.start.click();
    const { first, whole } = await measured;
    return {
      group: "cad",
      name: `import of ${basename(file)} → first geometry on the screen`,
      value: first,
      unit: "ms",
      baseline: whole,
      baselineName: "the whole import",
      target: { of: "ratio", comparison: "at most", limit: 0.25 },
    };
  });
}

/** From the click on a part to the frame with its model, which was on the screen before. */
export function secondOpen(): Promise<Figure> {
  const fill = (folder: string): void => {
    writeFileSync(join(folder, "large.stl"), sphereStl(TRIANGLES, 50));
    writeFileSync(join(folder, "small.stl"), sphereStl(100, 50));
  };
  return planned(fill, async (app) => {
    await app.imports.run();
    await app.scene.ready(PATIENCE);
    const large: number[] = [];
    const small: number[] = [];
    for (let run = 0; run < RUNS; run += 1) {
      large.push(await clickToDrawn(app, "large"));
      small.push(await clickToDrawn(app, "small"));
    }
    return {
      group: "cad",
      name: `click on a part → its model drawn again, ${TRIANGLES} triangles`,
      // The first opened it.
      value: median(large.slice(1)),
      unit: "ms",
      baseline: median(small.slice(1)),
      baselineName: "the same of 100 triangles",
      target: { of: "value", comparison: "at most", limit: 100 },
    };
  });
}

/** From the press of Cancel, with the kernels at work, to the report. */
export function cancelling(file: string): Promise<Figure> {
  return planned(withFile(file), async (app) => {
    const started = performance.now();
    await app.imports.start.click();
    await app.scene.ready(PATIENCE);
    const measured = clickToReport(app);
    await app.imports.cancel.click();
    const value = await measured;
    if (!(await app.imports.report.innerText()).includes("cancelled"))
      throw new Error("the import was through before it could be cancelled");
    return {
      group: "cad",
      name: `import of ${basename(file)} cancelled → its report`,
      value,
      unit: "ms",
      baseline: performance.now() - started,
      baselineName: "the import up to there",
      target: { of: "value", comparison: "at most", limit: 1_000 },
    };
  });
}

/** In the page: from the next press to the frame with the report. */
function clickToReport({ page }: AppPage): Promise<number> {
  return page.evaluate(
    (patience) =>
      new Promise((resolve, reject) => {
        let pressed = NaN;
        const press = (): void => {
          pressed = performance.now();
        };
        addEventListener("pointerdown", press, { once: true, capture: true });
        const look = (): void => {
          const since = performance.now() - pressed;
          if (since > patience) reject(new Error("the import does not end"));
          else if (since >= 0 && document.querySelector(".report-title") !== null) resolve(since);
          else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
      }),
    PATIENCE,
  );
}

/** In the page, from the press: to the end of the first frame with parts in it, and to the report. */
async function clickToFirst(app: AppPage): Promise<{ readonly first: number; readonly whole: number }> {
  const scene = await app.scene.region.elementHandle();
  return app.page.evaluate(
    ([region, patience]) =>
      new Promise((resolve, reject) => {
        let pressed = NaN;
        let first = NaN;
        addEventListener(
          "pointerdown",
          () => {
            pressed = performance.now();
          },
          { once: true, capture: true },
        );
        const isDrawn = (): boolean => region?.getAttribute("data-state") === "ready";
        const isTold = (): boolean => document.querySelector(".report-title") !== null;
        const look = (): void => {
          const since = performance.now() - pressed;
          if (since > patience) return reject(new Error("the import takes too long"));
          // Until the next frame the view hands it to the scene; that one draws it, or begins to beside the canvas: by the
          // one after it, or once it has come there, it is on the screen.
          if (Number.isNaN(first) && isDrawn()) {
            first = Infinity;
            const wait = (): void => {
              if (region?.querySelector("canvas")?.dataset["frame"] === "drawing")
                requestAnimationFrame(wait);
              else first = performance.now() - pressed;
            };
            requestAnimationFrame(() => requestAnimationFrame(wait));
          }
          if (Number.isFinite(first) && isTold()) resolve({ first, whole: since });
          else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
      }),
    [scene, PATIENCE] as const,
  );
}

/** In the page: from the press to the end of the first frame after the view names the model's file. */
async function clickToDrawn(app: AppPage, name: string): Promise<number> {
  const item = app.product.tree.getByRole("treeitem").filter({ hasText: name }).first();
  const measured = app.page.evaluate(
    (file) =>
      new Promise<number>((resolve) => {
        let pressed = NaN;
        addEventListener(
          "pointerdown",
          () => {
            pressed = performance.now();
          },
          { once: true, capture: true },
        );
        const view = document.querySelector(".scene-view");
        const shows = (): boolean => view?.getAttribute("aria-label")?.includes(file) === true;
        const look = (): void => {
          if (Number.isNaN(pressed) || !shows()) requestAnimationFrame(look);
          else requestAnimationFrame(drawn);
        };
        // This frame draws it, or begins to beside the canvas; by the next one, or once it has come there, it is on the screen.
        const drawn = (): void => {
          if (view?.querySelector("canvas")?.dataset["frame"] === "drawing") requestAnimationFrame(drawn);
          else resolve(performance.now() - pressed);
        };
        requestAnimationFrame(look);
      }),
    `${name}.stl`,
  );
  await item.click();
  return measured;
}

function withFile(file: string): (folder: string) => void {
  return (folder) => copyFileSync(file, join(folder, basename(file)));
}

/** In a browser of its own, with a folder of files about to be imported. */
async function planned<T>(fill: (folder: string) => void, work: (app: AppPage) => Promise<T>): Promise<T> {
  const top = mkdtempSync(join(tmpdir(), "throughline-bench-"));
  const folder = join(top, "model");
  mkdirSync(folder);
  fill(folder);
  try {
    const shell = await openInBrowser({ demo: false });
    try {
      await shell.app.timeline.plot.waitFor();
      await shell.app.imports.openFolder(folder);
      return await work(shell.app);
    } finally {
      await shell.close();
    }
  } finally {
    rmSync(top, { recursive: true, force: true });
  }
}
