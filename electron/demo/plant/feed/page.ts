/** A page of changes: the bytes of the log between a head and an end that vouches for them. */
import { createHash } from "node:crypto";
import { PAGE_BYTES, PROTOCOL_VERSION } from "../../../../shared/contract/plant/protocol.ts";
import { encodeCursor } from "./cursor.ts";
import { spanName, type ScopeRange } from "./range.ts";
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

/** What cursors are bound to. */
export const streamOf = (system: SystemFeed, scope: ScopeFeed, range?: ScopeRange): string =>
  `${system.id}/${scope.id}${range === undefined ? "" : spanName(range.span)}`;

/** The changes behind `position`, at most `limit`. */
export function draftPage(
  system: SystemFeed,
  scope: ScopeFeed,
  position: number,
  limit: number,
  range?: ScopeRange,
  bytes: number = PAGE_BYTES,
): PageDraft {
  const { log } = scope;
  const from = log.after(position);
  const { to, ...changes } =
    range === undefined ? whole(scope, from, limit, bytes) : inRange(scope, range, from, limit, bytes);
  const more = to < log.count;
  const head = {
    page: PROTOCOL_VERSION,
    system: system.id,
    scope: scope.id,
    epoch: system.epoch,
    ...range?.span,
  };
  return {
    head: Buffer.from(`${JSON.stringify(head)}\n`),
    ...changes,
    // At the end the cursor is the system's: what other scopes wrote meanwhile is behind it.
    cursor: cursorAt(system, scope, more ? log.position(to - 1) : system.head, range),
    more,
    systemHead: system.head,
  };
}

export const cursorAt = (
  system: SystemFeed,
  scope: ScopeFeed,
  position: number,
  range?: ScopeRange,
): string => encodeCursor({ epoch: system.epoch, stream: streamOf(system, scope, range), position });

interface Lines {
  readonly changes: readonly Buffer[];
  readonly count: number;
  /** Index behind the last one. */
  readonly to: number;
}

function whole(scope: ScopeFeed, from: number, limit: number, bytes: number): Lines {
  const to = scope.log.pageEnd(from, limit, bytes);
  return { ...sound(scope, from, to), to };
}

function inRange(scope: ScopeFeed, range: ScopeRange, from: number, limit: number, bytes: number): Lines {
  const { log } = scope;
  const isHidden = (at: number): boolean => scope.isErased(at) || range.isLeftOut(at);
  const changes: Buffer[] = [];
  let to = from;
  for (let size = 0; to < log.count && changes.length < limit && size < bytes; to += 1) {
    if (isHidden(to)) continue;
    const line = log.line(to);
    changes.push(line);
    size += line.length;
  }
  // Nothing but what is left out is no more.
  while (to < log.count && isHidden(to)) to += 1;
  return { changes, count: changes.length, to };
}

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

/** All bytes of the page, the checksum of what stands before at last. */
export function closePage({ head, changes, count, cursor, more, systemHead }: PageDraft): readonly Buffer[] {
  const end = Buffer.from(`${JSON.stringify({ end: true, count, cursor, more, head: systemHead })}\n`);
  const sum = createHash("sha256").update(head);
  for (const bytes of changes) sum.update(bytes);
  const sha256 = sum.update(end).digest("hex");
  return [head, ...changes, end, Buffer.from(`${JSON.stringify({ sha256 })}\n`)];
}
