/** Instead of the timeline: units in time since each of them began an operation, and how they deviate. */
import "./aligned.css";
import { useEffect, type ReactNode } from "react";
import { useStore } from "zustand";
import { MOST_ALIGNED, type AlignAsked, type AlignedUnits } from "../../../shared/contract/aligned.ts";
import { message } from "../../messages/catalogue.ts";
import { useOnly } from "../../state/filters.ts";
import { useQuery } from "../../state/query.ts";
import { Empty, Problem } from "../../components/region.tsx";
import type { TimeZone } from "../../timeline/time-zone.ts";
import { AddUnit } from "./add-unit.tsx";
import { AlignedPlot } from "./aligned-plot.tsx";
import { AlignedTable } from "./aligned-table.tsx";
import { operationName } from "./aligned-words.ts";
import { addUnit, alignment, alignMore, endAlignment, leaveOut } from "./alignment.ts";
import { PlotSkeleton } from "./plot-state.tsx";

export function AlignedTimeline({
  asked,
  zone,
}: {
  readonly asked: AlignAsked;
  readonly zone: TimeZone;
}): ReactNode {
  const { data, failure, retry } = useQuery(
    `aligned:${JSON.stringify(asked)}`,
    async (host, options) => ({ asked, aligned: await host.events.aligned(asked, options) }),
    { keep: true },
  );
  const asTable = useStore(alignment, (state) => state.asTable);
  useEscape();
  useEffect(
    () => () => {
      // The keys of the timeline go on where those of this one were.
      setTimeout(() => {
        if (document.activeElement === document.body)
          document.querySelector<HTMLElement>(".timeline-plot")?.focus();
      });
    },
    [],
  );
  if (failure !== undefined)
    return (
      <Problem what={message("timeline.align.failed")} failure={failure} retry={retry}>
        <End />
      </Problem>
    );
  if (data === undefined)
    return (
      <div className="aligned">
        <PlotSkeleton />
      </div>
    );
  const { aligned } = data;
  const shown = aligned.units.map(({ key }) => key);
  if (aligned.units.length === 0)
    return (
      <Empty action={<End />}>
        {message("timeline.align.nobody", {
          partNumber: data.asked.partNumber,
          operation: data.asked.operation,
        })}{" "}
        <Missing aligned={aligned} asked={data.asked} />
      </Empty>
    );
  return (
    <div className="aligned">
      <Head aligned={aligned} asked={data.asked} />
      {asTable ? undefined : (
        <AlignedPlot
          key={`${data.asked.partNumber}\n${data.asked.operation}`}
          aligned={aligned}
          operation={data.asked.operation}
          zone={zone}
          remove={({ key, name, unitId }) => leaveOut([key, name, `#${unitId}`], shown)}
        />
      )}
      <AlignedTable aligned={aligned} zone={zone} hidden={!asTable} />
    </div>
  );
}

/** Ends the alignment where the keyboard is in the timeline, or nowhere: other panels have their own Escape. */
function useEscape(): void {
  useEffect(() => {
    const onKeyDown = (event: globalThis.KeyboardEvent): void => {
      if (event.key !== "Escape" || event.defaultPrevented || event.isComposing) return;
      const { target } = event;
      if (target !== document.body && !(target instanceof Element && target.closest(".timeline") !== null))
        return;
      event.preventDefault();
      endAlignment();
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, []);
}

interface AnswerProps {
  readonly aligned: AlignedUnits;
  readonly asked: AlignAsked;
}

/** What is laid over what, what is left out, and who lacks the operation. */
function Head({ aligned, asked }: AnswerProps): ReactNode {
  const { units, others } = aligned;
  const asTable = useStore(alignment, (state) => state.asTable);
  const isFiltered = useOnly().length > 0;
  return (
    <div className="aligned-head">
      <span className="aligned-about">
        <strong>
          {message("timeline.align.about", {
            units: units.length,
            operation: operationName(asked.operation, aligned),
          })}
        </strong>{" "}
        <span className="second">
          {units.length === 1 ? message("timeline.align.alone") : message("timeline.align.against")}
        </span>{" "}
        {isFiltered ? <span className="second">{message("timeline.align.unfiltered")} </span> : undefined}
        <Missing aligned={aligned} asked={asked} />
        {others === 0 ? undefined : (
          <span className="second">
            {message("timeline.align.others", { count: others, partNumber: asked.partNumber })}{" "}
            {units.length >= MOST_ALIGNED
              ? message("timeline.align.most", { most: MOST_ALIGNED })
              : undefined}
          </span>
        )}
      </span>
      {others === 0 || asked.fill >= MOST_ALIGNED || units.length >= MOST_ALIGNED ? undefined : (
        <button type="button" className="link" onClick={() => alignMore(MOST_ALIGNED)}>
          {message("timeline.align.more", { most: MOST_ALIGNED })}
        </button>
      )}
      <AddUnit
        partNumber={asked.partNumber}
        add={(name) =>
          addUnit(
            name,
            units.map(({ key }) => key),
          )
        }
      />
      <button
        type="button"
        className="button quiet"
        aria-pressed={asTable}
        onClick={() => alignment.setState({ asTable: !asTable })}
      >
        {message("timeline.align.as-table")}
      </button>
      <End />
    </div>
  );
}

/** Named, not drawn: an empty lane would look like a unit that nothing happened to. */
function Missing({ aligned, asked }: AnswerProps): ReactNode {
  const { lacking, lackingCount, unknown } = aligned;
  return (
    <>
      {lackingCount === 0 ? undefined : (
        <span className="warn">
          {message("timeline.align.lacking", {
            names: lacking.slice(0, NAMED).join(", "),
            more: lackingCount - Math.min(lacking.length, NAMED),
            operation: asked.operation,
          })}{" "}
        </span>
      )}
      {unknown.length === 0 ? undefined : (
        <span className="warn" role="alert">
          {message("timeline.align.unknown", {
            names: unknown.join(", "),
            partNumber: asked.partNumber,
          })}{" "}
        </span>
      )}
    </>
  );
}

/** Names that are read at a glance. */
const NAMED = 6;

function End(): ReactNode {
  return (
    <button type="button" className="button quiet" onClick={endAlignment}>
      {message("timeline.align.end")}
    </button>
  );
}
