/** Worker thread: checks a data folder beside the host, which goes on meanwhile. */
import { parentPort, workerData } from "node:worker_threads";
import type { ExamineEvent } from "../../../shared/contract/diagnostics.ts";
import { microseconds } from "../clock.ts";
import { examine } from "./examine.ts";

if (parentPort === null) throw new Error("runs as a worker");
const port = parentPort;
const tell = (event: ExamineEvent): void => port.postMessage(event);
const { folder, file } = workerData as { readonly folder: string; readonly file: number | undefined };
await examine(
  folder,
  microseconds,
  {
    found: (finding) => tell({ type: "finding", ...finding }),
    progress: (progress) => tell({ type: "progress", ...progress }),
  },
  file,
);
