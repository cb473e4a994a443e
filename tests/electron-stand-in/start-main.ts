/** Starts the window's real main module against the stand-in, and ends everything it started. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { vi } from "vitest";
import { createClient } from "../../shared/rpc/client.ts";
import { contract, type HostClient } from "../../shared/contract/contract.ts";
import { portTransport } from "../../electron/host/transport/message-port.ts";
import type { StandInPort } from "./ports.ts";

export type StandIn = typeof import("./electron.ts");

export interface StartedMain {
  readonly electron: StandIn;
  readonly window: InstanceType<StandIn["BrowserWindow"]>;
  readonly dataFolder: string;
  /** Ends it as a person would; resolves once the app has gone. */
  quit(): Promise<void>;
  remove(): void;
}

/** `before` runs with the stand-in before main does. Each start has a fresh stand-in. */
export async function startMain(
  args: readonly string[] = [],
  before: (electron: StandIn) => void = () => undefined,
): Promise<StartedMain> {
  vi.resetModules();
  vi.doMock("electron", () => import("./electron.ts"));
  const electron = (await import("electron")) as unknown as StandIn;
  const dataFolder = mkdtempSync(join(tmpdir(), "throughline-window-"));
  before(electron);
  const argv = process.argv;
  process.argv = [argv[0] ?? "", electron.app.getAppPath(), "--data", dataFolder, "--no-demo", ...args];
  try {
    await import("../../electron/window/main.ts");
  } finally {
    process.argv = argv;
  }
  electron.app.ready();
  // whenReady's listeners run in the microtask after it.
  await new Promise((resolve) => setImmediate(resolve));
  const [window] = electron.BrowserWindow.all;
  return {
    electron,
    get window() {
      if (window === undefined) throw new Error("no window was opened");
      return window;
    },
    dataFolder,
    quit: async () => {
      const { app } = electron;
      if (app.exitCode === undefined) {
        const gone = new Promise((resolve) => app.once("stand-in-exit", resolve));
        app.quit();
        await gone;
      }
      await Promise.all(electron.children.map(({ worker }) => worker.terminate()));
    },
    remove: () => rmSync(dataFolder, { recursive: true, force: true }),
  };
}

/** A client of the contract on a port as the page gets it. */
export function clientOn(port: StandInPort): HostClient {
  return createClient(contract, portTransport(port.raw));
}
