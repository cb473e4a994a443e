/** What lies under the pointer, in words. */
import { useEffect, useState, type ReactNode } from "react";
import type { EventSummary } from "../../../shared/contract/events.ts";
import { message } from "../../messages/catalogue.ts";
import { bucketSpan } from "../../timeline/bars.ts";
import type { PointerPlace } from "../../timeline/interaction.ts";
import { durationText, spanText, timeText } from "../../timeline/time-text.ts";
import type { TimeZone } from "../../timeline/time-zone.ts";
import type { TimelineData } from "../../timeline/view.ts";
import type { PreparedLane } from "../../timeline/prepare.ts";
import { totalOf } from "../../timeline/chance.ts";
import { judgeBar, judgeRate } from "../../timeline/rate-verdict.ts";
import { EVENT_KINDS, SEVERITIES } from "../../../shared/model/event.ts";
import { knownEvent, lookUpEvent } from "./event-lookup.ts";
import { kindName } from "./kind-name.ts";
import { laneName } from "./lane-name.ts";
import { leftLaterText, notLoadedText } from "./not-loaded-text.ts";
import { uomText, valueText } from "../../timeline/trace-value.ts";

export interface TooltipProps {
  readonly place: PointerPlace;
  readonly data: TimelineData;
  readonly zone: TimeZone;
  /** The plot, CSS pixels. */
  readonly width: number;
  readonly height: number;
}

const DISTANCE = 14;

/** Towards the middle of the plot, where there is room. */
export function Tooltip({ place, data, zone, width, height }: TooltipProps): ReactNode {
  const content = contentOf(place, data, zone);
  if (content === undefined) return undefined;
  const across = place.x < width / 2 ? { left: place.x + DISTANCE } : { right: width - place.x + DISTANCE };
  const along = place.y < height / 2 ? { top: place.y + DISTANCE } : { bottom: height - place.y + DISTANCE };
  return (
    <div role="tooltip" className="timeline-tooltip" style={{ ...across, ...along }}>
      {content}
    </div>
  );
}

function contentOf({ hit, time }: PointerPlace, data: TimelineData, zone: TimeZone): ReactNode {
  const { slice } = data;
  if (slice === undefined) return undefined;
  if (hit.type === "mark") {
    const lane = slice.lanes[hit.lane];
    const start = lane?.marks.starts[hit.mark];
    if (lane === undefined || start === undefined) return undefined;
    return (
      <EventText
        position={lane.marks.positions[hit.mark] ?? 0}
        title={lane.marks.titles[hit.mark] ?? ""}
        severity={lane.marks.severities[hit.mark] ?? 0}
        kind={markName(lane, hit.mark)}
        start={start}
        end={lane.marks.ends[hit.mark] ?? NaN}
        zone={zone}
      />
    );
  }
  if (hit.type === "bucket") {
    const lane = slice.lanes[hit.lane];
    if (lane === undefined) return undefined;
    const count = lane.counts[hit.bucket] ?? 0;
    const failed = lane.failed[hit.bucket] ?? 0;
    return (
      <>
        <strong>
          {laneName(lane)} · {message("timeline.bucket.count", { count })}
        </strong>
        <BucketRate
          failed={failed}
          count={count}
          expected={lane.expected[hit.bucket] ?? 0}
          total={totalOf(lane.history)}
          isColoured={!Number.isNaN(lane.places[hit.bucket] ?? NaN)}
        />
        <span className="second">
          {spanText(bucketSpan(slice.window, lane.counts.length, hit.bucket), zone)}
        </span>
      </>
    );
  }
  if (hit.type === "not-loaded")
    return (
      <>
        <strong>{message("timeline.not-loaded")}</strong>
        {slice.notLoaded.map((line) => (
          <span key={line.sourceId}>{notLoadedText(line, zone)}</span>
        ))}
        <span className="muted">
          {message(
            slice.notLoaded.some(({ removedAt }) => removedAt !== undefined)
              ? "timeline.removed.todo"
              : "timeline.not-loaded.todo",
          )}
        </span>
      </>
    );
  if (hit.type === "left-later")
    return (
      <>
        <strong>{message("timeline.not-loaded")}</strong>
        {slice.leftLater.map((line) => (
          <span key={line.sourceId}>{leftLaterText(line, zone)}</span>
        ))}
        <span className="muted">{message("timeline.left-later.todo")}</span>
      </>
    );
  if (hit.type === "gap") {
    const gap = slice.gaps[hit.gap];
    if (gap === undefined) return undefined;
    return (
      <>
        <strong>{message("timeline.gap", { stream: gap.stream })}</strong>
        <span>{gap.cause}</span>
        <span className="second">
          {gap.to === undefined
            ? message("timeline.gap.open", { from: timeText(gap.from, zone, "second") })
            : `${spanText({ from: gap.from, to: gap.to }, zone)} · ${durationText(gap.to - gap.from)}`}
          {gap.backfilled ? ` · ${message("timeline.gap.backfilled")}` : ""}
        </span>
      </>
    );
  }
  if (hit.type === "trace") {
    const placed = data.traces[hit.trace];
    const mean = placed?.trace.mean[hit.bucket] ?? NaN;
    if (placed === undefined || Number.isNaN(mean)) return undefined;
    const { trace } = placed;
    const uom = uomText(trace.uom);
    const [low, high] = [
      valueText(trace.minimum[hit.bucket] ?? NaN),
      valueText(trace.maximum[hit.bucket] ?? NaN),
    ];
    return (
      <>
        <strong>
          {trace.signal} {message("timeline.trace.value", { mean: valueText(mean), uom })}
        </strong>
        {low === high ? undefined : <span>{message("timeline.trace.band", { low, high, uom })}</span>}
        <span className="second">
          {timeText(time, zone, "second")} · {trace.equipment}
        </span>
      </>
    );
  }
  return undefined;
}

