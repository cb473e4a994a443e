/** Starts real host processes on a data folder, and kills them. */
import { spawn, type ChildProcess } from "node:child_process";
import { join } from "node:path";
import { contract, type HostClient } from "../../shared/contract/contract.ts";
import { createClient } from "../../shared/rpc/client.ts";
import { failureFrom, type FailureData } from "../../shared/rpc/failure.ts";
import { processTransport } from "./process-transport.ts";

export interface HostProcess {
  readonly pid: number;
  readonly client: HostClient;
  /** What it wrote to its log. */
  readonly log: () => string;
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void>;
  /** Ends it as a shell would. */
  end(): Promise<void>;
}

const running = new Set<ChildProcess>();
process.on("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

/** `demoModel`: STEP file of the demo, which then comes where there is nothing else. */
export async function startHostProcess(dataFolder: string, demoModel?: string): Promise<HostProcess> {
  const args = [dataFolder, ...(demoModel === undefined ? [] : [demoModel])];
  const child = spawn(process.execPath, [join(import.meta.dirname, "host-child.ts"), ...args], {
    stdio: ["ignore", "ignore", "pipe", "ipc"],
    serialization: "advanced",
  });
  running.add(child);
  const gone = new Promise<void>((resolve) => {
    child.once("exit", () => {
      running.delete(child);
      resolve();
    });
  });
  let log = "";
  child.stderr?.on("data", (chunk: Buffer) => (log += chunk.toString()));
  await new Promise<void>((resolve, reject) => {
    const heard = (message: { ready?: true; failure?: FailureData }): void => {
      if (message.ready === undefined && message.failure === undefined) return;
      child.off("message", heard);
      if (message.failure === undefined) resolve();
      else reject(failureFrom(message.failure));
    };
    child.on("message", heard);
    child.once("exit", (code, signal) => reject(new Error(`the host ended (${code ?? signal}): ${log}`)));
  });
  return {
    pid: child.pid ?? 0,
    client: createClient(contract, processTransport(child)),
    log: () => log,
    async kill() {
      child.kill("SIGKILL");
      await gone;
    },
    async end() {
      child.disconnect();
      await gone;
    },
  };
}
