import { expect, test } from "vitest";
import { finish } from "../../diagnostics/share.ts";
import { examineSamples } from "../../diagnostics/sample-levels.ts";
import { migrate } from "../migrate.ts";
import { openMemory } from "../open.ts";
import { bytesOf } from "../samples/columns.ts";
import { decodeLevels } from "../samples/levels.ts";
import { CACHE_MIGRATIONS } from "../stores.ts";

test("chunks of before have their levels afterwards, and reduced ones keep what they had", () => {
  const cache = openMemory();
  migrate(
    cache,
    CACHE_MIGRATIONS.filter(({ version }) => version < 240),
    () => 0,
  );
  cache.exec(`
    INSERT INTO source (source_id, id, name, format, mode, as_of_us) VALUES (1, 's', 's', 'opcua', 'live', 0);
    INSERT INTO equipment VALUES (1, 'Mill'); INSERT INTO signal VALUES (1, 1, 'Load', NULL);`);
  const insert = cache.prepare(
    `INSERT INTO sample_chunk (signal_id, from_us, to_us, source_id, count, minimum, maximum, mean, known, times, sample_values, sha256, levels)
     VALUES (1, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const chunk = (from: number, count: number, hasNone: boolean): void => {
    const times = Float64Array.from({ length: count }, (_, at) => from + at * 10);
    const values = times.map((_, at) => (hasNone && at % 2 === 1 ? NaN : at));
    const known = hasNone ? count / 2 : count;
    const most = hasNone ? count - 2 : count - 1;
    const [a, b] = [bytesOf(times), bytesOf(values)];
    // Where some sample had none, nobody counted until then.
    insert.run(from, times.at(-1), count, 0, most, most / 2, hasNone ? null : known, a, b, `s${from}`, 0);
  };
  chunk(0, 4_096, false);
  chunk(100_000, 600, true);
  chunk(200_000, 20, false);
  // Two levels of a thousand samples, as they stood in place of the samples.
  const [times, columns] = [
    [300_000, 305_000],
    [1, 2, 5, 9, 3, 4, 600, 400],
  ].map((all) => bytesOf(Float64Array.from(all)));
  insert.run(300_000, 309_990, 1_000, 1, 9, 3.4, null, times, columns, "reduced", 1);
  migrate(cache, CACHE_MIGRATIONS, () => 0);
  expect(finish(examineSamples(cache))).toEqual([]);
  const levels = cache.prepare("SELECT from_us, data FROM sample_level ORDER BY from_us").raw().all() as [
    number,
    Buffer,
  ][];
  expect(levels.map(([from, data]) => [from, decodeLevels(data).times.length])).toEqual([
    [0, 64],
    [100_000, 10],
    [300_000, 2],
  ]);
  expect(decodeLevels(levels[2]?.[1] ?? Buffer.alloc(0))).toEqual({
    times: Float64Array.of(300_000, 305_000),
    ends: Float64Array.of(300_000, 305_000),
    minimum: Float32Array.of(1, 2),
    maximum: Float32Array.of(5, 9),
    mean: Float32Array.of(3, 4),
    counts: Uint32Array.of(600, 400),
  });
  expect(cache.prepare("SELECT known, length(times) FROM sample_chunk ORDER BY from_us").raw().all()).toEqual(
    [
      [4_096, 4_096 * 8],
      [300, 4_800],
      [20, 160],
      [1_000, 0],
    ],
  );
  cache.close();
});
