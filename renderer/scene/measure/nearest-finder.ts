/** The least distance of two picked things, by a worker: asked one after the other, given up at once. */
import { createWorkerCalls, type CallPort, type Numbered } from "../worker-calls.ts";
import type { Nearest } from "./simplex-distance.ts";
import type { SimplexSet } from "./simplex-tree.ts";

interface Question {
  readonly first: SimplexSet;
  readonly second: SimplexSet;
}

interface Answer {
  /** Undefined where one of them is empty. */
  readonly nearest: Nearest | undefined;
}

export type NearestRequest = Question & Numbered;
export type NearestAnswer = Answer & Numbered;
export type NearestPort = CallPort<Question, Answer>;

export interface NearestFinder {
  /** The coordinates go to the worker. @throws the signal's reason where it was given up */
  readonly find: (first: SimplexSet, second: SimplexSet, signal: AbortSignal) => Promise<Nearest | undefined>;
  readonly dispose: () => void;
}

export function createNearestFinder(open: () => NearestPort = openWorker): NearestFinder {
  const calls = createWorkerCalls(open);
  return {
    find: async (first, second, signal) => {
      const buffers = new Set([first.coordinates.buffer, second.coordinates.buffer]);
      const { nearest } = await calls.ask({ first, second }, [...buffers] as Transferable[], signal);
      return nearest;
    },
    dispose: calls.dispose,
  };
}

function openWorker(): NearestPort {
  return new Worker(new URL("./nearest.worker.ts", import.meta.url), { type: "module" });
}
