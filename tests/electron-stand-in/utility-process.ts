/** Electron's utilityProcess on worker threads; each fork is a real host with real databases. */
import { EventEmitter } from "node:events";
import { existsSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import type { StandInPort } from "./ports.ts";

export class StandInChild extends EventEmitter {
  readonly entry: string;
  readonly worker: Worker;
  readonly ended: Promise<void>;

  constructor(entry: string) {
    super();
    this.entry = entry;
    // From source the entry is the .ts file that the bundle is made of.
    const path = existsSync(entry) ? entry : entry.replace(/\.mjs$/, ".ts");
    this.worker = new Worker(new URL("./child.ts", import.meta.url), {
      workerData: { entry: pathToFileURL(path).href },
    });
    this.ended = new Promise((resolve) => this.once("exit", () => resolve()));
    this.worker.once("online", () => this.emit("spawn"));
    this.worker.on("message", (message: unknown) => this.emit("message", message));
    this.worker.on("error", (thrown: unknown) => this.emit("crashed", thrown));
    this.worker.once("exit", (code) => this.emit("exit", code));
  }

  postMessage(message: unknown, transfer: readonly StandInPort[] = []): void {
    const ports = transfer.map(({ raw }) => raw);
    this.worker.postMessage({ data: message, ports }, ports);
  }

  kill(): boolean {
    void this.worker.terminate();
    return true;
  }
}

export const children: StandInChild[] = [];

export const utilityProcess = {
  fork(entry: string): StandInChild {
    const child = new StandInChild(entry);
    children.push(child);
    return child;
  },
};
