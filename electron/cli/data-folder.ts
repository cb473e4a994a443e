import { homedir } from "node:os";
import { resolve } from "node:path";
import { defaultDataFolder } from "../host/locations.ts";

/** The folder of `--data`, else the app's own. Absolute. */
export function dataFolder(option: string | undefined): string {
  return resolve(option ?? defaultDataFolder(process.env, homedir(), process.platform));
}
