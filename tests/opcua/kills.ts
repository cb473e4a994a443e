/** A host that is killed again and again while it observes: at the end its cache holds what the machines did. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { startChild, type Child } from "./child.ts";
import { compare, isWhole, startMachines, type Comparison, type MachinesReport } from "./machines-process.ts";

export interface KillOptions {
  readonly kills: number;
  readonly signals: number;
  /** Changes of each signal per second. */
  readonly rate: number;
  /** In [0, 1): when it is killed. */
  readonly random: () => number;
}

interface Stored {
  readonly isOnline: boolean;
  /** Samples by path. */
  readonly counts: readonly (readonly [path: string, samples: number])[];
  readonly openGaps: number;
}

const HOST = resolve(import.meta.dirname, "host-process.ts");
/** ms of life after it is ready, at most; some are killed before they have caught up. */
const LIFE = 3_000;
const LOOK = 100;
const PATIENCE = 60_000;

export async function runKills({ kills, signals, rate, random }: KillOptions): Promise<Comparison> {
  const folder = mkdtempSync(join(tmpdir(), "throughline-kills-"));
  const dataFolder = join(folder, "data");
  const machines = await startMachines(join(folder, "machines"), signals, rate);
  const startHost = () => startChild(HOST, [dataFolder, machines.url, ...machines.paths]);
  /** Also that it has looked at its machines: before, it knows of no gap. */
  const hasStored = async (host: Child, report: MachinesReport): Promise<void> => {
    const began = performance.now();
    const isStored = async (): Promise<boolean> => {
      const { isOnline, counts, openGaps } = (await host.ask("stored")) as Stored;
      return isOnline && openGaps === 0 && isWhole(new Map(counts), report);
    };
    while (!(await isStored()) && performance.now() - began < PATIENCE) await wait(LOOK);
  };
  try {
    const before = await machines.report();
    for (let kill = 0; kill < kills; kill += 1) {
      const host = startHost();
      await host.next();
      if (kill === 0) {
        // Nobody can miss what was before the first look.
        await hasStored(host, before);
        await machines.run();
      }
      await wait(random() * LIFE);
      await host.kill();
    }
    await machines.pause();
    const report = await machines.report();
    const last = startHost();
    await last.next();
    await hasStored(last, report);
    await last.end("end");
    return compare(dataFolder, report);
  } finally {
    await machines.end();
    rmSync(folder, { recursive: true, force: true });
  }
}
