/** Finds the Electron program, fetching it where it can be fetched. */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

export type ElectronBinary = { readonly path: string } | { readonly reason: string };

/** Seconds given to the download of about 110 MB. */
const DOWNLOAD_SECONDS = 300;

/** `fetch`: download it where it is missing (at first start); otherwise only look. */
export function findElectron(fetch: boolean): ElectronBinary {
  const require = createRequire(import.meta.url);
  let folder: string;
  try {
    folder = dirname(require.resolve("electron/package.json"));
  } catch {
    return { reason: "the electron package is not installed" };
  }
  const override = process.env["ELECTRON_OVERRIDE_DIST_PATH"];
  const present = (): string | undefined => {
    if (!existsSync(join(folder, "path.txt"))) return undefined;
    const path = join(override ?? join(folder, "dist"), readFileSync(join(folder, "path.txt"), "utf8"));
    return existsSync(path) ? path : undefined;
  };
  const before = present();
  if (before !== undefined) return { path: before };
  if (!fetch) return { reason: "the Electron program has not been downloaded" };
  const result = spawnSync(process.execPath, [join(folder, "install.js")], {
    stdio: "ignore",
    timeout: DOWNLOAD_SECONDS * 1000,
  });
  const after = present();
  if (after !== undefined) return { path: after };
  return {
    reason:
      result.error === undefined
        ? "the Electron program can't be downloaded here"
        : "the download of the Electron program timed out",
  };
}
