/** Worker thread: meshes one exchange text after the other. Expendable: its pool ends it at any time. */
import { parentPort, workerData } from "node:worker_threads";
import type { Implementation } from "../../../../../shared/rpc/service.ts";
import { serveContract } from "../../../../../shared/rpc/server.ts";
import { portTransport } from "../../../transport/message-port.ts";
import { kernelContract, type KernelWorkerData } from "./mesh-kernel.ts";
import { startOcct } from "./occt.ts";

if (parentPort === null) throw new Error("runs as a worker");
const { module, memoryLimit } = workerData as KernelWorkerData;
const occt = await startOcct(module, memoryLimit);
const implementation: Implementation<typeof kernelContract> = {
  kernel: {
    mesh: (request) => occt.mesh(request),
    readWhole: (request) => occt.readWhole(request),
  },
};
serveContract(kernelContract, implementation, portTransport(parentPort));
