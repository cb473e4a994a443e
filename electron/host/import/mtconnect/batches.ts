/** Records per batch: a chunk of samples is 64 KiB, so a batch stays below 16 MiB. */
const BATCH = 200;

export function* inBatches<Value>(values: Iterable<Value>): Generator<readonly Value[]> {
  let batch: Value[] = [];
  for (const value of values) {
    batch.push(value);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
