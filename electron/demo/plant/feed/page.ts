/** A page of changes: the bytes of the log between a head and an end that vouches for them. */
import { createHash } from "node:crypto";
import { PAGE_BYTES, PROTOCOL_VERSION } from "../../../../shared/contract/plant/protocol.ts";
import { encodeCursor } from "./cursor.ts";
import type { ScopeFeed } from "./scope-feed.ts";
import type { SystemFeed } from "./system-feed.ts";

export interface PageDraft {
  readonly head: Buffer;
  readonly changes: readonly Buffer[];
  readonly count: number;
  readonly cursor: string;
  readonly more: boolean;
  /** Of the system. */
  readonly systemHead: number;
}

export const streamOf = (system: SystemFeed, scope: ScopeFeed): string => `${system.id}/${scope.id}`;

/** The changes behind `position`, at most `limit`. */
export function draftPage(
  system: SystemFeed,
  scope: ScopeFeed,
  position: number,
  limit: number,
  bytes: number = PAGE_BYTES,
): PageDraft {
  const { log } = scope;
  const from = log.after(position);
  const to = log.pageEnd(from, limit, bytes);
  const more = to < log.count;
  const changes = sound(scope, from, to);
  const head = { page: PROTOCOL_VERSION, system: system.id, scope: scope.id, epoch: system.epoch };
  return {
    head: Buffer.from(`${JSON.stringify(head)}\n`),
    ...changes,
    // At the end the cursor is the system's: what other scopes wrote meanwhile is behind it.
    cursor: cursorAt(system, scope, more ? log.position(to - 1) : system.head),
    more,
    systemHead: system.head,
  };
}

export const cursorAt = (system: SystemFeed, scope: ScopeFeed, position: number): string =>
  encodeCursor({ epoch: system.epoch, stream: streamOf(system, scope), position });

/** The lines of [from, to) that were not erased. */
function sound(
  scope: ScopeFeed,
  from: number,
  to: number,
): { readonly changes: readonly Buffer[]; readonly count: number } {
  const changes: Buffer[] = [];
  let count = 0;
  let start = from;
  for (let at = from; at <= to; at += 1) {
    if (at < to && !scope.isErased(at)) continue;
    if (at > start) changes.push(...scope.log.slices(start, at));
    count += at - start;
    start = at + 1;
  }
  return { changes, count };
}

/** All bytes of the page, its end with the checksum of what stands before. */
export function closePage({ head, changes, count, cursor, more, systemHead }: PageDraft): readonly Buffer[] {
  const sum = createHash("sha256").update(head);
  for (const bytes of changes) sum.update(bytes);
  const end = { end: true, count, cursor, more, head: systemHead, sha256: sum.digest("hex") };
  return [head, ...changes, Buffer.from(`${JSON.stringify(end)}\n`)];
}
