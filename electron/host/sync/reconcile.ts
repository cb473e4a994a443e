/**
 * Compares what is here with the ids that the source says exist: for systems that tell no deletes, and
 * to prove that a pinned product is whole.
 */
import { EpochChanged, type SourceConnection } from "../connectors/connector.ts";
import type { ReconcileResult } from "../store/writer/feeds/feed-contract.ts";
import { streamOf, type Feed, type PullParts } from "./pull-parts.ts";
import { pull } from "./pull.ts";

/** undefined: the source began anew meanwhile, and there is nothing to compare until it was read. */
export async function reconcile(
  feed: Feed,
  parts: PullParts & { readonly connection: Pick<SourceConnection, "ids"> },
  remove: boolean,
  signal: AbortSignal,
): Promise<ReconcileResult | undefined> {
  const place = { plantId: feed.plantId, system: feed.system, scope: feed.scope };
  let head: number | undefined;
  let epoch: string | undefined;
  for await (const page of parts.connection.ids(streamOf(feed), signal)) {
    // An id that is newer than the first answer may be missing on the others: it is judged by the first.
    await parts.feeds.collectIds({ ...place, first: head === undefined, ids: page.ids });
    head ??= page.head;
    ({ epoch } = page);
  }
  if (head === undefined) throw new EpochChanged("");
  // Every id of the list was there before now: once level with now, each must be here.
  const state = await pull(feed, parts, signal);
  if (state.shown?.epoch !== epoch) return undefined;
  return parts.feeds.reconcile({ ...place, head, at: parts.time.now(), remove });
}