/** Failures of a bar held against what is usual, and whether chance alone would do. */
export function BucketRate({
  failed,
  count,
  expected,
  total,
  isColoured,
}: {
  readonly failed: number;
  readonly count: number;
  readonly expected: number;
  /** See chanceOfMore. */
  readonly total: number | undefined;
  /** As the lane is drawn. */
  readonly isColoured: boolean;
}): ReactNode {
  const judged = judgeRate(failed, count, expected);
  if (judged === undefined || (failed === 0 && judged.baseline === 0)) return undefined;
  const { rate, low, high, baseline } = judged;
  const alone = judgeBar(failed, count, expected, total);
  const verdict = isColoured && (alone === "usual" || alone === "perhaps") ? "together" : alone;
  return (
    <>
      <span className={failed > 0 ? "fail" : "second"}>
        {message("timeline.bucket.failed", { failed, rate: percent.format(rate) })}
        <span className="muted">
          {" "}
          · {message("timeline.bucket.interval", { low: percent.format(low), high: percent.format(high) })}
        </span>
      </span>
      <span className="second">
        {message("timeline.bucket.baseline", { rate: percent.format(baseline) })} ·{" "}
        {message(`timeline.bucket.verdict.${verdict}`)}
      </span>
    </>
  );
}

/** The lane of a mark and, where that is another thing, its kind. */
function markName(lane: PreparedLane, mark: number): string {
  const kind = EVENT_KINDS[lane.marks.kinds[mark] ?? 0];
  if (kind === undefined || lane.kind === kind) return laneName(lane);
  return `${kindName(kind)} · ${laneName(lane)}`;
}

const percent = new Intl.NumberFormat("en", { style: "percent", maximumFractionDigits: 1 });

interface EventTextProps {
  readonly position: number;
  readonly title: string;
  readonly severity: number;
  readonly kind: string;
  readonly start: number;
  /** NaN: no duration. */
  readonly end: number;
  readonly zone: TimeZone;
}

/** Serial and equipment come a moment later: they are asked only where the pointer rests. */
export function EventText({ position, title, severity, kind, start, end, zone }: EventTextProps): ReactNode {
  const [found, setFound] = useState<EventSummary>();
  const event = knownEvent(position) ?? (found?.position === position ? found : undefined);
  const known = event !== undefined;
  useEffect(() => {
    if (known) return undefined;
    const abort = new AbortController();
    const timer = setTimeout(() => {
      lookUpEvent(position, abort.signal).then(
        (answer) => abort.signal.aborted || setFound(answer),
        // The tooltip shows what is known without.
        () => undefined,
      );
    }, 80);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [position, known]);
  const bad = SEVERITIES[severity];
  const about = [
    event?.partNumber,
    event?.serial === undefined ? undefined : message("timeline.tooltip.serial", { serial: event.serial }),
    event?.equipment,
  ].filter((part) => part !== undefined);
  return (
    <>
      <strong>{title === "" ? event?.title : title}</strong>
      <span className="second">
        {kind}
        {bad === undefined || bad === "none" || bad === "information" ? undefined : (
          <span className={bad === "warning" ? "warn" : "fail"}>
            {" "}
            · {message(`timeline.severity.${bad}`)}
          </span>
        )}
      </span>
      <span className="second">
        {Number.isNaN(end)
          ? timeText(start, zone, "second")
          : `${spanText({ from: start, to: end }, zone)} · ${durationText(end - start)}`}
      </span>
      {about.length === 0 ? undefined : <span className="muted">{about.join(" · ")}</span>}
    </>
  );
}
