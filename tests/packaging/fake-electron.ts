/** A folder that the packager takes for an Electron distribution, so that nothing needs the network. */
import { chmodSync, copyFileSync, appendFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

/** Marks the fuses in Electron's program (electron/fuses, constants). */
const FUSE_SENTINEL = "dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX";
/** In the order of the fuse wire, version 1. */
export const FUSES = [
  "runAsNode",
  "enableCookieEncryption",
  "enableNodeOptionsEnvironmentVariable",
  "enableNodeCliInspectArguments",
  "enableEmbeddedAsarIntegrityValidation",
  "onlyLoadAppFromAsar",
  "loadBrowserProcessSpecificV8Snapshot",
  "grantFileProtocolExtraPrivileges",
] as const;

/** As Electron ships them. */
const SHIPPED = "10110011";

export function makeFakeElectron(folder: string): void {
  mkdirSync(join(folder, "resources"), { recursive: true });
  mkdirSync(join(folder, "locales"));
  const program = join(folder, "electron");
  copyFileSync("/bin/true", program);
  appendFileSync(program, `${FUSE_SENTINEL}\u0001${String.fromCharCode(FUSES.length)}${SHIPPED}`);
  chmodSync(program, 0o755);
  const { version } = createRequire(import.meta.url)("electron/package.json") as { version: string };
  writeFileSync(join(folder, "version"), version);
  for (const name of ["LICENSE", "LICENSES.chromium.html", "locales/en-US.pak"])
    writeFileSync(join(folder, name), "");
}

/** State of every fuse in a packaged program. */
export function readFuses(program: string): Readonly<Record<string, boolean>> {
  const bytes = readFileSync(program);
  const start = bytes.indexOf(FUSE_SENTINEL);
  if (start < 0) throw new Error("the program has no fuses");
  const wire = bytes.subarray(start + FUSE_SENTINEL.length + 2).toString("latin1");
  return Object.fromEntries(FUSES.map((name, index) => [name, wire[index] === "1"]));
}
