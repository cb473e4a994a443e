/** The machines of the demo in a process of their own, spoken to by lines of JSON. */
import { createHash } from "node:crypto";
import { resolve } from "node:path";
import type { Connection } from "../../electron/host/store/open.ts";
import { openCache } from "../../electron/host/store/stores.ts";
import { startChild, type Child } from "./child.ts";

export interface MachinesReport {
  readonly steps: number;
  /** Time of the last step, µs UTC. */
  readonly at: number;
  readonly signals: readonly { readonly path: string; readonly count: number; readonly sha256: string }[];
}

export interface MachinesProcess {
  readonly url: string;
  readonly paths: readonly string[];
  run(): Promise<void>;
  pause(): Promise<void>;
  report(): Promise<MachinesReport>;
  end(): Promise<void>;
}

const MAIN = resolve(import.meta.dirname, "../../electron/demo/opcua/main.ts");

export async function startMachines(folder: string, signals: number, rate: number): Promise<MachinesProcess> {
  const child: Child = startChild(MAIN, [
    "--folder",
    folder,
    "--signals",
    String(signals),
    "--rate",
    String(rate),
  ]);
  const { url, signals: paths } = (await child.next()) as { url: string; signals: readonly string[] };
  return {
    url,
    paths,
    run: async () => void (await child.ask("run")),
    pause: async () => void (await child.ask("pause")),
    report: async () => (await child.ask("report")) as MachinesReport,
    end: () => child.end("end"),
  };
}

export interface Comparison {
  readonly expected: number;
  readonly stored: number;
  /** Signals whose times or values differ from the machine's own record. */
  readonly wrong: readonly string[];
  /** Gaps that were not filled. */
  readonly gaps: number;
  readonly chunks: number;
}

function expectedOf({ signals }: MachinesReport): number {
  return signals.reduce((sum, { count }) => sum + count, 0);
}

/** Samples in a cache by path. */
export function storedCounts(cache: Connection): ReadonlyMap<string, number> {
  const rows = cache
    .prepare(
      `SELECT q.name || '/' || g.name, sum(c.count) FROM sample_chunk c JOIN signal g USING (signal_id)
       JOIN equipment q USING (equipment_id) GROUP BY signal_id`,
    )
    .raw()
    .all();
  return new Map(rows as [string, number][]);
}

/** Of every number that the machines report there are as many samples: those of counts are not in the report. */
export function isWhole(counts: ReadonlyMap<string, number>, { signals }: MachinesReport): boolean {
  return signals.every(({ path, count }) => (counts.get(path) ?? 0) >= count);
}

/** What a data folder holds, value by value, against what the machines did. */
export function compare(dataFolder: string, report: MachinesReport): Comparison {
  const cache = openCache(dataFolder, () => 0, true);
  try {
    const rows = cache.prepare(
      `SELECT c.times, c.sample_values AS sampleValues FROM sample_chunk c JOIN signal g USING (signal_id) JOIN equipment q USING (equipment_id)
       WHERE q.name = ? AND g.name = ? ORDER BY c.from_us`,
    );
    const wrong: string[] = [];
    let stored = 0;
    for (const { path, sha256, count } of report.signals) {
      const chunks = rows.all(...path.split("/")) as { times: Buffer; sampleValues: Buffer }[];
      const digest = createHash("sha256");
      for (const { times } of chunks) digest.update(times);
      for (const { sampleValues } of chunks) digest.update(sampleValues);
      const own = chunks.reduce((sum, { times }) => sum + times.length / 8, 0);
      stored += own;
      if (digest.digest("hex") !== sha256) wrong.push(`${path}: ${own} of ${count}`);
    }
    const number = (sql: string): number => Number(cache.prepare(sql).pluck().get());
    return {
      expected: expectedOf(report),
      stored,
      wrong,
      // Events have no history to be read back from.
      gaps: number("SELECT count(*) FROM gap WHERE backfilled = 0 AND stream NOT LIKE '% · events'"),
      chunks: number("SELECT count(*) FROM sample_chunk"),
    };
  } finally {
    cache.close();
  }
}
