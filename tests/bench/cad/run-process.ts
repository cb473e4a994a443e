/** Starts a reading of a CAD file as a process of its own: nothing is warm, and what it uses is its own. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { build } from "vite";
import { READER_YOUNG_MB } from "../../../electron/host/import/import-service.ts";
import { workerUrl } from "../../../electron/host/workers.ts";
import { fileURLToPath } from "node:url";
import type { ProcessUse } from "./process-use.ts";

const ROOT = resolve(import.meta.dirname, "../../..");
/** They find their own files, from wherever they are. */
const EXTERNAL = ["occt-import-js", "replicad-opencascadejs"];

/**
 * The importer's thread as the product starts it: V8's young generation is three such spaces, and the kernel's
 * functions are compiled one by one (package.json).
 */
const flags = (script: string): readonly string[] =>
  script === "importer.mjs" ? [`--max-semi-space-size=${READER_YOUNG_MB / 3}`, "--no-wasm-inlining"] : [];

export interface Processes {
  /** The importer with one of its kernels, reading the file so many times; the use of the last. */
  importer(path: string, kernel?: string, times?: number): ProcessUse;
  /** The bare library, the whole file; undefined where it throws on it. */
  whole(path: string, times?: number): ProcessUse | undefined;
  close(): void;
}

/** Bundled as the product is: from source a process holds the compiler of its types as well. */
export async function bundleProcesses(): Promise<Processes> {
  // Beside the packages that stay packages.
  mkdirSync(join(ROOT, "node_modules/.cache"), { recursive: true });
  const folder = mkdtempSync(join(ROOT, "node_modules/.cache/cad-bench-"));
  await build({
    configFile: false,
    root: ROOT,
    logLevel: "warn",
    ssr: { noExternal: true, external: EXTERNAL },
    build: {
      ssr: true,
      target: "node24",
      outDir: folder,
      minify: false,
      rolldownOptions: {
        input: {
          importer: join(import.meta.dirname, "importer-process.ts"),
          whole: join(import.meta.dirname, "kernel-process.ts"),
          "cad-kernel": fileURLToPath(workerUrl("cad-kernel")),
        },
        external: EXTERNAL,
        output: { format: "es", entryFileNames: "[name].mjs", chunkFileNames: "chunk-[name]-[hash].mjs" },
      },
    },
  });
  const run = (script: string, ...args: readonly string[]): ProcessUse | string => {
    const options = { encoding: "utf8" } as const;
    const { stdout, stderr, status } = spawnSync(
      process.execPath,
      [...flags(script), join(folder, script), ...args],
      options,
    );
    return status === 0 ? (JSON.parse(stdout) as ProcessUse) : stderr;
  };
  return {
    importer: (path, kernel = "occt-import-js", times = 1) => {
      const use = run("importer.mjs", path, kernel, String(times));
      if (typeof use === "string") throw new Error(`${basename(path)}: ${use}`);
      return use;
    },
    whole: (path, times = 1) => {
      const use = run("whole.mjs", path, String(times));
      return typeof use === "string" ? undefined : use;
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}
