/** Builds the Electron shell (main, preload, host, workers) into dist/electron where it is stale. */
import { join, resolve } from "node:path";
import { productionBuild } from "./production-build.ts";
import { isStale } from "./stale.ts";

const ROOT = resolve(import.meta.dirname, "..");

export async function buildWindow(force = false): Promise<boolean> {
  const sources = ["electron", "shared", "build", "package-lock.json"].map((name) => join(ROOT, name));
  if (!force && !isStale(join(ROOT, "dist/electron/main.mjs"), sources)) return false;
  console.error("building the window …");
  await productionBuild({ configFile: join(ROOT, "build/vite.host.config.ts"), logLevel: "warn" });
  await productionBuild({ configFile: join(ROOT, "build/vite.preload.config.ts"), logLevel: "warn" });
  // Last: its age is what the next start looks at.
  await productionBuild({ configFile: join(ROOT, "build/vite.main.config.ts"), logLevel: "warn" });
  return true;
}
