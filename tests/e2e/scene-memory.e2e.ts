/** A hundred models opened and closed leave nothing behind, neither in the page nor on the graphics card. */
import { expect, test } from "vitest";
import { bundleScenePage } from "../bench/groups/scene.ts";
import { launchBrowser } from "./browser.ts";

interface Cycled {
  readonly sceneBench: {
    openAndClose(times: number): Promise<{ readonly geometries: number; readonly textures: number }>;
  };
}

test("memory stays flat over a hundred models", { timeout: 300_000 }, async () => {
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    await page.addScriptTag({ content: await bundleScenePage() });
    const session = await page.context().newCDPSession(page);
    await session.send("HeapProfiler.enable");
    const cycle = async (times: number): Promise<{ heap: number; geometries: number; textures: number }> => {
      const held = await page.evaluate(
        (count) => (window as unknown as Cycled).sceneBench.openAndClose(count),
        times,
      );
      await session.send("HeapProfiler.collectGarbage");
      const usage: { usedSize: number; backingStorageSize?: number } =
        await session.send("Runtime.getHeapUsage");
      return { ...held, heap: usage.usedSize + (usage.backingStorageSize ?? 0) };
    };
    // The first ones fill caches that stay: shaders, the idle scene itself.
    const first = await cycle(10);
    const last = await cycle(90);
    expect([last.geometries, last.textures]).toEqual([first.geometries, first.textures]);
    // One model is about a megabyte here: a leak of each would be ninety.
    expect((last.heap - first.heap) / 1e6).toBeLessThan(2);
  } finally {
    await browser.close();
  }
});
