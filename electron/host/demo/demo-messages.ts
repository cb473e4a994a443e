/** What the host and the demo's worker threads say to each other. Internal: typed, not checked again. */
import type { MessagePort } from "node:worker_threads";
import type { OpcuaSignal } from "../../../shared/contract/opcua.ts";
import type { StoredScope } from "../store/writer/plants.ts";

/** `workerData` of demo.worker.ts. */
export interface DemoWorkerData {
  /** The data folder. */
  readonly folder: string;
  /** What the plant remembers from one start to the next. */
  readonly stateFolder: string;
  /** STEP file of the product. */
  readonly model: string;
  readonly writerPort: MessagePort;
  /** Its year stands in the cache already. */
  readonly isWhole: boolean;
}

/** `begin`: what can wait for the first picture is done now. */
export type ToDemo = "begin" | "unplug" | "plug-in";

export type FromDemo =
  /** The year stands in the cache. */
  | { readonly type: "written" }
  /** The plant is on the network. */
  | {
      readonly type: "up";
      readonly name: string;
      readonly url: string;
      readonly token: string;
      readonly scopes: readonly StoredScope[];
    }
  | { readonly type: "unplugged" }
  | { readonly type: "plugged-in" };

/** `workerData` of the machines' worker. */
export interface MachinesWorkerData {
  /** Where the server keeps its certificate. */
  readonly folder: string;
}

export type ToMachines = "unplug" | "plug-in";

/** Each time when they have come to the network. */
export interface FromMachines {
  readonly url: string;
  /** SHA-1 of the server's certificate, upper-case hexadecimal. */
  readonly thumbprint: string;
  readonly signals: readonly OpcuaSignal[];
}
