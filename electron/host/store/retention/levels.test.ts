import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { reduce } from "../queries/traces.ts";
import { openCache } from "../stores.ts";
import { createSampleChunks } from "../writer/opcua/sample-chunks.ts";
import { createReduceChunk, decodeLevels, encodeLevels, levelsOf } from "./levels.ts";

const count = 5_000;
const times = Float64Array.from({ length: count }, (_, i) => 1e15 + i * 1_000 + (i % 7));
const values = Float64Array.from({ length: count }, (_, i) =>
  i % 11 === 0 ? NaN : 40 + 10 * Math.sin(i / 90) + (i % 13),
);
const finite = [...values].filter((value) => !Number.isNaN(value));

test("levels keep the extremes, the mean and the number of what they stand for", () => {
  const { times: bytes, values: columns } = encodeLevels(levelsOf(times, values));
  const levels = decodeLevels(bytes, columns);
  expect(levels.times).toHaveLength(32);
  expect(bytes.length + columns.length).toBeLessThan((count * 16) / 50);
  expect(Math.min(...levels.minimum)).toBe(Math.min(...finite));
  expect(Math.max(...levels.maximum)).toBe(Math.max(...finite));
  expect(levels.counts.reduce((sum, n) => sum + n, 0)).toBe(finite.length);
  const mean = finite.reduce((sum, value) => sum + value, 0) / finite.length;
  expect(
    levels.mean.reduce((sum, value, at) => sum + value * (levels.counts[at] ?? 0), 0) / finite.length,
  ).toBeCloseTo(mean, 9);
});

test("a trace that is drawn no finer than its levels is that of the samples", () => {
  const window = { from: times[0] ?? 0, to: (times.at(-1) ?? 0) + 1 };
  const whole = reduce([{ times, values }], window, 1);
  const ofLevels = reduce([levelsOf(times, values)], window, 1);
  expect(ofLevels.minimum).toEqual(whole.minimum);
  expect(ofLevels.maximum).toEqual(whole.maximum);
  expect(ofLevels.mean[0]).toBeCloseTo(whole.mean[0] ?? 0, 4);
});

test.each([
  ["one sample", [5], [1]],
  ["samples of one time", [5, 5, 5], [1, NaN, 3]],
  ["nothing but no value", [5, 6], [NaN, NaN]],
])("%s", (_, at, of) => {
  const levels = levelsOf(Float64Array.from(at), Float64Array.from(of));
  const known = of.filter((value) => !Number.isNaN(value));
  expect(levels.counts.reduce((sum, n) => sum + n, 0)).toBe(known.length);
  expect([...levels.maximum].filter((value) => !Number.isNaN(value)).at(-1)).toBe(known.at(-1));
});

test("samples that come late go beside a reduced chunk, not into it", () => {
  const folder = mkdtempSync(join(tmpdir(), "throughline-levels-"));
  const cache = openCache(folder, () => 1);
  try {
    cache.exec(`
      INSERT INTO source (source_id, id, name, format, mode, as_of_us) VALUES (1, 'opcua:a', 'A', 'opcua', 'live', 1);
      INSERT INTO equipment VALUES (1, 'Mill');
      INSERT INTO signal VALUES (1, 1, 'Load', NULL);`);
    const chunks = createSampleChunks(cache);
    chunks.append(1, 1, { times: times.subarray(0, 4_000), values: values.subarray(0, 4_000) });
    const row = cache.prepare('SELECT from_us AS "from", sha256 FROM sample_chunk').get() as {
      from: number;
      sha256: string;
    };
    expect(createReduceChunk(cache)({ signal: 1, source: 1, ...row })).toBe(1);
    // Behind it, and in the middle of it.
    for (const [from, to] of [
      [4_000, 5_000],
      [100, 200],
    ] as const)
      chunks.append(1, 1, { times: times.subarray(from, to), values: values.subarray(from, to) });
    const rows = cache.prepare("SELECT count, levels FROM sample_chunk ORDER BY levels, count").raw().all();
    expect(rows).toEqual([
      [100, 0],
      [1_000, 0],
      [4_000, 1],
    ]);
  } finally {
    cache.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
