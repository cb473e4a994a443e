/**
 * The one record writer of a cache, shared by imports and feeds. It remembers parts and units by name;
 * what it remembers must be what the database holds, so a transaction that fails makes it begin anew.
 */
import type { Connection } from "../open.ts";
import { createRecordWriter, type RecordWriter } from "./records.ts";

export interface SharedRecords {
  readonly writer: RecordWriter;
  /** Rows were removed behind its back: it forgets all and reads anew. */
  renew(): void;
  /** Runs `work` in one transaction of the cache. */
  transaction<T>(work: (writer: RecordWriter) => T): T;
}

export function createSharedRecords(connection: Connection): SharedRecords {
  let current: RecordWriter | undefined;
  const writer = (): RecordWriter => (current ??= createRecordWriter(connection));
  return {
    get writer() {
      return writer();
    },
    renew: () => {
      current = undefined;
    },
    transaction(work) {
      try {
        return connection.transaction(() => work(writer()))();
      } catch (thrown) {
        current = undefined;
        throw thrown;
      }
    },
  };
}
