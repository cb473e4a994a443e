import "./sources.css";
import type { ReactNode } from "react";
import { useStore } from "zustand";
import { currentHost } from "../../host/host.ts";
import { message } from "../../messages/catalogue.ts";
import { ActionFailure } from "../../components/action-failure.tsx";
import { Empty, Problem, Region, Skeleton } from "../../components/region.tsx";
import { useAction } from "../../components/use-action.ts";
import { useCache } from "../../state/cache.ts";
import { listenToPlants, usePlants } from "../../state/plants.ts";
import { useQuery } from "../../state/query.ts";
import { AddPlant } from "./add-plant.tsx";
import { addPlant, adding } from "./adding.ts";
import { Pins } from "./pins.tsx";
import { RetentionSection } from "./retention/retention-section.tsx";
import { PlantView } from "./plant-view.tsx";

/** The plants that this computer follows: how each stands, and what to do. */
export function SourcesPanel(): ReactNode {
  const report = usePlants((state) => state.report);
  const failure = usePlants((state) => state.reportFailure);
  const readOnly = useCache((state) => state.about?.readOnly) ?? false;
  const isAdding = useStore(adding, ({ open }) => open);
  const action = useAction();
  const plants = report?.plants ?? [];

  const body = (): ReactNode => {
    if (failure !== undefined && report === undefined)
      return <Problem what={message("sources.failed")} failure={failure} retry={listenToPlants} />;
    if (report === undefined) return <Skeleton rows={6} />;
    if (plants.length === 0 && report.pins.length === 0) {
      if (isAdding) return undefined;
      return (
        <Empty
          action={
            readOnly ? undefined : (
              <button type="button" className="button primary" onClick={addPlant}>
                {message("sources.add")}
              </button>
            )
          }
        >
          {message("sources.empty")}
        </Empty>
      );
    }
    return (
      <>
        {plants.map((plant) => (
          <PlantView key={plant.plantId} plant={plant} readOnly={readOnly} />
        ))}
        <Pins pins={report.pins} canPin={plants.length > 0 && !readOnly} />
      </>
    );
  };
  return (
    <Region name={message("panel.sources")}>
      {plants.length === 0 ? undefined : (
        <div className="toolrow">
          <button type="button" className="button" disabled={readOnly || isAdding} onClick={addPlant}>
            {message("sources.add")}
          </button>
          <button
            type="button"
            className="button"
            disabled={readOnly || action.busy}
            onClick={() => action.run(() => currentHost().plants.syncNow({}))}
          >
            {message("sources.sync-all")}
          </button>
        </div>
      )}
      <div className="scroll">
        <ActionFailure what={message("sources.action-failed")} failure={action.failure} />
        {isAdding ? <AddPlant close={() => adding.setState({ open: false })} /> : undefined}
        {isAdding || plants.some(({ hasToken }) => hasToken) ? <SecretWarning /> : undefined}
        {body()}
        <RetentionSection readOnly={readOnly} />
      </div>
    </Region>
  );
}

/** Said where others could read the tokens, or where they will be gone. */
function SecretWarning(): ReactNode {
  const storage = useQuery("secret-storage", (host, options) => host.plants.list({}, options), {
    keep: true,
    on: [],
  }).data?.secretStorage;
  if (storage !== "plain-text" && storage !== "memory") return undefined;
  return <p className="source-warning mark">{message(`sources.secrets-${storage}`)}</p>;
}
