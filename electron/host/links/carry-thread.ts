/** The thread that looks for faces on a mesh, one mesh at a time. */
import { Worker } from "node:worker_threads";
import { Failure, failureFrom } from "../../../shared/rpc/failure.ts";
import { workerUrl } from "../workers.ts";
import type { CarryAnswer, CarryWork } from "./carry-work.ts";

const HEAP_LIMIT_MB = 2_048;

export interface CarryThread {
  /** Rejects with a Failure where a mesh can't be read, or where it is stopped. */
  look(work: CarryWork): Promise<Exclude<CarryAnswer, { type: "failed" }>>;
  stop(): Promise<void>;
}

export function createCarryThread(): CarryThread {
  let worker: Worker | undefined;
  return {
    look: async (work) => {
      const own = new Worker(workerUrl("carry-links"), {
        workerData: work,
        resourceLimits: { maxOldGenerationSizeMb: HEAP_LIMIT_MB },
      });
      worker = own;
      try {
        return await new Promise((resolve, reject) => {
          own.on("message", (answer: CarryAnswer) =>
            answer.type === "failed" ? reject(failureFrom(answer.failure)) : resolve(answer),
          );
          own.on("error", reject);
          own.on("exit", () => reject(new Failure("cancelled", "looking for faces was stopped")));
        });
      } finally {
        worker = undefined;
        await own.terminate();
      }
    },
    stop: async () => {
      await worker?.terminate();
    },
  };
}
