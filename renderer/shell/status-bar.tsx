/** The bottom line: what is selected, which filters hold, how the data stand. */
import type { ReactNode } from "react";
import { useStore } from "zustand";
import { connection } from "../host/host.ts";
import { message } from "../messages/catalogue.ts";
import { isNarrowed } from "../state/is-narrowed.ts";
import { findPart, useCache } from "../state/cache.ts";
import { useColouring } from "../state/colouring.ts";
import { clearSpan, showStructure } from "../state/filters.ts";
import { formatShare } from "../state/format-number.ts";
import { formatDate, formatInstant, formatSpan } from "../state/format-time.ts";
import { useSelectedParts } from "../panels/details/several-parts.tsx";
import { notes } from "../state/note.ts";
import { usePlants } from "../state/plants.ts";
import { readFirst } from "../state/read-first.ts";
import { selection, useSelection } from "../state/selection.ts";
import { useSettings } from "../state/settings.ts";
import { unitName } from "../state/unit-name.ts";
import { runCommand } from "../state/commands.ts";
import { completeFrom, earliestUntil, oldestAsOf, shareOf } from "../state/source-state.ts";
import { showPanel } from "../state/workspace.ts";
import { useVisibility } from "../state/visibility.ts";
import { useSelectedUnit } from "../state/use-selected-unit.ts";

export function StatusBar(): ReactNode {
  const zone = useSettings((values) => values.plantTimeZone) ?? "UTC";
  const tree = useCache((state) => state.tree);
  const partNumber = useSelection((state) => state.partNumber);
  const part = findPart(tree, partNumber);
  return (
    <footer className="status-bar" aria-label={message("status.name")}>
      {part === undefined ? (
        <span className="muted">{message("status.nothing")}</span>
      ) : (
        <>
          <strong className="ellipsis">
            {part.partNumber} {part.title ?? ""}
          </strong>
          <SelectedCount />
          <Numbers partNumber={part.partNumber} units={part.unitCount} failed={part.failedUnitCount} />
        </>
      )}
      <Chips zone={zone} />
      <span className="spring" />
      <Note />
      <Connection zone={zone} />
    </footer>
  );
}

function Note(): ReactNode {
  const text = useStore(notes, (state) => state.text);
  return <output className="second">{text}</output>;
}

/** How many picked occurrences the screen is about, where they are several. */
function SelectedCount(): ReactNode {
  const parts = useSelectedParts();
  if (parts.length === 0) return undefined;
  const count = parts.reduce((sum, { nodes }) => sum + nodes.length, 0);
  return <span className="second">{message("status.selected", { count, parts: parts.length })}</span>;
}

function Numbers({
  partNumber,
  units,
  failed,
}: {
  partNumber: string;
  units: number;
  failed: number;
}): ReactNode {
  const window = useSelection((state) => state.window);
  const rates = useColouring((state) => state.rates);
  const isFiltered = useSelection((state) => isNarrowed("fail-rate", state.only));
  if ((window !== undefined || isFiltered) && rates !== undefined) {
    const seen = rates.parts.find((part) => part.partNumber === partNumber);
    return (
      <>
        <span>
          {message(window === undefined ? "filter.status" : "status.in-span", {
            units: seen?.units ?? 0,
            failed: seen?.failed ?? 0,
          })}
        </span>
        {rates.undatedUnits > 0 ? (
          <span className="mark">{message("status.undated", { count: rates.undatedUnits })}</span>
        ) : undefined}
      </>
    );
  }
  return (
    <>
      <span>{message("status.units", { count: units })}</span>
      {failed > 0 ? <span className="fail">{message("status.failed", { count: failed })}</span> : undefined}
    </>
  );
}

