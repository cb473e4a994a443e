/** The scopes of a plant's systems, each with its state and coverage. */
import type { ReactNode } from "react";
import type { FeedReport } from "../../../shared/contract/plants.ts";
import { message } from "../../messages/catalogue.ts";
import { formatInstant } from "../../state/format-time.ts";
import { toneOf } from "../../state/source-state.ts";
import { useSettings } from "../../state/settings.ts";
import type { PlantReport } from "./plant-view.tsx";
import { SyncProgress } from "./sync-progress.tsx";

export function FeedList({ plant }: { readonly plant: PlantReport }): ReactNode {
  return (
    <ul className="feeds">
      {plant.feeds.map((feed) => {
        const system = plant.systems.find((each) => each.system === feed.system);
        const scope = system?.scopes.find((each) => each.scope === feed.scope);
        return (
          <FeedLine
            key={`${feed.system}/${feed.scope}`}
            feed={feed}
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
  readonly system: string;
  readonly scope: string;
}

function FeedLine({ feed, system, scope }: FeedLineProps): ReactNode {
  const zone = useSettings((values) => values.plantTimeZone) ?? "UTC";
  const { records, complete, rereading, parked } = feed.coverage;
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
      {feed.message === undefined ? undefined : <p className="second">{feed.message}</p>}
      <SyncProgress name={`${system} ${scope}`} feeds={[feed]} />
    </li>
  );
}
