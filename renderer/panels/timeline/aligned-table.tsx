/** Aligned units in numbers: shown instead of the bars where a person wants it, always there for readers. */
import type { ReactNode } from "react";
import type { AlignedUnits } from "../../../shared/contract/aligned.ts";
import { message } from "../../messages/catalogue.ts";
import { deviationTexts } from "../../timeline/aligned-layout.ts";
import { sinceText } from "../../timeline/since-axis.ts";
import { durationText, timeText } from "../../timeline/time-text.ts";
import type { TimeZone } from "../../timeline/time-zone.ts";
import { durationOf, operationName } from "./aligned-words.ts";
import { selectEvent } from "./event-lookup.ts";

export function AlignedTable({
  aligned,
  zone,
  hidden,
}: {
  readonly aligned: AlignedUnits;
  readonly zone: TimeZone;
  /** Only for readers. */
  readonly hidden: boolean;
}): ReactNode {
  const { units, medians } = aligned;
  return (
    <div className={hidden ? "visually-hidden" : "aligned-table"}>
      <table aria-label={message("timeline.align.table")}>
        <thead>
          <tr>
            <th scope="col">{message("timeline.align.table.unit")}</th>
            <th scope="col">{message("timeline.align.table.zero")}</th>
            {medians.map(({ operation }) => (
              <th key={operation} scope="col">
                {operationName(operation, aligned)}
              </th>
            ))}
          </tr>
          <tr className="second">
            <th scope="row">{message("timeline.align.median", { units: units.length })}</th>
            <td>0</td>
            {medians.map(({ operation, since, duration, units: having }) => (
              <td key={operation}>
                {sinceText(since)}
                <br />
                {duration === undefined ? "" : durationText(duration)}
                {having === units.length ? undefined : (
                  <span className="muted"> {message("timeline.align.of-units", { units: having })}</span>
                )}
              </td>
            ))}
          </tr>
        </thead>
        <tbody>
          {units.map((unit) => (
            <tr key={unit.unitId}>
              <th scope="row">{unit.name}</th>
              <td>{timeText(unit.zero, zone, "second")}</td>
              {medians.map(({ operation }) => {
                const own = unit.operations.find((one) => one.operation === operation);
                if (own === undefined)
                  return (
                    <td key={operation} className="muted">
                      {message("timeline.align.table.none")}
                    </td>
                  );
                const { start, duration } = deviationTexts(own);
                return (
                  <td key={operation}>
                    {sinceText(own.since)} {by(start, own.startBy?.unusual)}
                    <br />
                    {durationOf(own.run)} {by(duration, own.durationBy?.unusual)}
                    {own.again.length === 0 ? undefined : (
                      <span className="muted">
                        {" "}
                        {message("timeline.align.line.again", { count: own.again.length })}
                      </span>
                    )}{" "}
                    {hidden ? undefined : (
                      <button
                        type="button"
                        className="link"
                        onClick={() => void selectEvent(own.run.position)}
                        aria-label={message("timeline.align.select", {
                          operation: operationName(operation, aligned),
                          unit: unit.name,
                        })}
                      >
                        {message("timeline.align.open")}
                      </button>
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function by(text: string | undefined, unusual: boolean | undefined): ReactNode {
  if (text === undefined) return undefined;
  return (
    <span className={unusual === true ? "warn" : "second"}>
      ({text}
      {unusual === true ? ` ${message("timeline.align.unusual")}` : ""})
    </span>
  );
}
