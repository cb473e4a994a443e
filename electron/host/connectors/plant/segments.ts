/** Snapshot segments: NDJSON of changes in a compressed file that was checked whole before. */
import { createReadStream } from "node:fs";
import { createGunzip, createZstdDecompress } from "node:zlib";
import { pipeline, type Readable } from "node:stream";
import { LINE_BYTES } from "../../../../shared/contract/plant/protocol.ts";
import type { FeedChange, FeedSegment } from "../../../../shared/model/feed.ts";
import { Failure } from "../../../../shared/rpc/failure.ts";
import type { ChosenRecords } from "../chosen-records.ts";
import type { SegmentNames } from "../segment-names.ts";
import { readChangeLine } from "./change-line.ts";
import { networkFailure } from "./problems.ts";

/** Changes handed on at a time: one transaction of the store each. */
const BATCH = 3_000;

/** Rows `from`… in batches, or those of them that are chosen. `corrupt` for a segment that does not hold what its manifest says. */
export async function* readSegment(
  path: string,
  segment: FeedSegment,
  from: number,
  signal: AbortSignal,
  chosen?: ChosenRecords,
  names?: SegmentNames,
): AsyncGenerator<readonly FeedChange[]> {
  let row = 0;
  let batch: FeedChange[] = [];
  for await (const lines of linesOf(open(path, segment), signal)) {
    for (const line of lines) {
      row += 1;
      if (row > segment.rows) throw broken(segment, `it has more than ${segment.rows} rows`);
      if (row <= from) continue;
      names?.addLine(line);
      if (chosen?.mayHave(line) === false) continue;
      const change = changeOf(line, row, segment);
      if (chosen !== undefined) {
        if (!chosen.has(change)) continue;
        chosen.take(change.id, change.revision);
      }
      batch.push(change);
      if (batch.length < BATCH) continue;
      yield batch;
      batch = [];
    }
  }
  if (row !== segment.rows) throw broken(segment, `it has ${row} rows and should have ${segment.rows}`);
  if (batch.length > 0) yield batch;
  names?.end();
}

function changeOf(line: string, row: number, segment: FeedSegment): FeedChange {
  try {
    return readChangeLine(line);
  } catch (thrown) {
    throw thrown instanceof Failure ? broken(segment, `row ${row}: ${thrown.message}`) : thrown;
  }
}

function open(path: string, { encoding }: FeedSegment): Readable {
  const file = createReadStream(path, { highWaterMark: 256 * 1024 });
  if (encoding === "identity") return file;
  // An error of the file reaches who reads the decompressed end.
  return pipeline(file, encoding === "gzip" ? createGunzip() : createZstdDecompress(), () => undefined);
}

/** Whole lines, as many as each piece of the stream completes. */
async function* linesOf(stream: Readable, signal: AbortSignal): AsyncGenerator<readonly string[]> {
  let rest: Buffer = Buffer.alloc(0);
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      if (signal.aborted) throw new Failure("cancelled", "cancelled");
      const end = chunk.lastIndexOf(10);
      if (end < 0) {
        rest = Buffer.concat([rest, chunk]);
      } else {
        const whole = Buffer.concat([rest, chunk.subarray(0, end)]);
        rest = chunk.subarray(end + 1);
        yield whole.toString("utf8").split("\n");
      }
      if (rest.length > LINE_BYTES)
        throw new Failure("corrupt", `A line of a snapshot is longer than ${LINE_BYTES} bytes.`);
    }
  } catch (thrown) {
    throw networkFailure(thrown, "A snapshot");
  } finally {
    stream.destroy();
  }
  if (rest.length > 0) throw new Failure("corrupt", "A snapshot ends in the middle of a line.");
}

const broken = (segment: FeedSegment, why: string): Failure =>
  new Failure("corrupt", `The snapshot segment ${segment.path} can't be used: ${why}.`);
