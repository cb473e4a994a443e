/** Worker thread: meshes one exchange text after the other. Expendable: its pool ends it at any time. */
import { parentPort, workerData } from "node:worker_threads";
import type { Implementation } from "../../../../../shared/rpc/service.ts";
import { serveContract } from "../../../../../shared/rpc/server.ts";
import { computeInBackground } from "../../../background-thread.ts";
import { portTransport } from "../../../transport/message-port.ts";
import { KERNELS } from "./kernels.ts";
import { kernelContract, type KernelWorkerData } from "./mesh-kernel.ts";

if (parentPort === null) throw new Error("runs as a worker");
// Who reads the file goes before: what is drawn first waits for it.
computeInBackground();
const { kernel: name, module, memoryLimit } = workerData as KernelWorkerData;
const kernel = await KERNELS[name].start(module, memoryLimit);
const implementation: Implementation<typeof kernelContract> = {
  kernel: {
    mesh: (request) => kernel.mesh(request),
    readWhole: (request) => kernel.readWhole(request),
  },
};
serveContract(kernelContract, implementation, portTransport(parentPort));
