/** The scopes of a plant's systems, each with its state and coverage. */
import type { ReactNode } from "react";
import type { FeedReport, PlantReport } from "../../../shared/contract/plants.ts";
import { message } from "../../messages/catalogue.ts";
import { formatDate, formatInstant } from "../../state/format-time.ts";
import { earliestUntil, latestSince, toneOf } from "../../state/source-state.ts";
import { useSettings } from "../../state/settings.ts";
import { FeedProgress } from "./sync-progress.tsx";

export interface FeedListProps {
  readonly plant: PlantReport;
  readonly feeds: readonly FeedReport[];
}

export function FeedList({ plant, feeds }: FeedListProps): ReactNode {
  return (
    <ul className="feeds">
      {feeds.map((feed) => {
        const system = plant.systems.find((each) => each.system === feed.system);
        const scope = system?.scopes.find((each) => each.scope === feed.scope);
        return (
          <FeedLine
            key={`${feed.system}/${feed.scope}`}
            feed={feed}
            said={plant.message}
            saidSince={latestSince(plant.feeds)}
            saidUntil={earliestUntil(plant.feeds)}
            system={system?.name ?? feed.system}
            scope={scope?.name ?? feed.scope}
          />
        );
      })}
    </ul>
  );
}

interface FeedLineProps {
  readonly feed: FeedReport;
  /** What the plant says for all of its feeds: not said again. */
  readonly said: string | undefined;
  readonly saidSince: number | undefined;
  readonly saidUntil: number | undefined;
  readonly system: string;
  readonly scope: string;
}

function FeedLine({ feed, said, saidSince, saidUntil, system, scope }: FeedLineProps): ReactNode {
  const zone = useSettings((values) => values.plantTimeZone) ?? "UTC";
  const { records, complete, since, until, rereading, parked } = feed.coverage;
  return (
    <li className="feed">
      <p className="feed-head">
        <span className={`dot ${toneOf(feed.state)}`} />
        <strong>{system}</strong>
        <span className="second ellipsis">{scope}</span>
        <span className="spring" />
        <span className="second nowrap">{message(`sources.state-${feed.state}`)}</span>
      </p>
      <p className="muted">
        {[
          message("sources.records", { count: records }),
          message(complete ? "sources.complete" : "sources.incomplete"),
          since === undefined || since === saidSince
            ? undefined
            : message("sources.since", { date: formatDate(since, zone) }),
          until === undefined || until === saidUntil
            ? undefined
            : message("sources.until", { date: formatDate(until - 1, zone) }),
          rereading ? message("sources.rereading") : undefined,
          feed.asOf === undefined
            ? undefined
            : message("sources.as-of", { time: formatInstant(feed.asOf, zone) }),
          // While it catches up the line under the bar says it.
          feed.behind > 0 && feed.state !== "syncing"
            ? message("sources.behind", { count: feed.behind })
            : undefined,
        ]
          .filter((piece) => piece !== undefined)
          .join(" · ")}
      </p>
      {parked > 0 ? <p className="mark">{message("sources.parked", { count: parked })}</p> : undefined}
      {feed.message === undefined || feed.message === said ? undefined : (
        <p className={toneOf(feed.state) === "failed" ? "fail" : "second"}>
          {feed.message}
          {feed.retryAt === undefined
            ? ""
            : ` ${message("sources.retry", { time: formatInstant(feed.retryAt, zone).slice(11) })}`}
        </p>
      )}
      <FeedProgress name={`${system} ${scope}`} feed={feed} />
    </li>
  );
}