/** Every filter that narrows what is on the screen, each with its way out. */
function Chips({ zone }: { readonly zone: string }): ReactNode {
  const window = useSelection((state) => state.window);
  const scope = useSelection((state) => state.scope);
  const isBuilt = useSelection((state) => state.structure === "built" && state.subject().kind === "part");
  const unit = useSelectedUnit();
  const visible = useVisibility((state) => state);
  const notShown = [
    visible.isolated === undefined ? [] : [message("status.isolated", { count: visible.isolated.size })],
    visible.hidden.size === 0 ? [] : [message("status.hidden", { count: visible.hidden.size })],
    visible.ghosted.size === 0 ? [] : [message("status.ghosted", { count: visible.ghosted.size })],
  ].flat();
  return (
    <>
      {window === undefined ? undefined : (
        <Chip text={message("status.brushed", { span: formatSpan(window, zone) })} remove={clearSpan} />
      )}
      {scope === "unit" && unit !== undefined ? (
        <Chip
          text={message("status.scope-unit", { name: message("serial.unit", { name: unitName(unit) }) })}
          remove={() => selection.getState().setScope("part")}
        />
      ) : undefined}
      {isBuilt ? (
        <Chip text={message("filter.as-built")} remove={() => showStructure("designed")} />
      ) : undefined}
      {notShown.length === 0 ? undefined : (
        <Chip text={notShown.join(", ")} remove={() => void runCommand("scene.show-all")} />
      )}
    </>
  );
}

function Chip({ text, remove }: { readonly text: string; readonly remove: () => void }): ReactNode {
  return (
    <button
      type="button"
      className="chip"
      aria-label={message("status.remove-filter", { name: text })}
      onClick={remove}
    >
      {text} <span aria-hidden="true">×</span>
    </button>
  );
}

function Connection({ zone }: { readonly zone: string }): ReactNode {
  const state = useStore(connection, (current) => current.state);
  const sources = useCache((current) => current.sources);
  const demo = useCache((current) => current.about?.demo);
  const readOnly = useCache((current) => current.about?.readOnly) ?? false;
  const report = usePlants((current) => current.report);
  if (state === "offline") {
    return (
      <span role="alert" className="offline-banner">
        {message("status.offline")}
      </span>
    );
  }
  if (state === "starting") return <span>{message("status.starting")}</span>;
  if (state === "connecting") return <span role="status">{message("status.connecting")}</span>;
  const feeds = (report?.plants ?? []).flatMap((plant) => plant.feeds);
  const asOf = oldestAsOf(feeds);
  // What is followed until a day is complete to that day, however often it is asked.
  const level = asOf === undefined ? undefined : Math.min(asOf, earliestUntil(feeds) ?? asOf);
  const since = completeFrom(feeds);
  const last =
    sources === undefined || sources.length === 0 ? undefined : Math.max(...sources.map((s) => s.asOf));
  return (
    <>
      {demo === "loading" ? <span role="status">{message("status.demo")}</span> : undefined}
      {readOnly ? (
        <span role="alert" className="offline-banner">
          {message("status.read-only")}
        </span>
      ) : undefined}
      <Outgoing />
      <span className="status-local">{message("status.local")}</span>
      {feeds.length > 0 && level === undefined ? (
        <Partial />
      ) : feeds.length > 0 && level !== undefined ? (
        <span className="status-copy ellipsis">
          {since === undefined
            ? message("status.level", { time: formatInstant(level, zone).slice(0, 16) })
            : message("status.level-since", {
                since: formatDate(since, zone),
                time: formatInstant(level, zone).slice(0, 16),
              })}
        </span>
      ) : last === undefined ? undefined : (
        <span>{message("status.imported", { time: formatInstant(last, zone).slice(0, 16) })}</span>
      )}
    </>
  );
}

/** A plant is read for the first time; whether what is selected is here in whole already. */
function Partial(): ReactNode {
  const about = useStore(readFirst, (state) => state.about);
  const share = usePlants(({ report }) => {
    const underWay = (report?.plants ?? []).flatMap(({ progress }) => progress ?? []);
    return shareOf({
      rows: underWay.reduce((sum, { rows }) => sum + rows, 0),
      left: underWay.reduce((sum, { left }) => sum + left, 0),
    });
  });
  return (
    <>
      <span role="status" className="status-copy ellipsis">
        {about === undefined
          ? message("status.partial")
          : message(about.isHere ? "status.first-here" : "status.first", { part: about.partNumber })}
      </span>
      {share === undefined ? undefined : (
        // Sources tells it to who can't see it; read out here it would be so at every step.
        <span aria-hidden="true">{formatShare(Math.floor(share * 100) / 100)}</span>
      )}
    </>
  );
}

/** What a person submitted and the plant has not yet: a click shows it. */
function Outgoing(): ReactNode {
  const count = usePlants(
    ({ report }) => report?.plants.reduce((sum, { outgoing }) => sum + outgoing, 0) ?? 0,
  );
  if (count === 0) return undefined;
  return (
    <button type="button" className="chip" onClick={() => showPanel("changes")}>
      {message("status.waiting", { count })}
    </button>
  );
}
