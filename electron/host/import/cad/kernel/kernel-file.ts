/** Where the WebAssembly of occt-import-js lies. */
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const require = createRequire(import.meta.url);
const DESCRIPTION = "occt-import-js/package.json";
/** By its description: the packaged app has no WebAssembly there. */
const folder = (): string => dirname(require.resolve(DESCRIPTION));

/** As the package brings it. */
export const packagedKernel = (): string => join(folder(), "dist/occt-import-js.wasm");

/**
 * The same with small functions inlined, which an installation makes of it (build/inline-kernel.ts). Found from the
 * package's own place, because source, bundle and app start from different ones. Of this version, so that one of
 * another never meets this script.
 */
export function inlinedKernel(): string {
  const { version } = require(DESCRIPTION) as { readonly version: string };
  return join(folder(), `../../dist/kernel/occt-import-js-${version}.wasm`);
}

/** The faster of the two that is there. */
export function kernelFile(): string {
  const inlined = inlinedKernel();
  return existsSync(inlined) ? inlined : packagedKernel();
}
