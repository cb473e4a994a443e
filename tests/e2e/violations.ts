/** The rules of WCAG that a machine can check, run over the page as it stands. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults, RunOptions } from "axe-core";
import type { AppPage } from "./pages/app-page.ts";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export async function violations({ page }: AppPage): Promise<readonly string[]> {
  // A function from a string would break the page's security policy: the script is put in by the browser.
  const loaded = await page.evaluate(() => "axe" in window);
  if (!loaded)
    await page
      .context()
      .newCDPSession(page)
      .then((session) => session.send("Runtime.evaluate", { expression: AXE }));
  // On its way from one theme to the other a colour has a contrast that neither has.
  await page.evaluate(async () => {
    const ending = document
      .getAnimations()
      .filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
    await Promise.allSettled(ending.map(({ finished }) => finished));
  });
  const results = await page.evaluate(() =>
    (window as unknown as { axe: { run(options: RunOptions): Promise<AxeResults> } }).axe.run({
      // What holds need not be described element by element: that takes most of the time.
      resultTypes: ["violations"],
    }),
  );
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(" ")}: ${failureSummary ?? ""}`),
  );
}
