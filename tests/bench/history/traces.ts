/** A trace over all of a long signal, and over some of it, against reading its samples one by one. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createReader } from "../../../electron/host/store/reader.ts";
import type { Connection } from "../../../electron/host/store/open.ts";
import { openCache } from "../../../electron/host/store/stores.ts";
import { createSampleChunks } from "../../../electron/host/store/writer/opcua/sample-chunks.ts";
import { median, type Figure } from "../figure.ts";

const context = { signal: new AbortController().signal };
const BUCKETS = 2_800;
const RUNS = 9;
/** Ten samples a second; a chunk of them lasts 410 s, a bucket of ten days 309 s: an edge goes through every chunk. */
const PERIOD = 100_000;
const DAYS = 10;
const DAY = 86_400_000_000;
const START = Date.UTC(2026, 0, 1) * 1_000;
const FULL = 4_096;

export async function* traceFigures(): AsyncGenerator<Figure> {
  const folder = mkdtempSync(join(tmpdir(), "throughline-bench-"));
  try {
    const cache = openCache(folder, () => 0);
    try {
      writeSignal(cache);
      const reader = createReader(folder, () => 0);
      for (const [name, days] of [
        ["ten days", DAYS],

        ["a day", 1],
      ] as const) {
        const window = { from: START, to: START + days * DAY };
        const ask = () =>
          reader.events.trace({ equipment: "Mill", signal: "Load", window, buckets: BUCKETS }, context);
        const value = await repeated(ask);
        yield {
          group: "history",
          name: `trace of ${name} at 10 samples a second in ${BUCKETS.toLocaleString("en")} buckets`,
          value,
          unit: "ms",
          baseline: await repeated(() => bySamples(cache, window)),
          baselineName: "the same of every sample, read chunk by chunk",
        };
      }
      const bytes = (table: string): number =>
        cache
          .prepare(
            "SELECT sum(pgsize) FROM dbstat WHERE aggregate = 1 AND name IN (SELECT name FROM sqlite_schema WHERE tbl_name = ?)",
          )
          .pluck()
          .get(table) as number;
      const samples = (DAYS * DAY) / PERIOD;
      yield {
        group: "history",
        name: "bytes per sample on disk, levels and indexes included",
        value: (bytes("sample_chunk") + bytes("sample_level")) / samples,
        unit: "B",
        baseline: 16,
        baselineName: "time and value",
      };
    } finally {
      cache.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Load of a machine that works in cycles of some minutes, on a day's drift, with noise. */
function writeSignal(cache: Connection): void {
  cache.exec(`
    INSERT INTO source (source_id, id, name, format, mode, as_of_us) VALUES (1, 'bench', 'bench', 'opcua', 'live', 0);
    INSERT INTO equipment VALUES (1, 'Mill'); INSERT INTO signal VALUES (1, 1, 'Load', NULL);`);
  const chunks = createSampleChunks(cache);
  const count = (DAYS * DAY) / PERIOD;
  cache.transaction(() => {
    for (let first = 0; first < count; first += FULL) {
      const length = Math.min(FULL, count - first);
      const times = Float64Array.from({ length }, (_, at) => START + (first + at) * PERIOD);
      const values = Float64Array.from({ length }, (_, at) => {
        const second = (first + at) / 10;
        return 40 + 10 * Math.sin(second / 13_751) + 5 * Math.sin(second / 97) + ((second * 7_919) % 1);
      });
      chunks.append(1, 1, { times, values });
    }
  })();
}

function bySamples(cache: Connection, { from, to }: { readonly from: number; readonly to: number }): unknown {
  const minimum = new Float32Array(BUCKETS).fill(NaN);
  const maximum = new Float32Array(BUCKETS).fill(NaN);
  const sums = new Float64Array(BUCKETS);
  const counts = new Uint32Array(BUCKETS);
  const scale = BUCKETS / (to - from);
  const rows = cache
    .prepare(
      "SELECT times, sample_values FROM sample_chunk WHERE signal_id = 1 AND from_us < ? AND to_us >= ?",
    )
    .raw()
    .iterate(to, from) as IterableIterator<readonly [Buffer, Buffer]>;
  for (const [timeBytes, valueBytes] of rows) {
    const times = new Float64Array(new Uint8Array(timeBytes).buffer);
    const values = new Float64Array(new Uint8Array(valueBytes).buffer);
    for (let at = 0; at < times.length; at += 1) {
      const time = times[at] as number;
      if (time < from || time >= to) continue;
      const value = values[at] as number;
      const bucket = Math.floor((time - from) * scale);
      if (!(value >= (minimum[bucket] as number))) minimum[bucket] = value;
      if (!(value <= (maximum[bucket] as number))) maximum[bucket] = value;
      sums[bucket] = (sums[bucket] as number) + value;
      counts[bucket] = (counts[bucket] as number) + 1;
    }
  }
  return [minimum, maximum, sums, counts];
}

async function repeated(work: () => unknown): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  }
  return median(times);
}
