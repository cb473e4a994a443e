/** One plant: its state in words, what to do, and its feeds. */
import { useState, type ReactNode } from "react";
import type { PlantsReport } from "../../../shared/contract/plants.ts";
import { currentHost } from "../../host/host.ts";
import { message, messageOr } from "../../messages/catalogue.ts";
import { ActionFailure } from "../../shell/action-failure.tsx";
import { focusFirst } from "../../shell/focus-first.ts";
import { useAction, type Action } from "../../shell/use-action.ts";
import { formatAge, formatDuration, formatInstant } from "../../state/format-time.ts";
import { isSkewed, oldestAsOf, toneOf } from "../../state/source-state.ts";
import { useNow } from "../../state/use-now.ts";
import { useSettings } from "../../state/settings.ts";
import { FeedList } from "./feed-list.tsx";
import { SyncProgress } from "./sync-progress.tsx";

export type PlantReport = PlantsReport["plants"][number];

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
  const todo = messageOr(`sources.todo-${plant.state}`, "");
  const marks = [
    plant.hasOwnCa ? message("sources.own-ca") : "",
    plant.url.startsWith("http:") ? message("sources.plain-http") : "",
    plant.hasToken ? "" : message("sources.no-token"),
  ].filter((mark) => mark !== "");
  return (
    <section className="plant" aria-label={plant.name} data-state={plant.state}>
      <header className="plant-head">
        <span className={`dot ${toneOf(plant.state)}`} />
        <h3 className="ellipsis">{plant.name}</h3>
        <span className="plant-state">{message(`sources.state-${plant.state}`)}</span>
        <span className="spring" />
        {asOf === undefined ? (
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
      {plant.message === undefined ? undefined : (
        <p className={toneOf(plant.state) === "failed" ? "fail" : "second"}>
          {plant.message} {todo}
        </p>
      )}
      {isSkewed(plant.clockSkew) ? (
        <p className="mark">
          {message(plant.clockSkew > 0 ? "sources.skew-ahead" : "sources.skew-behind", {
            time: formatDuration(Math.abs(plant.clockSkew)),
          })}
        </p>
      ) : undefined}
      <SyncProgress name={plant.name} feeds={plant.feeds} />
      {plant.outgoing > 0 ? <p>{message("sources.outgoing", { count: plant.outgoing })}</p> : undefined}
      <button type="button" className="plant-fold second" aria-expanded={open} onClick={() => setOpen(!open)}>
        <span className="twisty" aria-hidden="true">
          {open ? "▾" : "▸"}
        </span>
        {message("sources.feeds", { count: plant.feeds.length })}
        <span className="muted"> · {message("sources.records", { count: records })}</span>
      </button>
      {open ? <FeedList plant={plant} /> : undefined}
      {readOnly ? undefined : <Actions plant={plant} records={records} />}
    </section>
  );
}

function Actions({ plant, records }: { readonly plant: PlantReport; readonly records: number }): ReactNode {
  const [asking, setAsking] = useState<"remove" | "token">();
  const action = useAction();
  const { plantId } = plant;
  const close = (): void => setAsking(undefined);
  return (
    <>
      {asking === undefined ? (
        <div className="plant-actions">
          <button
            type="button"
            className="button"
            disabled={action.busy || plant.paused}
            onClick={() => action.run(() => currentHost().plants.syncNow({ plantId }))}
          >
            {message("sources.sync")}
          </button>
          <button
            type="button"
            className="button"
            disabled={action.busy}
            onClick={() =>
              action.run(() =>
                plant.paused
                  ? currentHost().plants.resume({ plantId })
                  : currentHost().plants.pause({ plantId }),
              )
            }
          >
            {message(plant.paused ? "sources.resume" : "sources.pause")}
          </button>
          <button type="button" className="button" onClick={() => setAsking("token")}>
            {message("sources.token-change")}
          </button>
          <button type="button" className="button" onClick={() => setAsking("remove")}>
            {message("sources.remove")}
          </button>
        </div>
      ) : undefined}
      {asking === "remove" ? (
        <div role="group" aria-label={message("sources.remove")}>
          <p className="plant-ask">{message("sources.remove-ask", { name: plant.name, records })}</p>
          <div className="plant-actions">
            <button
              type="button"
              className="button"
              disabled={action.busy}
              onClick={() => action.run(() => currentHost().plants.remove({ plantId }))}
            >
              {message("sources.remove-yes")}
            </button>
            <button type="button" className="button primary" ref={focusFirst} onClick={close}>
              {message("sources.remove-no")}
            </button>
          </div>
        </div>
      ) : undefined}
      {asking === "token" ? <TokenForm plantId={plantId} action={action} close={close} /> : undefined}
      <ActionFailure what={message("sources.action-failed")} failure={action.failure} />
    </>
  );
}

interface TokenFormProps {
  readonly plantId: string;
  readonly action: Action;
  readonly close: () => void;
}

function TokenForm({ plantId, action, close }: TokenFormProps): ReactNode {
  const [token, setToken] = useState("");
  const save = async (): Promise<void> => {
    await currentHost().plants.change({ plantId, token: token.trim() });
    close();
  };
  return (
    <form
      className="token-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (token.trim() !== "") action.run(save);
      }}
    >
      <label className="form-line">
        {message("sources.token-new")}
        <input
          className="field"
          type="password"
          autoComplete="off"
          ref={focusFirst}
          value={token}
          onChange={(event) => setToken(event.target.value)}
        />
      </label>
      <div className="plant-actions">
        <button type="submit" className="button primary" disabled={token.trim() === "" || action.busy}>
          {message("sources.token-save")}
        </button>
        <button type="button" className="button quiet" onClick={close}>
          {message("action.cancel")}
        </button>
      </div>
    </form>
  );
}
