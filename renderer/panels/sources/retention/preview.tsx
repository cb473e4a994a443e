/** What the rules would remove if they were applied now. */
import type { ReactNode } from "react";
import type { RetainedSource, RetentionRule } from "../../../../shared/contract/retention.ts";
import { message } from "../../../messages/catalogue.ts";
import { formatBytes } from "../../../state/format-number.ts";
import { formatDate } from "../../../state/format-time.ts";
import { useQuery } from "../../../state/query.ts";
import { useSettings } from "../../../state/settings.ts";
import { keptText, sumOf, whatText } from "./words.ts";

export interface PreviewProps {
  readonly rules: readonly RetentionRule[];
  readonly sources: readonly RetainedSource[];
}

export function Preview({ rules, sources }: PreviewProps): ReactNode {
  const zone = useSettings((values) => values.plantTimeZone) ?? "UTC";
  const { data, failure } = useQuery(`retention ${JSON.stringify(rules)}`, (host, options) =>
    host.retention.preview({ rules: [...rules] }, options),
  );
  if (failure !== undefined)
    return (
      <p role="alert" className="fail">
        {message("retention.preview-failed")} {failure.message}
      </p>
    );
  if (data === undefined) return <p className="muted">{message("retention.counting")}</p>;
  const sum = sumOf(data);
  const isNothing = sum.events + sum.measurements + sum.samples + sum.reduced === 0;
  const kept = keptText(sum.kept);
  return (
    <div role="status">
      <p>
        {isNothing
          ? message("retention.preview-none")
          : message("retention.preview", { what: whatText(sum), bytes: formatBytes(sum.bytes) })}
      </p>
      {data.flatMap(({ sourceId, oldest, events }) =>
        oldest === undefined || events === 0
          ? []
          : [
              <p key={sourceId} className="second">
                {message("retention.oldest", {
                  name: sources.find((source) => source.sourceId === sourceId)?.name ?? sourceId,
                  date: formatDate(oldest, zone),
                })}
              </p>,
            ],
      )}
      {kept === undefined ? undefined : <p className="second">{kept}</p>}
    </div>
  );
}
