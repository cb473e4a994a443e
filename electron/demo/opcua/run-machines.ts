/** Machines that work by the clock: steps follow each other at a fixed rate, none is left out when the process is late. */
import { startMachineServer, type MachineServer, type MachineServerOptions } from "./machine-server.ts";

export interface RunMachinesOptions extends Omit<MachineServerOptions, "validFrom"> {
  /** Changes of every signal per second. Default 1. */
  readonly rate?: number;
  /** µs UTC */
  readonly now: () => number;
}

export interface RunningMachines {
  readonly server: MachineServer;
  /** Steps made so far, and the time of the last in µs UTC. */
  readonly steps: number;
  readonly at: number;
  start(): void;
  pause(): void;
  close(): Promise<void>;
}

/** Looks at the clock this many times per step. */
const LOOKS = 4;

/** The machines stand still until `start`. */
export async function runMachines(options: RunMachinesOptions): Promise<RunningMachines> {
  const { rate = 1, now } = options;
  const server = await startMachineServer({ ...options, validFrom: now() / 1000 - 60_000 });
  const step = Math.round(1_000_000 / rate);
  let at = Math.floor(now() / step) * step;
  let steps = 0;
  let timer: NodeJS.Timeout | undefined;
  const catchUp = (): void => {
    while (at + step <= now()) {
      server.step((at += step));
      steps += 1;
    }
  };
  // A variable has a value from the beginning.
  server.step(at);
  steps += 1;
  return {
    server,
    get steps() {
      return steps;
    },
    get at() {
      return at;
    },
    start: () => {
      at = Math.max(at, Math.floor(now() / step) * step);
      timer ??= setInterval(catchUp, step / 1000 / LOOKS);
    },
    pause: () => {
      clearInterval(timer);
      timer = undefined;
    },
    close: async () => {
      clearInterval(timer);
      await server.close();
    },
  };
}
