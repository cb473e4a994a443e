/** Name, menus, where the selection is, the way to search, and how old the sources are. */
import { useMemo, type ReactNode } from "react";
import type { SourceSummary } from "../../shared/contract/sources.ts";
import { message } from "../messages/catalogue.ts";
import { pathToPart, useCache } from "../state/cache.ts";
import { formatAge, formatDay, formatInstant } from "../state/format-time.ts";
import { useMachines } from "../state/machines.ts";
import { usePlants } from "../state/plants.ts";
import { selection, useSelection } from "../state/selection.ts";
import { isLive, liveSources, systemsOfPlants, toneOf, type LiveSource } from "../state/source-state.ts";
import { useNow } from "../state/use-now.ts";
import { useSettings } from "../state/settings.ts";
import { setOverlay, showPanel } from "../state/workspace.ts";
import { Menus } from "./menus.tsx";
import { useSelectedUnit } from "../state/use-selected-unit.ts";
import { WatchedServers } from "./watched-servers.tsx";
import { unitName } from "../state/unit-name.ts";

export function TopBar(): ReactNode {
  return (
    <header className="top-bar">
      <div className="wordmark" aria-label={message("app.name")}>
        through<b>line</b>
      </div>
      <Menus />
      <Breadcrumb />
      <button
        type="button"
        className="search-button"
        title={message("top.open-search")}
        aria-keyshortcuts="Control+K"
        onClick={() => setOverlay("palette")}
      >
        <span className="ellipsis">{message("top.search")}</span>
        <kbd className="key" aria-hidden="true">
          Ctrl K
        </kbd>
      </button>
      <Sources />
    </header>
  );
}

function Breadcrumb(): ReactNode {
  const tree = useCache((state) => state.tree);
  const partNumber = useSelection((state) => state.partNumber);
  const path = pathToPart(tree, partNumber);
  const unit = useSelectedUnit();
  const last = path.at(-1);
  return (
    <nav className="breadcrumb" aria-label={message("top.breadcrumb")}>
      <ol>
        {path.map((node) => (
          <li key={node.id} className="ellipsis">
            <button
              type="button"
              className="crumb ellipsis"
              {...(node === last && unit === undefined ? { "aria-current": "location" as const } : {})}
              onClick={() => selection.getState().selectPart(node.partNumber)}
              title={`${node.partNumber} ${node.title ?? ""}`}
            >
              {node.title === undefined ? (
                node.partNumber
              ) : (
                <>
                  {node === last ? <span className="crumb-number">{node.partNumber}</span> : undefined}{" "}
                  {node.title}
                </>
              )}
            </button>
            {node.revision === undefined ? undefined : <span className="muted"> {node.revision}</span>}
          </li>
        ))}
        {unit === undefined ? undefined : (
          <li className="ellipsis" aria-current="location">
            <span className="crumb">{message("serial.unit", { name: unitName(unit) })}</span>
          </li>
        )}
      </ol>
    </nav>
  );
}

/** Files are summed up: fifty one-time imports would say less than their number and their newest day. */
function Sources(): ReactNode {
  const sources = useCache((state) => state.sources);
  const zone = useSettings((values) => values.plantTimeZone) ?? "UTC";
  const now = useNow();
  const report = usePlants((state) => state.report);
  const systems = useMemo(() => liveSources(report), [report]);
  const servers = useMachines((state) => state.endpoints) ?? [];
  if (sources === undefined) return <div className="sources" />;
  const known = new Set(systems.flatMap(({ sourceIds }) => sourceIds));
  const files = sources.filter((source) => source.mode === "file");
  const live = sources.filter(
    ({ mode, sourceId, handedOutBy }) =>
      mode === "live" &&
      handedOutBy === undefined &&
      !known.has(sourceId) &&
      !servers.some(({ endpointId }) => sourceId === `opcua:${endpointId}`),
  );
  const newest = Math.max(...files.map((source) => source.asOf));
  return (
    <ul
      className={systems.length > CROWD ? "sources crowded" : "sources"}
      aria-label={message("top.sources")}
    >
      {systemsOfPlants(systems).map((plant) => (
        <li key={plant.key} className="source-plant">
          <button
            type="button"
            className="crumb"
            title={plant.systems.map((system) => systemTitle(system, zone)).join("\n")}
            onClick={() => showPanel("sources")}
          >
            <span className={`dot ${toneOf(plant.state)}`} />
            {plant.name}{" "}
            <span className={isLive(plant, now) ? "muted source-live" : "muted"}>{ageOf(plant, now)}</span>
          </button>
        </li>
      ))}
      {systems.map((system) => (
        <li key={system.key} className="source-system">
          <button
            type="button"
            className="crumb"
            title={systemTitle(system, zone)}
            onClick={() => showPanel("sources")}
          >
            <span className={`dot ${toneOf(system.state)}`} />
            {system.name}{" "}
            <span className={isLive(system, now) ? "muted source-live" : "muted"}>{ageOf(system, now)}</span>
          </button>
        </li>
      ))}
      <WatchedServers servers={servers} zone={zone} />
      {live.map((source) => (
        <li key={source.sourceId} title={sourceTitle(source, zone)}>
          <span className={`dot ${now - source.asOf > 3_600_000_000 ? "late" : "live"}`} />
          {source.name} <span className="muted">{formatAge(source.asOf, now)}</span>
        </li>
      ))}
      {files.length > 0 ? (
        <li>
          <button type="button" className="crumb" onClick={() => showPanel("import")}>
            <span className="dot offline" />
            {message("top.files", { count: files.length })}
            <span className="muted"> · {formatDay(newest, now, zone)}</span>
          </button>
        </li>
      ) : undefined}
      {sources.length === 0 && systems.length === 0 && servers.length === 0 ? (
        <li className="muted">{message("top.no-sources")}</li>
      ) : undefined}
    </ul>
  );
}

function ageOf(source: Pick<LiveSource, "state" | "asOf">, now: number): string {
  if (isLive(source, now)) return message("top.live");
  // Seconds would only say that something has just changed: the word says what.
  return source.asOf === undefined || now - source.asOf < MINUTE
    ? message(`sources.state-${source.state}`)
    : formatAge(source.asOf, now);
}

/** More systems than this do not stand side by side on any screen. */
const CROWD = 8;
/** µs */
const MINUTE = 60_000_000;

function systemTitle({ plant, name, state, asOf, message: why }: LiveSource, zone: string): string {
  const words = message(`sources.state-${state}`);
  const title =
    asOf === undefined
      ? message("top.source-state", { plant, name, state: words })
      : message("top.source-as-of", { plant, name, state: words, asOf: formatInstant(asOf, zone) });
  return why === undefined ? title : `${title}\n${why}`;
}

function sourceTitle(source: SourceSummary, zone: string): string {
  return message("top.source-title", {
    name: source.name,
    asOf: formatInstant(source.asOf, zone),
    events: source.events,
    measurements: source.measurements,
  });
}
