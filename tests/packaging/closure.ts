/** What a package needs to run, by the lock file: itself and its dependencies. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

export interface Needed {
  /** Below the root, for example `node_modules/chalk`. */
  readonly folder: string;
  readonly version: string;
}

interface Locked {
  readonly version?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

/** Types are left out: nothing of them runs. */
export function closureOf(root: string, names: readonly string[]): readonly Needed[] {
  const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as {
    readonly packages: Readonly<Record<string, Locked>>;
  };
  const found = new Set<string>();
  const visit = (folder: string): void => {
    if (found.has(folder) || /node_modules\/(@types\/|undici-types$)/.test(folder)) return;
    found.add(folder);
    for (const name of Object.keys(lock.packages[folder]?.dependencies ?? {})) {
      const dependency = resolve(lock.packages, folder, name);
      if (dependency === undefined) throw new Error(`${folder} needs ${name}, which is not in the lock file`);
      visit(dependency);
    }
  };
  for (const name of names) visit(`node_modules/${name}`);
  return [...found].sort().map((folder) => ({ folder, version: lock.packages[folder]?.version ?? "" }));
}

/** Where the packager may put it: in its own place, or at the top where there is room. */
export function placesOf({ folder }: Needed): readonly string[] {
  return [folder, folder.slice(folder.lastIndexOf("node_modules/"))];
}

/** As Node looks: in the folder's own node_modules, then in those above it. */
function resolve(
  packages: Readonly<Record<string, Locked>>,
  folder: string,
  name: string,
): string | undefined {
  for (let at = folder; ; at = at.slice(0, Math.max(0, at.lastIndexOf("/node_modules/")))) {
    const candidate = at === "" ? `node_modules/${name}` : `${at}/node_modules/${name}`;
    if (candidate in packages) return candidate;
    if (at === "") return undefined;
  }
}
