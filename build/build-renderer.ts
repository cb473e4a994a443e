/** Builds the renderer into dist/renderer where it is stale. Says nothing on standard output. */
import { join, resolve } from "node:path";
import { manualModule } from "./manual/manual-module.ts";
import { productionBuild } from "./production-build.ts";
import { isStale } from "./stale.ts";

const ROOT = resolve(import.meta.dirname, "..");

/** Returns whether it built. */
export async function buildRenderer(force = false): Promise<boolean> {
  const sources = ["renderer", "shared", "docs", "build/manual", "package-lock.json"].map((name) =>
    join(ROOT, name),
  );
  if (!force && !isStale(join(ROOT, "dist/renderer/index.html"), sources)) return false;
  console.error("building the screen …");
  await productionBuild({
    configFile: join(ROOT, "renderer/vite.config.ts"),
    plugins: [manualModule()],
    logLevel: "warn",
  });
  return true;
}
