/**
 * Warm kernel workers. CAD files are hostile input: whatever one text does to its worker (crash, hang,
 * eat memory) costs that text alone.
 */
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { createClient } from "../../../../../shared/rpc/client.ts";
import { Failure } from "../../../../../shared/rpc/failure.ts";
import type { Client } from "../../../../../shared/rpc/service.ts";
import { portTransport } from "../../../transport/message-port.ts";
import { workerUrl } from "../../../workers.ts";
import { firstSolid } from "./first-solid.ts";
import { DEFAULT_KERNEL, KERNELS } from "./kernels.ts";
import {
  kernelContract,
  type KernelName,
  type KernelWorkerData,
  type MeshKernel,
  type WholeFileKernel,
} from "./mesh-kernel.ts";
import { limitTime } from "./time-limit.ts";

/** More than four gain little: the biggest part of a file decides. */
const MOST_WORKERS = 4;
/** Of the processor: a part of 1 MB of text takes 1–3 s on a slow machine. */
const TIME_LIMIT_MS = 30_000;
const TIME_LIMIT_MS_PER_MB = 30_000;
const MEMORY_LIMIT = 1536 * 1024 * 1024;
/** Of the worker's JavaScript: a mesh of 10 million triangles stays below. */
const HEAP_LIMIT_MB = 1536;
/** Its young generation: three times as large by default, and nothing here lives short enough to be worth it. */
const YOUNG_LIMIT_MB = 12;
/** Each idle worker holds 100 MB and more. */
const IDLE_MS = 30_000;

/** As fine as a small part is. */
const FIRST = { text: firstSolid(), linearDeflection: 0.01, angularDeflection: 0.5 } as const;

export interface KernelPoolOptions {
  /** Which library does the work. */
  readonly kernel?: KernelName;
  readonly size?: number;
  /** For one text of so many bytes. */
  readonly timeLimitMs?: (bytes: number) => number;
  readonly memoryLimit?: number;
}

export interface KernelPool extends MeshKernel, WholeFileKernel {
  readonly size: number;
  /**
   * Starts a first kernel where there is none yet, for a text that is still being written, and has it read a small solid.
   * Ends once it starts by itself.
   */
  warm(): Promise<void>;
  close(): Promise<void>;
}

interface KernelWorker {
  readonly worker: Worker;
  readonly client: Client<typeof kernelContract>;
  /** The error that ended it, where one did. */
  fault: Error | undefined;
}

type KernelCalls = Client<typeof kernelContract>["kernel"];

interface Job {
  /** Length of what is meshed: the time it may take follows from it. */
  readonly bytes: number;
  readonly signal: AbortSignal;
  /** Does it on a kernel, and hands the result on. */
  readonly work: (calls: KernelCalls) => Promise<void>;
  readonly reject: (reason: Error) => void;
}

