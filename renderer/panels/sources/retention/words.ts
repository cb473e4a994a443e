/** What the rules of retention say and did, in words. */
import type {
  RemovedSpan,
  RetainedSource,
  RetentionPreview,
  RetentionProgress,
} from "../../../../shared/contract/retention.ts";
import { message } from "../../../messages/catalogue.ts";
import { formatDate } from "../../../state/format-time.ts";

export function monthsText(months: number): string {
  return months % 12 === 0
    ? message("retention.years", { years: months / 12 })
    : message("retention.months", { months });
}

/** For example `12 events, 3 measurements`; `nothing` where all are none. */
export function whatText(counts: Omit<RetentionProgress, "share">): string {
  const pieces = (["events", "measurements", "samples", "reduced"] as const).flatMap((what) =>
    counts[what] === 0 ? [] : [message(`retention.what-${what}`, { count: counts[what] })],
  );
  return pieces.length === 0 ? message("retention.nothing") : pieces.join(", ");
}

export function keptText(kept: RetentionPreview["kept"]): string | undefined {
  const pieces = (["request", "note", "pin"] as const).flatMap((why) =>
    kept[why] === 0 ? [] : [message(`retention.kept-${why}`, { count: kept[why] })],
  );
  return pieces.length === 0 ? undefined : message("retention.kept", { what: pieces.join(", ") });
}

export function removedText(
  { what, until, removed, at }: RemovedSpan,
  { keeper, rereading }: RetainedSource,
  zone: string,
): string | undefined {
  if (until === undefined || removed === 0) return undefined;
  const text = message(`retention.removed-${what}`, {
    date: formatDate(at, zone),
    until: formatDate(until, zone),
    count: removed,
  });
  const where = rereading
    ? message("retention.rereading")
    : message(keeper === "plant" ? "retention.still-there" : "retention.gone");
  return `${text}; ${where}.`;
}

export function sumOf(previews: readonly RetentionPreview[]): Omit<RetentionPreview, "sourceId" | "oldest"> {
  const sum = (of: (preview: RetentionPreview) => number): number =>
    previews.reduce((total, preview) => total + of(preview), 0);
  return {
    events: sum(({ events }) => events),
    measurements: sum(({ measurements }) => measurements),
    samples: sum(({ samples }) => samples),
    reduced: sum(({ reduced }) => reduced),
    bytes: sum(({ bytes }) => bytes),
    kept: {
      request: sum(({ kept }) => kept.request),
      note: sum(({ kept }) => kept.note),
      pin: sum(({ kept }) => kept.pin),
    },
  };
}
