/** What the rules would remove if they were applied now. */
import { useState, type ReactNode } from "react";
import type {
  PreviewEvent,
  RetainedSource,
  RetentionPreview,
  RetentionRule,
} from "../../../../shared/contract/retention.ts";
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
  const about = JSON.stringify(rules);
  const [progress, setProgress] = useState({ about, share: 0 });
  const { data, failure } = useQuery(
    `retention ${about}`,
    async (host, options) => {
      let previews: readonly RetentionPreview[] = [];
      const take = (event: PreviewEvent): void => {
        if (event.type === "previews") ({ previews } = event);
        else setProgress({ about, share: event.share });
      };
      await host.retention.preview({ rules: [...rules] }, take, options);
      return { about, previews };
    },
    // While a plant goes on producing the numbers stay until the next are there.
    { keep: true },
  );
  if (failure !== undefined)
    return (
      <p role="alert" className="fail">
        {message("retention.preview-failed")} {failure.message}
      </p>
    );
  if (data?.about !== about) {
    const percent = progress.about === about ? Math.round(progress.share * 100) : 0;
    return (
      <p className="muted" role="status">
        {message("retention.counting", { percent })}
      </p>
    );
  }
  const sum = sumOf(data.previews);
  const isNothing = sum.events + sum.measurements + sum.samples + sum.reduced === 0;
  const kept = keptText(sum.kept);
  return (
    <div role="status">
      <p>
        {isNothing
          ? message("retention.preview-none")
          : message("retention.preview", { what: whatText(sum), bytes: formatBytes(sum.bytes) })}
      </p>
      {data.previews.flatMap(({ sourceId, oldest, events }) =>
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
