/** Reads the command line of the window: `[PATH…] [--data DIR] [--no-demo] [throughline://view/…]`. */
import { resolve } from "node:path";
import { hasViewScheme, isViewAddress } from "../../shared/contract/view-address.ts";

export interface CommandLine {
  /** Absolute, in the order given. */
  readonly paths: readonly string[];
  /** Absolute; undefined: the platform's place. */
  readonly dataFolder: string | undefined;
  readonly demo: boolean;
  /** Address of a view; undefined: none, or one that is not well formed. */
  readonly link: string | undefined;
}

/**
 * `args` is what follows the program's name. Chromium's own switches stand among them, in any place,
 * and so does the app's folder where it runs from a checkout (`appPath`): both are skipped. A link comes from anywhere,
 * a web page too, and the system puts it last: whatever stands behind one came with it, out of a quote that was broken
 * open, and is not read (as Chromium does with its switches, CVE-2018-1000006).
 */
export function parseCommandLine(
  args: readonly string[],
  workingFolder: string,
  appPath?: string,
): CommandLine {
  const paths: string[] = [];
  let dataFolder: string | undefined;
  let demo = true;
  let appPathSeen = appPath === undefined;
  let onlyPaths = false;
  for (let index = 0; index < args.length; index += 1) {
    const arg = args[index] ?? "";
    if (!onlyPaths && hasViewScheme(arg))
      return { paths, dataFolder, demo, link: isViewAddress(arg) ? arg : undefined };
    if (onlyPaths || !arg.startsWith("-")) {
      const path = resolve(workingFolder, arg);
      if (!appPathSeen && path === appPath) appPathSeen = true;
      else if (arg !== "") paths.push(path);
    } else if (arg === "--") onlyPaths = true;
    else if (arg === "--data") {
      index += 1;
      const value = args[index];
      if (value !== undefined && value !== "") dataFolder = resolve(workingFolder, value);
    } else if (arg.startsWith("--data=")) dataFolder = resolve(workingFolder, arg.slice("--data=".length));
    else if (arg === "--no-demo") demo = false;
  }
  return { paths, dataFolder, demo, link: undefined };
}
