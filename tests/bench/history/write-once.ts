/** The cache of a large history: written anew, or kept somewhere between runs. */
import { cpSync, existsSync } from "node:fs";
import { cachePath, openCache } from "../../../electron/host/store/stores.ts";
import { writeLargeCache } from "./large-cache.ts";

/** Some of what is measured writes: of what is kept, a copy is used. @param group that says what it is doing */
export function writeOnce(folder: string, kept: string | undefined, events: number, group: string): void {
  const to = kept ?? folder;
  if (!existsSync(cachePath(to))) {
    console.error(`${group}: writing ${events} events, some minutes for ten million`);
    writeLargeCache(to, { events, units: Math.floor(events / 10) });
  }
  if (to !== folder) cpSync(to, folder, { recursive: true });
  const here = openCache(folder, () => 0);
  const count = here.prepare("SELECT count(*) FROM event").pluck().get();
  here.close();
  if (count !== events) throw new Error(`${to} holds ${String(count)} events and not ${events}`);
}
