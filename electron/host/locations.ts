/** Where the product's own files and the person's data lie. */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Folder that holds package.json: the checkout, or the packaged app's own root. */
export function productRoot(): string {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, "package.json"))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error("package.json not found above the program");
    folder = parent;
  }
  return folder;
}

export function productVersion(): string {
  const file = JSON.parse(readFileSync(join(productRoot(), "package.json"), "utf8")) as { version: string };
  return file.version;
}

export const rendererFolder = (): string => join(productRoot(), "dist", "renderer");
export const demoModelPath = (): string => join(productRoot(), "assets", "demo", "linear-actuator.step");

/** The platform's place for an application's data (XDG Base Directory, Apple and Windows conventions). */
export function defaultDataFolder(
  environment: Readonly<Record<string, string | undefined>>,
  home: string,
  platform: string,
): string {
  if (platform === "win32")
    return join(environment["APPDATA"] ?? join(home, "AppData", "Roaming"), "Throughline");
  if (platform === "darwin") return join(home, "Library", "Application Support", "Throughline");
  return join(environment["XDG_DATA_HOME"] ?? join(home, ".local", "share"), "throughline");
}
