/** What lies in the brushed span, by kind: exact counts, failures, and what is usual. */
import type { ReactNode } from "react";
import { Button, Dialog, DialogTrigger, Popover } from "react-aria-components";
import type { TimeWindow } from "../../../shared/contract/common.ts";
import type { TimelineLane } from "../../../shared/contract/events.ts";
import { message } from "../../messages/catalogue.ts";
import { formatSpan } from "../../state/format-time.ts";
import { asked, onlyKey, useOnly } from "../../state/filters.ts";
import { useQuery } from "../../state/query.ts";
import { subjectKey } from "../../state/selection.ts";
import { judgeRate } from "../../timeline/rate-verdict.ts";
import { durationText } from "../../timeline/time-text.ts";
import type { TimeZone } from "../../timeline/time-zone.ts";
import { laneName } from "./lane-name.ts";
import { useSubject } from "./use-controller.ts";

/** While an edge is dragged no more often than this, ms. */
const SETTLE = 120;
/** As few as can be asked for: only their sums count. */
const BUCKETS = 8;

const sum = (values: ArrayLike<number>): number => Array.from(values).reduce((a, b) => a + b, 0);
const percent = new Intl.NumberFormat("en", { style: "percent", maximumSignificantDigits: 2 });

export function SpanCounts({
  brush,
  zone,
}: {
  readonly brush: TimeWindow;
  readonly zone: TimeZone;
}): ReactNode {
  const subject = useSubject();
  const only = useOnly();
  const { data } = useQuery(
    `span:${subjectKey(subject)}:${onlyKey(only)}:${brush.from}:${brush.to}`,
    (host, options) =>
      host.events.timeline(
        { subject, ...asked(only), window: brush, buckets: BUCKETS, maximumMarks: 0 },
        options,
      ),
    { keep: true, delay: SETTLE },
  );
  if (data === undefined) return undefined;
  const lanes = data.lanes.filter(({ total }) => total > 0);
  const title = message("timeline.span.title");
  return (
    <DialogTrigger>
      <Button className="link">{message("timeline.span", { count: data.total })}</Button>
      <Popover className="popover" placement="top start" offset={4}>
        <Dialog className="timeline-span" aria-label={title}>
          <h3>
            {formatSpan(brush, zone.name)}{" "}
            <span className="muted">· {durationText(brush.to - brush.from)}</span>
          </h3>
          <table>
            <thead>
              <tr>
                <th scope="col">{message("timeline.span.kind")}</th>
                <th scope="col">{message("timeline.span.events")}</th>
                <th scope="col">{message("timeline.span.failed")}</th>
                <th scope="col">{message("timeline.span.rate")}</th>
                <th scope="col">{message("timeline.span.interval")}</th>
                <th scope="col">{message("timeline.span.usual")}</th>
                <th scope="col">{message("timeline.span.verdict")}</th>
              </tr>
            </thead>
            <tbody>
              {lanes.map((lane) => (
                <SpanRow key={lane.key} lane={lane} />
              ))}
            </tbody>
          </table>
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

function SpanRow({ lane }: { readonly lane: TimelineLane }): ReactNode {
  const failed = sum(lane.failed);
  const judged = judgeRate(failed, sum(lane.counts), sum(lane.expected));
  const says = judged !== undefined && lane.history.failed > 0;
  return (
    <tr>
      <th scope="row">{laneName(lane)}</th>
      <td>{lane.total.toLocaleString("en")}</td>
      <td className={failed > 0 ? "fail" : "muted"}>{failed.toLocaleString("en")}</td>
      <td>{says ? percent.format(judged.rate) : ""}</td>
      <td className="muted">
        {says ? `${percent.format(judged.low)} – ${percent.format(judged.high)}` : ""}
      </td>
      <td className="muted">{says ? percent.format(judged.baseline) : ""}</td>
      <td className="timeline-span-verdict">
        {says && judged.verdict !== "usual" ? message(`timeline.bucket.verdict.${judged.verdict}`) : ""}
      </td>
    </tr>
  );
}
