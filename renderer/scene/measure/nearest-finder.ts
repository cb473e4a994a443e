/** The least distance of two picked things, by a worker: asked one after the other, given up at once. */
import type { Nearest } from "./simplex-distance.ts";
import type { SimplexSet } from "./simplex-tree.ts";

export interface NearestRequest {
  readonly id: number;
  readonly first: SimplexSet;
  readonly second: SimplexSet;
}

export interface NearestAnswer {
  readonly id: number;
  /** Undefined where one of them is empty. */
  readonly nearest: Nearest | undefined;
}

/** What of a Worker is used. */
export interface NearestPort {
  postMessage(request: NearestRequest, transfer: Transferable[]): void;
  terminate(): void;
  addEventListener(type: "message", listener: (event: MessageEvent<NearestAnswer>) => void): void;
  addEventListener(type: "error", listener: (event: ErrorEvent) => void): void;
}

export interface NearestFinder {
  /** The coordinates go to the worker. @throws the signal's reason where it was given up */
  readonly find: (first: SimplexSet, second: SimplexSet, signal: AbortSignal) => Promise<Nearest | undefined>;
  readonly dispose: () => void;
}

interface Waiting {
  readonly done: (nearest: Nearest | undefined) => void;
  readonly failed: (reason: unknown) => void;
}

export function createNearestFinder(open: () => NearestPort = openWorker): NearestFinder {
  let port: NearestPort | undefined;
  let last = 0;
  const waiting = new Map<number, Waiting>();
  const stop = (reason: unknown): void => {
    port?.terminate();
    port = undefined;
    const left = [...waiting.values()];
    waiting.clear();
    for (const { failed } of left) failed(reason);
  };
  const ready = (): NearestPort => {
    if (port !== undefined) return port;
    const made = open();
    made.addEventListener("message", ({ data }) => {
      waiting.get(data.id)?.done(data.nearest);
      waiting.delete(data.id);
    });
    made.addEventListener("error", (event) => stop(new Error(event.message)));
    port = made;
    return made;
  };
  return {
    find: (first, second, signal) =>
      new Promise((done, failed) => {
        if (signal.aborted) return failed(signal.reason);
        const id = (last += 1);
        waiting.set(id, { done, failed });
        signal.addEventListener("abort", () => {
          if (!waiting.delete(id)) return;
          failed(signal.reason);
          // A search can't be asked to end; without anybody waiting its worker goes.
          if (waiting.size === 0) stop(signal.reason);
        });
        const buffers = new Set([first.coordinates.buffer, second.coordinates.buffer]);
        ready().postMessage({ id, first, second }, [...buffers] as Transferable[]);
      }),
    dispose: () => stop(new Error("The view was closed.")),
  };
}

function openWorker(): NearestPort {
  return new Worker(new URL("./nearest.worker.ts", import.meta.url), { type: "module" });
}
