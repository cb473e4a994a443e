/**
 * Machines that work by a clock: steps follow each other at a fixed rate, none is left out when the process is late.
 * Where that clock is a plant's, which leaves out the nights, so do they.
 */
import { startMachineServer, type MachineServer, type MachineServerOptions } from "./machine-server.ts";

export interface RunMachinesOptions extends Omit<MachineServerOptions, "validFrom" | "clock"> {
  /** Changes of every signal per second. Default 1. */
  readonly rate?: number;
  /** This computer's clock, µs UTC. */
  readonly now: () => number;
  /** The plant's, which their times are by, and how fast that runs; absent: this computer's. */
  readonly plant?: { readonly time: () => number; readonly speed: number } | undefined;
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

/** Steps that a plant's clock goes on at once where it leaves out a night. */
const REST = 30;
/** Looks at the clock this many times per step. */
const LOOKS = 4;

/** The machines stand still until `start`. */
export async function runMachines(options: RunMachinesOptions): Promise<RunningMachines> {
  const { rate = 1, plant } = options;
  const clock = plant?.time;
  const server = await startMachineServer({ ...options, clock, validFrom: options.now() / 1000 - 60_000 });
  const now = clock ?? options.now;
  const step = Math.round((1_000_000 / rate) * (plant?.speed ?? 1));
  let at = Math.floor(now() / step) * step;
  let steps = 0;
  let timer: NodeJS.Timeout | undefined;
  const catchUp = (): void => {
    // Nobody was there meanwhile.
    if (plant !== undefined && now() - at > step * REST) at = Math.floor(now() / step) * step - step;
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
      timer ??= setInterval(catchUp, 1_000 / rate / LOOKS);
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
