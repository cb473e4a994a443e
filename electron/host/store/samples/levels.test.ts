import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openCache } from "../stores.ts";
import { createSampleChunks } from "../writer/opcua/sample-chunks.ts";
import { createReduceChunk } from "./keep-levels.ts";
import { decodeLevels, encodeLevels, levelsBeside, levelsOf } from "./levels.ts";

const count = 5_000;
const times = Float64Array.from({ length: count }, (_, i) => 1e15 + i * 1_000 + (i % 7));
const values = Float64Array.from({ length: count }, (_, i) =>
  i % 11 === 0 ? NaN : 40 + 10 * Math.sin(i / 90) + (i % 13),
);
const finite = [...values].filter((value) => !Number.isNaN(value));

test("levels keep the extremes, the mean and the number of what they stand for", () => {
  const bytes = encodeLevels(levelsOf(times, values, levelsBeside(count)));
  const levels = decodeLevels(bytes);
  expect(levels.times).toHaveLength(Math.ceil(count / 64));
  expect(bytes.length).toBeLessThan((count * 16) / 40);
  expect(Math.min(...levels.minimum)).toBe(Math.fround(Math.min(...finite)));
  expect(Math.max(...levels.maximum)).toBe(Math.fround(Math.max(...finite)));
  expect(levels.counts.reduce((sum, n) => sum + n, 0)).toBe(finite.length);
  const mean = finite.reduce((sum, value) => sum + value, 0) / finite.length;
  expect(
    levels.mean.reduce((sum, value, at) => sum + value * (levels.counts[at] ?? 0), 0) / finite.length,
  ).toBeCloseTo(mean, 4);
});

test.each([
  ["one sample", [5], [1]],
  ["samples of one time", [5, 5, 5], [1, NaN, 3]],
  ["nothing but no value", [5, 6], [NaN, NaN]],
  ["times between two microseconds", [5.25, 6.5, 1e15 + 0.125], [1, 2, 3]],
  ["days between two samples", [0, 3e11], [1, 2]],
])("%s", (_, at, of) => {
  const levels = decodeLevels(encodeLevels(levelsOf(Float64Array.from(at), Float64Array.from(of), 32)));
  const known = of.filter((value) => !Number.isNaN(value));
  expect(levels.counts.reduce((sum, n) => sum + n, 0)).toBe(known.length);
  expect([...levels.maximum].filter((value) => !Number.isNaN(value)).at(-1)).toBe(known.at(-1));
  expect([levels.times[0], levels.ends.at(-1)]).toEqual([at[0], at.at(-1)]);
});

test("bytes that are no levels are refused", () => {
  const bytes = encodeLevels(levelsOf(times, values, 32));
  for (const wrong of [bytes.subarray(0, 15), bytes.subarray(0, -1), Buffer.alloc(16)])
    expect(() => decodeLevels(wrong)).toThrow(RangeError);
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
    // Of the reduced one, and of the one that is long enough.
    expect(cache.prepare("SELECT count(*) FROM sample_level").pluck().get()).toBe(2);
    cache.exec("DELETE FROM sample_chunk WHERE count > 100");
    expect(cache.prepare("SELECT count(*) FROM sample_level").pluck().get()).toBe(0);
  } finally {
    cache.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
