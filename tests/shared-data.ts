import { existsSync } from "node:fs";
import { resolve } from "node:path";

/** Folder of real, third-party data that stands beside a developer's checkout; not part of it. */
const FOLDER = resolve(import.meta.dirname, "../../shared/data");

/** Absolute path of a file or folder of the real data, or undefined where this checkout has none. */
export function sharedData(relative: string): string | undefined {
  const path = resolve(FOLDER, relative);
  return existsSync(path) ? path : undefined;
}

/** Reason to print when a test skips for want of the real data. */
export const NO_SHARED_DATA = "the real data folder does not stand beside this checkout";
