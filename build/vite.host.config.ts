import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { WORKER_NAMES, workerUrl } from "../electron/host/workers.ts";

const ROOT = resolve(import.meta.dirname, "..");

/** Packages that stay packages: native code, WebAssembly that finds its own files, and what loads lazily. */
const EXTERNAL = [
  "better-sqlite3",
  "occt-import-js",
  "draco3d",
  "node-opcua-client",
  "node-opcua-certificate-manager",
  "node-opcua-server",
];

// The host process of the window and every worker of it, one flat .mjs file each, because workers are
// started by name from beside the file that starts them (electron/host/workers.ts).
export default defineConfig({
  root: ROOT,
  ssr: { noExternal: true, external: EXTERNAL },
  build: {
    ssr: true,
    target: "node24",
    outDir: join(ROOT, "dist/electron"),
    emptyOutDir: true,
    minify: false,
    rolldownOptions: {
      input: {
        "host-entry": join(ROOT, "electron/window/host-entry.ts"),
        ...Object.fromEntries(WORKER_NAMES.map((name) => [name, fileURLToPath(workerUrl(name))])),
      },
      external: EXTERNAL,
      output: {
        format: "es",
        entryFileNames: "[name].mjs",
        chunkFileNames: "chunk-[name]-[hash].mjs",
      },
    },
  },
});