/** Nothing is started before the first text; later ones find the workers warm. */
export function createKernelPool(options: KernelPoolOptions = {}): KernelPool {
  // One core is left to the rest of the program.
  const size = options.size ?? Math.max(1, Math.min(MOST_WORKERS, availableParallelism() - 1));
  const timeLimitMs =
    options.timeLimitMs ??
    ((bytes: number) => TIME_LIMIT_MS + Math.ceil(bytes / 2 ** 20) * TIME_LIMIT_MS_PER_MB);
  const memoryLimit = options.memoryLimit ?? MEMORY_LIMIT;
  const kernelName = options.kernel ?? DEFAULT_KERNEL;
  const idle: KernelWorker[] = [];
  const working = new Set<KernelWorker>();
  const queue: Job[] = [];
  let running = 0;
  let module: Promise<WebAssembly.Module> | undefined;
  let idleTimer: NodeJS.Timeout | undefined;
  let closed = false;

  const endIdle = async (): Promise<void> => {
    await Promise.all(idle.splice(0).map(({ worker }) => worker.terminate()));
  };
  const start = async (): Promise<KernelWorker> => {
    module ??= KERNELS[kernelName].compile();
    return startWorker({ kernel: kernelName, module: await module, memoryLimit });
  };
  let warming = false;
  const run = async (job: Job): Promise<void> => {
    let kernel: KernelWorker | undefined;
    try {
      kernel = idle.pop() ?? (await start());
      if (closed) throw wasClosed();
      working.add(kernel);
      await workWith(kernel, job, timeLimitMs(job.bytes));
      idle.push(kernel);
    } catch (thrown) {
      // After a fault nobody knows what state the kernel's memory is in: the next text gets a new one.
      void kernel?.worker.terminate();
      job.reject((job.signal.aborted ? job.signal.reason : thrown) as Error);
    }
    if (kernel !== undefined) working.delete(kernel);
    running -= 1;
    pump();
  };
  const pump = (): void => {
    clearTimeout(idleTimer);
    while (running < size) {
      const job = queue.shift();
      if (job === undefined) break;
      running += 1;
      void run(job);
    }
    if (running > 0 || idle.length === 0) return;
    idleTimer = setTimeout(() => void endIdle(), IDLE_MS);
    idleTimer.unref();
  };

  const enqueue = <T>(
    bytes: number,
    signal: AbortSignal,
    work: (calls: KernelCalls) => Promise<T>,
  ): Promise<T> =>
    new Promise((resolve, reject) => {
      signal.throwIfAborted();
      if (closed) throw wasClosed();
      const forget = (): void => signal.removeEventListener("abort", leaveQueue);
      const job: Job = {
        bytes,
        signal,
        work: async (calls) => {
          const result = await work(calls);
          forget();
          resolve(result);
        },
        reject: (reason) => {
          forget();
          reject(reason);
        },
      };
      const leaveQueue = (): void => {
        const place = queue.indexOf(job);
        // One that is running ends its own worker.
        if (place < 0) return;
        queue.splice(place, 1);
        reject(signal.reason);
      };
      signal.addEventListener("abort", leaveQueue, { once: true });
      queue.push(job);
      pump();
    });

  return {
    size,
    warm: async () => {
      if (closed || warming || running > 0 || idle.length > 0) return;
      warming = true;
      try {
        const kernel = await start();
        // It waits for a text that may never come.
        kernel.worker.unref();
        // Read before whatever text comes; one that fails says so with a text.
        kernel.client.kernel.mesh(FIRST).catch(() => undefined);
        idle.push(kernel);
        if (closed) await endIdle();
        else pump();
      } finally {
        warming = false;
      }
    },
    mesh: (request, signal) =>
      enqueue(request.text.length, signal, (calls) => calls.mesh(request, { signal })),
    readWhole: (request, signal) =>
      enqueue(request.bytes.length, signal, (calls) => calls.readWhole(request, { signal })),
    close: async () => {
      closed = true;
      clearTimeout(idleTimer);
      for (const job of queue.splice(0)) job.reject(wasClosed());
      await Promise.all([...working].map(({ worker }) => worker.terminate()));
      await endIdle();
    },
  };
}

function wasClosed(): Failure {
  return new Failure("cancelled", "the kernels were closed");
}

function startWorker(data: KernelWorkerData): KernelWorker {
  const worker = new Worker(workerUrl("cad-kernel"), {
    workerData: data,
    resourceLimits: { maxOldGenerationSizeMb: HEAP_LIMIT_MB, maxYoungGenerationSizeMb: YOUNG_LIMIT_MB },
  });
  const kernel: KernelWorker = {
    worker,
    client: createClient(kernelContract, portTransport(worker)),
    fault: undefined,
  };
  worker.on("error", (thrown: Error) => {
    kernel.fault = thrown;
  });
  return kernel;
}

async function workWith(kernel: KernelWorker, { work }: Job, timeLimitMs: number): Promise<void> {
  const { worker, client } = kernel;
  let late = false;
  // An idle worker must not keep the process alive; one at work must.
  worker.ref();
  const endWatch = limitTime(worker, timeLimitMs, () => {
    late = true;
    void worker.terminate();
  });
  try {
    await work(client.kernel);
  } catch (thrown) {
    if (late) throw new Failure("limit", `meshing it took longer than ${timeLimitMs / 1000} s`);
    if (!(thrown instanceof Failure) || thrown.kind !== "offline") throw thrown;
    const code = kernel.fault !== undefined && "code" in kernel.fault ? kernel.fault.code : undefined;
    throw code === "ERR_WORKER_OUT_OF_MEMORY"
      ? new Failure("limit", "its mesh needs too much memory")
      : new Failure("offline", "the geometry kernel crashed on it");
  } finally {
    endWatch();
    worker.unref();
  }
}
