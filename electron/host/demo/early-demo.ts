/**
 * A first start knows before any database is open that it will want the demo: its year is made meanwhile, and
 * what it has to write waits in the port.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { MessageChannel, type MessagePort } from "node:worker_threads";
import { cachePath } from "../store/stores.ts";
import { startDemoThread, type DemoThread } from "./demo-thread.ts";

export interface EarlyDemo {
  readonly thread: DemoThread;
  /** To be served by the store's writer. */
  readonly writer: MessagePort;
}

/** Where the demo's plant and machines keep what they remember. */
export const demoFolder = (dataFolder: string): string => join(dataFolder, "demo");

export function startDemoPlant(
  dataFolder: string,
  model: string,
  isWhole: boolean,
  writerPort: MessagePort,
): DemoThread {
  const stateFolder = join(demoFolder(dataFolder), "plant");
  const data = { folder: dataFolder, stateFolder, model, writerPort, isWhole };
  return startDemoThread("demo", data, [writerPort]);
}

/** undefined where there is a cache already: what stands in it decides. */
export function startEarlyDemo(dataFolder: string, model: string | undefined): EarlyDemo | undefined {
  if (model === undefined || existsSync(cachePath(dataFolder))) return undefined;
  const { port1, port2 } = new MessageChannel();
  return { thread: startDemoPlant(dataFolder, model, false, port2), writer: port1 };
}
