import { join, resolve } from "node:path";
import { defineConfig } from "vite";

const ROOT = resolve(import.meta.dirname, "..");

// The main process alone, in one file of its own: it stays inside the archive, whose integrity is
// checked, while the host's files lie beside the archive (electron-builder.yml, asarUnpack).
export default defineConfig({
  root: ROOT,
  ssr: { noExternal: true, external: ["electron"] },
  build: {
    ssr: join(ROOT, "electron/window/main.ts"),
    target: "node24",
    outDir: join(ROOT, "dist/electron"),
    // Built after the host's bundles, into the same folder.
    emptyOutDir: false,
    minify: false,
    rolldownOptions: {
      external: ["electron"],
      output: { format: "es", entryFileNames: "main.mjs", codeSplitting: false },
    },
  },
});
