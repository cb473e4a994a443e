/** Pages as a faulty server sends them. */
import type { PageFault } from "../faults.ts";
import { closePage, draftPage, type PageDraft } from "./page.ts";
import type { ScopeRange } from "./range.ts";
import type { ScopeFeed } from "./scope-feed.ts";
import type { SystemFeed } from "./system-feed.ts";

export function faultyPage(
  system: SystemFeed,
  scope: ScopeFeed,
  position: number,
  limit: number,
  fault: PageFault,
  range?: ScopeRange,
): readonly Buffer[] {
  const draft = draftPage(system, scope, position, limit, range);
  const lines = linesOf(draft);
  switch (fault.fault) {
    case "malformed":
      return closePage(withMiddle(draft, lines, (line) => line.slice(0, -3)));
    case "invalid-record":
      return closePage(
        withMiddle(draft, lines, (line) => line.replace(/"record":\{.*$/, '"record":{"record":"event"}}')),
      );
    case "unknown-kind":
      return closePage(
        withMiddle(draft, lines, (line) =>
          line.replace(/"record":\{.*$/, '"record":{"record":"hologram","colour":7}}'),
        ),
      );
    case "duplicated": {
      const twice = lines.flatMap((line, i) => (i % 3 === 0 ? [line, line] : [line]));
      return closePage({ ...draft, changes: twice, count: twice.length });
    }
    case "overlapping": {
      const { log } = scope;
      const from = log.after(position);
      // Again is only what was handed on before.
      const places = Array.from({ length: Math.min(from, fault.changes) }, (_, i) => from - 1 - i);
      const before = places.filter((at) => range?.isLeftOut(at) !== true).map((at) => log.line(at));
      const changes = [...before.toReversed(), ...lines];
      return closePage({ ...draft, changes, count: changes.length });
    }
    case "reordered": {
      // Neighbours in pairs, and the last to the front.
      const swapped = lines.map((_, i) => lines[i ^ 1] ?? lines[i]).filter((line) => line !== undefined);
      const last = swapped.pop();
      return closePage({ ...draft, changes: last === undefined ? [] : [last, ...swapped] });
    }
    case "swapped-over": {
      const { log } = scope;
      const from = log.after(position);
      const to = from + lines.length;
      const changes = [...lines];
      if (lines.length > 1 && draft.more) changes[lines.length - 1] = log.line(to);
      if (lines.length > 1 && from > 0) changes[0] = log.line(from - 1);
      return closePage({ ...draft, changes });
    }
    case "miscounted":
      return closePage({ ...draft, count: draft.count + 1 });
    case "wrong-sum":
      return withOtherSum(closePage(draft));
    case "foreign-epoch": {
      const head = draft.head.toString().replace(system.epoch, `${system.epoch}-other`);
      return closePage({ ...draft, head: Buffer.from(head) });
    }
    case "damaged-cursor":
      return withOtherCursor(closePage(draft));
  }
}

const linesOf = ({ changes }: PageDraft): Buffer[] =>
  changes.flatMap((bytes) => {
    const lines: Buffer[] = [];
    for (let start = 0; start < bytes.length;) {
      const end = bytes.indexOf(10, start) + 1;
      lines.push(bytes.subarray(start, end));
      start = end;
    }
    return lines;
  });

function withMiddle(draft: PageDraft, lines: readonly Buffer[], spoil: (line: string) => string): PageDraft {
  const middle = lines.length >> 1;
  const changes = lines.map((line, i) =>
    i === middle ? Buffer.from(`${spoil(line.toString().trimEnd())}\n`) : line,
  );
  return { ...draft, changes };
}

function withOtherSum(page: readonly Buffer[]): readonly Buffer[] {
  const end = page.at(-1)?.toString() ?? "";
  return [...page.slice(0, -1), Buffer.from(end.replace(/"sha256":"[0-9a-f]{8}/, '"sha256":"00000000'))];
}

function withOtherCursor(page: readonly Buffer[]): readonly Buffer[] {
  const end = page.at(-2)?.toString() ?? "";
  const damaged = end.replace(/"cursor":"[^"]*/, (cursor) => `${cursor.slice(0, -1)}~`);
  return [...page.slice(0, -2), Buffer.from(damaged), ...page.slice(-1)];
}
