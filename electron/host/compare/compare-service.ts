/** Compares stored models in a thread of its own, which is started for it and stopped with it. */
import { Worker } from "node:worker_threads";
import type { CompareEvent, compareService, DeviationEvent } from "../../../shared/contract/compare.ts";
import { Failure, failureFrom } from "../../../shared/rpc/failure.ts";
import type { ServiceImplementation } from "../../../shared/rpc/service.ts";
import type { Blobs } from "../blobs.ts";
import type { Store } from "../store/store.ts";
import { workerUrl } from "../workers.ts";
import type { CompareMessage, CompareWork } from "./compare-work.ts";

/** Heap of one comparison; the meshes themselves lie beside it. */
const HEAP_LIMIT_MB = 4_096;

export function createCompareService(
  store: Pick<Store, "reader">,
  blobs: Blobs,
): ServiceImplementation<typeof compareService> {
  const pathOf = async (sha256: string, blob: string): Promise<string> => {
    const mesh = await store.reader.models.mesh({ sha256 });
    if (mesh !== undefined && blob !== `/blob/${mesh}`)
      throw new Failure("invalid", "One of the two models was read again meanwhile: compare them again.");
    const path = mesh === undefined ? undefined : blobs.path(mesh);
    if (path === undefined)
      throw new Failure("invalid", "One of the two models is not there any more: import its file again.");
    return path;
  };
  const workOf = async (
    task: CompareWork["task"],
    { before, after, blobs: meshes, partNumber, tolerance }: Question,
  ): Promise<CompareWork> => {
    const [beforePath, afterPath] = await Promise.all([
      pathOf(before, meshes.before),
      pathOf(after, meshes.after),
    ]);
    return { task, beforePath, afterPath, partNumber, tolerance };
  };
  return {
    run: async (question, emit, { signal }) =>
      work(await workOf("run", question), (event) => event.type !== "measured" && emit(event), signal),
    deviations: async (question, emit, { signal }) =>
      work(await workOf("deviations", question), (event) => event.type !== "compared" && emit(event), signal),
  };
}

interface Question {
  readonly before: string;
  readonly after: string;
  readonly blobs: { readonly before: string; readonly after: string };
  readonly partNumber?: string | undefined;
  readonly tolerance: number;
}

async function work(
  data: CompareWork,
  emit: (event: CompareEvent | DeviationEvent) => void,
  signal: AbortSignal,
): Promise<void> {
  signal.throwIfAborted();
  const worker = new Worker(workerUrl("compare"), {
    workerData: data,
    resourceLimits: { maxOldGenerationSizeMb: HEAP_LIMIT_MB },
  });
  try {
    await new Promise<void>((resolve, reject) => {
      signal.addEventListener("abort", () => reject(new Failure("cancelled", "the comparison was stopped")));
      worker.on("message", (message: CompareMessage) => {
        if (message.type === "failed") reject(failureFrom(message.failure));
        else {
          emit(message);
          if (message.type !== "progress") resolve();
        }
      });
      worker.on("error", (thrown: Error & { code?: string }) =>
        reject(
          thrown.code === "ERR_WORKER_OUT_OF_MEMORY"
            ? new Failure(
                "limit",
                "The two models need too much memory to be compared: compare a part of them.",
              )
            : thrown,
        ),
      );
      worker.on("exit", () => reject(new Failure("bug", "the comparing thread ended without an answer")));
    });
  } finally {
    await worker.terminate();
  }
}
