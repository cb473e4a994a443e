/** Files of segments as they come: in which form, each one once at a time whoever asks for it. */
import type { SegmentFile } from "../../../shared/model/feed.ts";
import { Failure } from "../../../shared/rpc/failure.ts";
import { UnknownFile } from "../connectors/connector.ts";
import type { SegmentLeft } from "../store/writer/feeds/feed-contract.ts";
import type { At, Feed, PullMemory, PullParts } from "./pull-parts.ts";

/** A segment as it is fetched and read: its tables where they can be used, else its lines. */
export function formOf({ scratch }: Feed, segment: SegmentLeft, at: At, memory: PullMemory): SegmentFile {
  const { tables } = segment;
  if (tables === undefined || scratch === undefined) return segment;
  return at.beside || memory.refused.has(tables.sha256) ? segment : tables;
}

/** Resolves to its path. Rejects as `SourceConnection.fetchSegment` does. */
export function fetchSegment(
  feed: Feed,
  form: SegmentFile,
  { connection, memory: { fetching }, onBytes }: Pick<PullParts, "connection" | "memory" | "onBytes">,
  signal: AbortSignal,
): Promise<string> {
  const running = fetching.get(form.sha256);
  if (running !== undefined) return running;
  const begun = connection
    .fetchSegment(feed.system, form, feed.folder, signal, onBytes)
    .finally(() => fetching.delete(form.sha256));
  fetching.set(form.sha256, begun);
  return begun;
}

/** Notes tables that can't be used, so that the segment's lines are read instead; rethrows anything else. */
export function refuseTables(
  thrown: unknown,
  feed: Feed,
  form: SegmentFile,
  { memory, onRemark }: Pick<PullParts, "memory" | "onRemark">,
): void {
  const isUnusable =
    thrown instanceof UnknownFile || (thrown instanceof Failure && thrown.kind === "corrupt");
  if (!isUnusable) throw thrown;
  memory.refused.add(form.sha256);
  onRemark(`${feed.sourceName}: ${thrown.message}`);
}
