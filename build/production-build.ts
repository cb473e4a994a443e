/** Vite's build as it is shipped, whatever environment it is called from: a test runner's makes React check itself. */
import { build, type InlineConfig } from "vite";

export async function productionBuild(config: InlineConfig): Promise<void> {
  const before = process.env["NODE_ENV"];
  process.env["NODE_ENV"] = "production";
  try {
    await build(config);
  } finally {
    if (before === undefined) delete process.env["NODE_ENV"];
    else process.env["NODE_ENV"] = before;
  }
}
