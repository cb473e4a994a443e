/** Removes chunks of samples that ended before their source's bound, and reduces others to levels. */
import type { Connection } from "../../open.ts";
import type { Kept } from "../../retention/kept.ts";
import { createReduceChunk, type ChunkKey } from "../../samples/keep-levels.ts";
import { kindNumber, LEFT } from "../feeds/record-kinds.ts";
import type { Goals, Tally, Walk } from "./walk.ts";

interface ChunkRow extends ChunkKey {
  readonly to: number;
  readonly unit: number;
  readonly part: number;
  readonly count: number;
  readonly levels: number;
}

/** A chunk is reduced in the time of some rows; records of a feed are only looked at. */
const ROWS_PER_CHUNK = 5;
const RECORDS_PER_ROW = 4;

export function createSampleWalk(cache: Connection, gone: Goals, reduced: Goals, tally: Tally): Walk {
  const COLUMNS = `c.signal_id AS signal, c.from_us AS "from", c.source_id AS source, c.sha256, c.to_us AS "to",
    coalesce(c.unit_id, 0) AS unit, coalesce(u.part_id, 0) AS part, c.count, c.levels`;
  const next = cache.prepare(
    `SELECT ${COLUMNS} FROM sample_chunk c LEFT JOIN unit u USING (unit_id)
     WHERE (c.signal_id, c.from_us, c.source_id, c.sha256) > (?, ?, ?, ?)
     ORDER BY c.signal_id, c.from_us, c.source_id, c.sha256 LIMIT ?`,
  );
  const remove = cache.prepare(
    "DELETE FROM sample_chunk WHERE signal_id = ? AND from_us = ? AND source_id = ? AND sha256 = ?",
  );
  const note = cache.prepare(
    "UPDATE retention SET removed = removed + @removed, from_us = min(coalesce(from_us, @from), @from) WHERE source_id = @source AND what = @what",
  );
  const reduce = createReduceChunk(cache);
  const lastSignal = Number(
    cache.prepare("SELECT coalesce(max(signal_id), 0) FROM sample_chunk").pluck().get(),
  );
  const dropLeft = createLeftChunks(cache, gone);
  let after: ChunkKey = { signal: -1, from: 0, source: 0, sha256: "" };
  let isSwept = false;

  const take = (row: ChunkRow, kept: Kept): void => {
    const { signal, from, source, sha256, to, count } = row;
    const isGone = to < (gone.get(source) ?? -Infinity);
    if (!isGone && (row.levels === 1 || to >= (reduced.get(source) ?? -Infinity))) return;
    if (kept.reason({ ...row, started: from, over: to }) !== undefined) return;
    if (isGone) {
      remove.run(signal, from, source, sha256);
      tally.samples += count;
      note.run({ source, what: "samples", removed: count, from });
    } else if (reduce(row) > 0) {
      tally.reduced += count;
      note.run({ source, what: "levels", removed: count, from });
    }
  };

  return {
    get share() {
      const swept = lastSignal === 0 ? 1 : Math.min(1, Math.max(0, after.signal) / lastSignal);
      return isSwept ? 0.5 + dropLeft.share / 2 : swept / 2;
    },
    step(kept, rows) {
      if (isSwept) return dropLeft.step(rows * RECORDS_PER_ROW);
      const chunks = Math.ceil(rows / ROWS_PER_CHUNK);
      const { signal, from, source, sha256 } = after;
      const slice = next.all(signal, from, source, sha256, chunks) as ChunkRow[];
      for (const row of slice) {
        take(row, kept);
        after = row;
      }
      isSwept = slice.length < chunks;
      return false;
    },
  };
}

/** A chunk does not know its record: records of samples whose chunk is gone are marked as left, feed by feed. */
function createLeftChunks(cache: Connection, gone: Goals) {
  const SAMPLES = kindNumber("samples");
  const feeds = (
    cache.prepare("SELECT feed_id AS feed, source_id AS source FROM feed ORDER BY feed_id").all() as {
      feed: number;
      source: number;
    }[]
  ).filter(({ source }) => gone.has(source));
  const records = cache.prepare(
    `SELECT id, kind, ref FROM feed_record WHERE feed_id = ? AND id > ? ORDER BY id LIMIT ?`,
  );
  const chunk = cache.prepare(
    "SELECT 1 FROM sample_chunk WHERE signal_id = ? AND from_us = ? AND source_id = ? AND sha256 = ?",
  );
  const mark = cache.prepare(
    `UPDATE feed_record SET kind = ${LEFT}, ref = NULL WHERE feed_id = ? AND id = ?`,
  );
  const count = cache.prepare(
    "UPDATE feed_reading SET left_records = left_records + ? WHERE feed_id = ? AND beside = 0",
  );
  let [at, after] = [0, ""];
  return {
    get share() {
      return feeds.length === 0 ? 1 : at / feeds.length;
    },
    step(size: number): boolean {
      const current = feeds[at];
      if (current === undefined) return true;
      const { feed, source } = current;
      const slice = records.all(feed, after, size) as { id: string; kind: number; ref: string | null }[];
      let left = 0;
      for (const { id, kind, ref } of slice) {
        if (kind !== SAMPLES || ref === null) continue;
        const [signal, from, sha256] = ref.split("/");
        if (chunk.get(Number(signal), Number(from), source, sha256) !== undefined) continue;
        mark.run(feed, id);
        left += 1;
      }
      if (left > 0) count.run(left, feed);
      after = slice.at(-1)?.id ?? "";
      if (slice.length < size) [at, after] = [at + 1, ""];
      return at >= feeds.length;
    },
  };
}
