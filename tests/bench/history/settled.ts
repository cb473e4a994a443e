/** A reader as it is some seconds after a start: all its columns are read, and nothing of any subject is remembered. */
import type { createReader } from "../../../electron/host/store/reader.ts";

const context = { signal: new AbortController().signal };

export async function settled(
  reader: ReturnType<typeof createReader>,
): Promise<ReturnType<typeof createReader>> {
  await reader.parts.tree({}, context);
  await reader.events.timeline({ subject: { kind: "everything" }, buckets: 8 }, context);
  // Any table reads what the columns lack.
  const ofUnit = { table: "within", subject: { kind: "unit", unitId: 1 } } as const;
  const sort = { column: "serial", descending: false };
  await reader.tables.page({ ...ofUnit, sort, filters: [], offset: 0, limit: 1 }, context);
  return reader;
}
