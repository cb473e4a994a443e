/**
 * Where worker threads start. From source each is its own .ts file, which Node runs directly; in a
 * bundle all lie flat beside it as .mjs files of these names.
 */
const SOURCES = {
  "store-writer": "./store/writer.worker.ts",
  "store-reader": "./store/reader.worker.ts",
  import: "./import/import.worker.ts",
  examine: "./diagnostics/examine.worker.ts",
  "cad-kernel": "./import/cad/kernel/kernel.worker.ts",
  compare: "./compare/compare.worker.ts",
  "carry-links": "./links/carry-links.worker.ts",
  sync: "./sync/sync.worker.ts",
  opcua: "./opcua/opcua.worker.ts",
  demo: "../demo/demo.worker.ts",
  "demo-machines": "../demo/opcua/machines.worker.ts",
} as const;

export type WorkerName = keyof typeof SOURCES;

export const WORKER_NAMES = Object.keys(SOURCES) as readonly WorkerName[];

export function workerUrl(name: WorkerName): URL {
  const fromSource = import.meta.url.endsWith(".ts");
  return new URL(fromSource ? SOURCES[name] : `./${name}.mjs`, import.meta.url);
}
