import { join, resolve } from "node:path";
import { defineConfig } from "vite";

const ROOT = resolve(import.meta.dirname, "..");

// A sandboxed preload can load no second file and no ES module: one CommonJS bundle.
export default defineConfig({
  root: ROOT,
  ssr: { noExternal: true, external: ["electron"] },
  build: {
    ssr: join(ROOT, "electron/window/preload.ts"),
    target: "chrome140",
    outDir: join(ROOT, "dist/electron"),
    // Built after the host's bundles, into the same folder.
    emptyOutDir: false,
    minify: false,
    rolldownOptions: {
      external: ["electron"],
      output: { format: "cjs", entryFileNames: "preload.cjs", codeSplitting: false },
    },
  },
});
