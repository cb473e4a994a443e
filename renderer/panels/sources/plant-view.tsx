/** One plant: its state in words, what to do, and its feeds. */
import { useState, type ReactNode } from "react";
import { DEMO_PLANT } from "../../../shared/contract/demo.ts";
import type { PlantReport } from "../../../shared/contract/plants.ts";
import { message, messageOr } from "../../messages/catalogue.ts";
import { ClockHistory } from "../../components/clock-history.tsx";
import { useCache } from "../../state/cache.ts";
import { formatAge, formatDate, formatDuration, formatInstant } from "../../state/format-time.ts";
import { isSkewed, earliestUntil, latestSince, oldestAsOf, toneOf } from "../../state/source-state.ts";
import { useNow } from "../../state/use-now.ts";
import { useSettings } from "../../state/settings.ts";
import { followedSpan } from "./chosen-scopes.ts";
import { FeedList } from "./feed-list.tsx";
import { PlantActions } from "./plant-actions.tsx";
import { SyncProgress } from "./sync-progress.tsx";

export interface PlantViewProps {
  readonly plant: PlantReport;
  readonly readOnly: boolean;
}

export function PlantView({ plant, readOnly }: PlantViewProps): ReactNode {
  const [open, setOpen] = useState(false);
  const zone = useSettings((values) => values.plantTimeZone) ?? "UTC";
  const now = useNow();
  const asOf = oldestAsOf(plant.feeds);
  const records = plant.feeds.reduce((sum, { coverage }) => sum + coverage.records, 0);
  const troubled = plant.feeds.filter(
    ({ message: why, state }) => why !== undefined && why !== plant.message && state !== "syncing",
  );
  const marks = [
    plant.hasOwnCa ? message("sources.own-ca") : "",
    plant.plantId === DEMO_PLANT
      ? message("demo.simulated")
      : plant.url.startsWith("http:")
        ? message("sources.plain-http")
        : "",
    plant.hasToken ? "" : message("sources.no-token"),
  ].filter((mark) => mark !== "");
  return (
    <section className="plant" aria-label={plant.name} data-state={plant.state}>
      <header className="plant-head">
        <span className={`dot ${toneOf(plant.state)}`} />
        <h3 className="ellipsis">{plant.name}</h3>
        <span className="plant-state">{message(`sources.state-${plant.state}`)}</span>
        <span className="spring" />
        {plant.feeds.length === 0 ? undefined : asOf === undefined ? (
          <span className="muted">{message("sources.never")}</span>
        ) : (
          <span className="muted nowrap" title={message("sources.age", { age: formatAge(asOf, now) })}>
            {message("sources.as-of", { time: formatInstant(asOf, zone).slice(0, 16) })}
          </span>
        )}
      </header>
      <p className="muted ellipsis" title={plant.url}>
        <span className="mono">{plant.url}</span>
        {marks.map((mark) => (
          <span key={mark}> · {mark}</span>
        ))}
      </p>
      <Trouble plant={plant} zone={zone} />
      {isSkewed(plant.clockSkew) ? (
        <p className="mark">
          {message(plant.clockSkew > 0 ? "sources.skew-ahead" : "sources.skew-behind", {
            time: formatDuration(Math.abs(plant.clockSkew)),
          })}
        </p>
      ) : undefined}
      <ClockHistory
        sourceIds={plant.feeds.flatMap(({ sourceId }) => (sourceId === undefined ? [] : [sourceId]))}
        zone={zone}
      />
      {plant.progress === undefined ? undefined : (
        <SyncProgress name={plant.name} progress={plant.progress} isRunning={plant.state === "syncing"} />
      )}
      <Coverage plant={plant} zone={zone} />
      {plant.outgoing > 0 ? <p>{message("sources.outgoing", { count: plant.outgoing })}</p> : undefined}
      {plant.feeds.length === 0 ? undefined : (
        <button
          type="button"
          className="plant-fold second"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          <span className="twisty" aria-hidden="true">
            {open ? "▾" : "▸"}
          </span>
          {message("sources.feeds", { count: plant.feeds.length })}
          <span className="muted"> · {message("sources.records", { count: records })}</span>
        </button>
      )}
      {open ? (
        <FeedList plant={plant} feeds={plant.feeds} />
      ) : troubled.length > 0 ? (
        <>
          <p className="mark">
            {message("sources.feeds-troubled", { count: troubled.length, all: plant.feeds.length })}
          </p>
          <FeedList plant={plant} feeds={troubled} />
        </>
      ) : undefined}
      <Models plant={plant} />
      {readOnly ? undefined : <PlantActions plant={plant} records={records} />}
    </section>
  );
}

/** What holds all of it up: said once, with what to do and when it is tried again. */
function Trouble({ plant, zone }: { readonly plant: PlantReport; readonly zone: string }): ReactNode {
  if (plant.message === undefined) return undefined;
  const pieces = [
    plant.message,
    plant.needs === undefined ? messageOr(`sources.todo-${plant.state}`, "") : "",
    plant.retryAt === undefined
      ? ""
      : message("sources.retry", { time: formatInstant(plant.retryAt, zone).slice(11) }),
  ];
  return (
    <p role="status" className={toneOf(plant.state) === "failed" ? "fail" : "second"}>
      {pieces.filter((piece) => piece !== "").join(" ")}
    </p>
  );
}

/** Of when history is here, and what becomes of it where another choice is under way. */
function Coverage({ plant, zone }: { readonly plant: PlantReport; readonly zone: string }): ReactNode {
  const since = latestSince(plant.feeds);
  const until = earliestUntil(plant.feeds);
  const wanted = followedSpan(plant);
  const isChanging = (since !== wanted.since || until !== wanted.until) && plant.feeds.length > 0;
  const pieces = [
    since === undefined ? undefined : message("sources.since-plant", { date: formatDate(since, zone) }),
    until === undefined ? undefined : message("sources.until-plant", { date: formatDate(until - 1, zone) }),
    isChanging
      ? message("sources.since-changing", {
          since: wanted.since === undefined ? "none" : formatDate(wanted.since, zone),
          until: wanted.until === undefined ? "none" : formatDate(wanted.until - 1, zone),
        })
      : undefined,
  ].filter((piece) => piece !== undefined);
  return pieces.length === 0 ? undefined : <p className="second">{pieces.join(" ")}</p>;
}

/** CAD files that the plant handed out: theirs, not files that a person opened. */
function Models({ plant }: { readonly plant: PlantReport }): ReactNode {
  const sources = useCache((state) => state.sources);
  const own = new Set(plant.feeds.map(({ sourceId }) => sourceId));
  const names = (sources ?? []).flatMap(({ handedOutBy, name }) => {
    if (handedOutBy === undefined || !own.has(handedOutBy)) return [];
    const system = sources?.find(({ sourceId }) => sourceId === handedOutBy)?.name;
    return [system === undefined ? name : message("sources.model", { name, system })];
  });
  if (names.length === 0) return undefined;
  return (
    <p className="second ellipsis" title={names.join("\n")}>
      {message("sources.models", { count: names.length, names: names.join(", ") })}
    </p>
  );
}
