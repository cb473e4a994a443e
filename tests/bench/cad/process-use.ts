/** What a process has used, as one line of JSON for the one that started it. */
import { readFileSync } from "node:fs";

export interface ProcessUse {
  /** Seconds, user and system. */
  readonly cpu: number;
  /** Resident at most, MB; undefined where the system does not say (`/proc`). */
  readonly peak: number | undefined;
}

/** @param since processor time from then on; undefined: all of the process, its start too */
export function tellUse(since?: NodeJS.CpuUsage): void {
  const { user, system } = process.cpuUsage(since);
  const use: ProcessUse = { cpu: (user + system) / 1e6, peak: peakMegabytes() };
  console.log(JSON.stringify(use));
}

function peakMegabytes(): number | undefined {
  try {
    const [, kilobytes] = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync("/proc/self/status", "utf8")) ?? [];
    return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
  } catch (thrown) {
    if (thrown instanceof Error && "code" in thrown) return undefined;
    throw thrown;
  }
}
