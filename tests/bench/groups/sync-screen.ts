/** From a commit at the plant to the pixels that show it: the host's own answer is measured in sync.ts. */
import { startPlant, type RunningPlant } from "../../../electron/demo/plant/start-plant.ts";
import { microseconds } from "../../../electron/host/clock.ts";
import { connectPlant } from "../../../electron/host/connectors/plant/plant-connector.ts";
import { openInBrowser } from "../../e2e/browser-shell.ts";
import type { AppPage } from "../../e2e/pages/app-page.ts";
import { prepareApp } from "../browser.ts";
import { median, type Figure } from "../figure.ts";

const PLANT = "Actuator plant";
const ROUNDS = 10;
const CHANGES = 100;

export async function* measure(): AsyncGenerator<Figure> {
  await prepareApp();
  const plant = await startPlant({ clock: microseconds, units: 0 });
  try {
    const shell = await openInBrowser({ demo: false });
    try {
      const { app } = shell;
      await app.show("Sources");
      await app.sources.add(plant.url, plant.token);
      await app.sources.inState(PLANT, "live").waitFor();
      const shown: number[] = [];
      const heard: number[] = [];
      for (let round = 1; round <= ROUNDS; round += 1) {
        const seen = untilShown(app, round * CHANGES);
        const nudged = untilNudged(plant);
        const began = Date.now();
        commit(plant, (round - 1) * CHANGES);
        shown.push((await seen) - began);
        heard.push((await nudged) - began);
      }
      yield {
        group: "sync",
        name: `${CHANGES} changes at the plant until the screen shows them`,
        value: median(shown),
        unit: "ms",
        baseline: median(heard),
        baselineName: "until a bare listener hears of the last",
        target: { of: "value", comparison: "at most", limit: 1_000 },
      };
    } finally {
      await shell.close();
    }
  } finally {
    await plant.stop();
  }
}

function commit(plant: RunningPlant, from: number): void {
  for (let n = from; n < from + CHANGES; n += 1)
    plant.plant.put("mes", "product:10-4000", `event/${n}`, {
      record: "event",
      key: `${n}`,
      kind: "production",
      type: "operation",
      title: `Operation ${n}`,
      startedAt: 1_767_600_000_000_000 + n * 1_000_000,
      payload: `${n}`,
    });
}

/** When the frame with the wanted count of events has been drawn, ms since 1970. */
async function untilShown(app: AppPage, count: number): Promise<number> {
  return app.timeline.region.evaluate(
    (element, wanted) =>
      new Promise<number>((resolve) => {
        const look = (): void => {
          if (element.textContent.includes(wanted))
            requestAnimationFrame(() => resolve(performance.timeOrigin + performance.now()));
        };
        new MutationObserver(look).observe(element, { subtree: true, childList: true, characterData: true });
        look();
      }),
    `${count.toLocaleString("en")} events`,
  );
}

/** When a listener has heard of all of the next changes, ms since 1970. */
async function untilNudged({ url, token, plant }: RunningPlant): Promise<number> {
  const connection = connectPlant({ url, token, ca: undefined, allowPlainHttp: false }, microseconds);
  const over = new AbortController();
  let last = 0;
  const wanted = (plant.systems.get("mes")?.head ?? 0) + CHANGES;
  try {
    await connection.nudges?.(({ system, head }) => {
      if (system !== "mes" || head < wanted) return;
      last = Date.now();
      over.abort();
    }, over.signal);
  } catch (thrown) {
    if (!over.signal.aborted) throw thrown;
  } finally {
    connection.close();
  }
  return last;
}
