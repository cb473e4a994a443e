/** Chunks of samples by their end: what a machine has told since is found without looking at all it ever told. */
import type { Migration } from "../migrate.ts";

export const sampleEnds: Migration = {
  version: 190,
  name: "ends of samples",
  up: (connection) => connection.exec("CREATE INDEX sample_chunk_end ON sample_chunk (signal_id, to_us)"),
};
