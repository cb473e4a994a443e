/** What panning and zooming a large history cost the page, beside a canvas that draws every event in view. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CDPSession, Page } from "playwright-core";
import { launchBrowser, openPage } from "../../e2e/browser.ts";
import { AppPage } from "../../e2e/pages/app-page.ts";
import { startServe } from "../../e2e/serve-process.ts";
import { median, type Figure } from "../figure.ts";
import { writeOnce } from "./write-once.ts";

/** Of each movement; the baseline's are so slow that a few tell. */
const FRAMES = 120;
const BASELINE_FRAMES = 5;

export async function* panAndZoom(events: number, kept: string | undefined): AsyncGenerator<Figure> {
  const folder = mkdtempSync(join(tmpdir(), "throughline-pan-"));
  writeOnce(folder, kept, events, "timeline");
  const serve = await startServe({ demo: false, dataFolder: folder });
  const browser = await launchBrowser();
  try {
    const { page } = await openPage(browser, serve.url);
    const app = new AppPage(page);
    await app.timeline.events.first().waitFor({ state: "attached", timeout: 120_000 });
    const session = await page.context().newCDPSession(page);
    // Time of the thread, not of the clock: what else runs on the computer does not count.
    await session.send("Performance.enable", { timeDomain: "threadTicks" });
    const naive = await everyEvent(page, session, events);
    const at = `${(events / 1e6).toLocaleString("en")} M events`;
    for (const by of ["kind", "equipment"] as const) {
      await app.command(`Timeline lanes: by ${by}`);
      for (const movement of ["pan", "zoom"] as const) {
        // The first movement after a start is compiled while it runs; all others of the day are not.
        await moved(page, session, movement);
        const { interval, busy } = await moved(page, session, movement);
        yield {
          group: "timeline",
          name: `${movement}, lanes by ${by}, ${at}: work of the page's thread per frame`,
          value: busy,
          unit: "ms",
          baseline: naive.busy,
          baselineName: "a canvas that draws every event",
          target: { of: "value", comparison: "at most", limit: 3 },
        };
        yield {
          group: "timeline",
          name: `${movement}, lanes by ${by}, ${at}: from frame to frame, median`,
          value: interval,
          unit: "ms",
          baseline: naive.interval,
          baselineName: "a canvas that draws every event",
          target: { of: "value", comparison: "at most", limit: 17 },
        };
      }
    }
  } finally {
    await browser.close();
    await serve.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Cost {
  /** ms. */
  readonly interval: number;
  readonly busy: number;
}

/** Time that the page's thread was at work, of whatever kind, per frame of `run`. */
async function costOf(session: CDPSession, run: () => Promise<readonly number[]>): Promise<Cost> {
  const work = async (): Promise<number> => {
    const { metrics } = await session.send("Performance.getMetrics");
    return (metrics.find(({ name }) => name === "TaskDuration")?.value ?? NaN) * 1_000;
  };
  const before = await work();
  const intervals = await run();
  return { interval: median(intervals), busy: ((await work()) - before) / intervals.length };
}

/** A turn of the wheel in each frame, as a hand does it; there and back, so that it never stands at an end. */
function moved(page: Page, session: CDPSession, movement: "pan" | "zoom"): Promise<Cost> {
  return costOf(session, () =>
    page.evaluate(
      async ({ frames, isPan }) => {
        const plot = document.querySelector(".timeline-plot");
        if (plot === null) throw new Error("there is no timeline");
        const box = plot.getBoundingClientRect();
        const turn = (deltaY: number, shiftKey: boolean): void =>
          void plot.dispatchEvent(
            new WheelEvent("wheel", {
              deltaY,
              shiftKey,
              clientX: box.left + box.width / 2,
              clientY: box.top + box.height / 2,
              bubbles: true,
              cancelable: true,
            }),
          );
        // In from everything: there is something to pan over.
        for (let step = 0; step < 8; step += 1) turn(-200, false);
        const intervals: number[] = [];
        let before = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
        for (let frame = 0; frame < frames; frame += 1) {
          const forth = Math.floor(frame / 30) % 2 === 0 ? 1 : -1;
          turn(isPan ? forth * 12 : forth * 40, isPan);
          const now = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
          intervals.push(now - before);
          before = now;
        }
        for (let step = 0; step < 12; step += 1) turn(400, false);
        return intervals;
      },
      { frames: FRAMES, isPan: movement === "pan" },
    ),
  );
}

/** As a timeline without sums draws: a rectangle for each event of the window, from typed arrays, nothing else. */
function everyEvent(page: Page, session: CDPSession, events: number): Promise<Cost> {
  return costOf(session, () =>
    page.evaluate(
      async ({ count, frames }) => {
        const canvas = document.createElement("canvas");
        [canvas.width, canvas.height] = [1_400, 260];
        Object.assign(canvas.style, { position: "fixed", left: "0", bottom: "0" });
        document.body.append(canvas);
        const context = canvas.getContext("2d");
        if (context === null) throw new Error("there is no canvas");
        // The same numbers with every run.
        const starts = Float64Array.from({ length: count }, (_, at) => ((at * 7_919) % count) / count);
        const lanes = Uint8Array.from({ length: count }, (_, at) => (at * 31) % 8);
        const intervals: number[] = [];
        let before = performance.now();
        for (let frame = 0; frame < frames; frame += 1) {
          context.clearRect(0, 0, canvas.width, canvas.height);
          context.fillStyle = "#5aa9e6";
          for (let at = 0; at < count; at += 1)
            context.fillRect((starts[at] ?? 0) * 1_400 + frame, (lanes[at] ?? 0) * 30, 1, 24);
          const now = await new Promise<number>((resolve) =>
            requestAnimationFrame(() => resolve(performance.now())),
          );
          intervals.push(now - before);
          before = now;
        }
        canvas.remove();
        return intervals;
      },
      // A tenth is in view once somebody has zoomed in as far as the others are measured.
      { count: Math.round(events / 10), frames: BASELINE_FRAMES },
    ),
  );
}
