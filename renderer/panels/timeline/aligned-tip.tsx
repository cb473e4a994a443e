/** One run or failure of aligned units in words: under the pointer, or reached by a key. */
import type { ReactNode } from "react";
import type { AlignedUnits } from "../../../shared/contract/aligned.ts";
import { message } from "../../messages/catalogue.ts";
import { sinceText } from "../../timeline/since-axis.ts";
import { spanText, timeText } from "../../timeline/time-text.ts";
import type { TimeZone } from "../../timeline/time-zone.ts";
import type { LaneMark } from "./aligned-lanes.tsx";
import { operationLines, operationName } from "./aligned-words.ts";

const DISTANCE = 14;

export interface TipPlace {
  /** Of the pointer in what is seen of the lanes, and the size of that, CSS pixels. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export function AlignedTip({
  mark,
  place,
  aligned,
  zone,
}: {
  readonly mark: LaneMark;
  /** undefined: in the corner, a key has reached it. */
  readonly place: TipPlace | undefined;
  readonly aligned: AlignedUnits;
  readonly zone: TimeZone;
}): ReactNode {
  const lines = linesOf(mark, aligned, zone);
  if (lines === undefined) return undefined;
  const [title, ...others] = lines;
  const content = (
    <>
      <strong>{title}</strong>
      {others.map((line) => (
        <span key={line}>{line}</span>
      ))}
    </>
  );
  if (place === undefined) return <output className="timeline-tooltip aligned-tip reached">{content}</output>;
  const { x, y, width, height } = place;
  // Towards the middle, where there is room.
  const across = x < width / 2 ? { left: x + DISTANCE } : { right: width - x + DISTANCE };
  const along = y < height / 2 ? { top: y + DISTANCE } : { bottom: height - y + DISTANCE };
  return (
    <div role="tooltip" className="timeline-tooltip aligned-tip" style={{ ...across, ...along }}>
      {content}
    </div>
  );
}

function linesOf(
  { unit: at, operation, position }: LaneMark,
  aligned: AlignedUnits,
  zone: TimeZone,
): readonly string[] | undefined {
  const unit = aligned.units[at];
  const own = unit?.operations[operation];
  if (unit === undefined) return undefined;
  if (own === undefined) {
    const failure = unit.failures.find((one) => one.position === position);
    if (failure === undefined) return undefined;
    return [
      failure.title,
      `${message("timeline.align.line.since", { since: sinceText(failure.start - unit.zero) })} · ${timeText(failure.start, zone, "second")}`,
    ];
  }
  const name = `${operationName(own.operation, aligned)} · ${unit.name}`;
  const run = [own.run, ...own.again].find((one) => one.position === position) ?? own.run;
  const time =
    run.end === undefined
      ? timeText(run.start, zone, "second")
      : spanText({ from: run.start, to: run.end }, zone);
  const where = run.equipment === undefined ? time : `${time} · ${run.equipment}`;
  if (run === own.run) return [name, ...operationLines(own, aligned), where];
  return [name, message("timeline.align.line.later", { since: sinceText(run.start - unit.zero) }), where];
}
