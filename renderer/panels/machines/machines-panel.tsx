/** The OPC UA servers that are watched: how each stands, what its machines do now, and what to do. */
import "../sources/sources.css";
import "./machines.css";
import type { ReactNode } from "react";
import { useStore } from "zustand";
import { message } from "../../messages/catalogue.ts";
import { Empty, Problem, Region, Skeleton } from "../../components/region.tsx";
import { useCache } from "../../state/cache.ts";
import { listenToMachines, useMachines } from "../../state/machines.ts";
import { useSettings } from "../../state/settings.ts";
import { AddServer } from "./add-server.tsx";
import { EndpointView } from "./endpoint-view.tsx";
import { addServer, closeForm, opening, showOwnCertificate } from "./opening.ts";
import { OwnCertificateView } from "./own-certificate.tsx";
import { SignalPicker } from "./signal-picker.tsx";

export function MachinesPanel(): ReactNode {
  const endpoints = useMachines((state) => state.endpoints);
  const failure = useMachines((state) => state.failure);
  const readOnly = useCache((state) => state.about?.readOnly) ?? false;
  const zone = useSettings((values) => values.plantTimeZone) ?? "UTC";
  const { form, picking } = useStore(opening);
  const picked = endpoints?.find(({ endpointId }) => endpointId === picking);
  if (picked !== undefined && !readOnly)
    return (
      <Region name={message("panel.machines")}>
        <SignalPicker key={picked.endpointId} endpoint={picked} close={closeForm} />
      </Region>
    );
  const body = (): ReactNode => {
    if (failure !== undefined && endpoints === undefined)
      return <Problem what={message("machines.failed")} failure={failure} retry={listenToMachines} />;
    if (endpoints === undefined) return <Skeleton rows={6} />;
    if (endpoints.length > 0)
      return endpoints.map((endpoint) => (
        <EndpointView key={endpoint.endpointId} endpoint={endpoint} readOnly={readOnly} zone={zone} />
      ));
    if (form !== undefined) return undefined;
    return (
      <Empty
        action={
          readOnly ? undefined : (
            <button type="button" className="button primary" onClick={addServer}>
              {message("machines.add")}
            </button>
          )
        }
      >
        {message("machines.empty")}
      </Empty>
    );
  };
  return (
    <Region name={message("panel.machines")}>
      {endpoints === undefined || endpoints.length === 0 || readOnly ? undefined : (
        <div className="toolrow">
          <button type="button" className="button" disabled={form === "add"} onClick={addServer}>
            {message("machines.add")}
          </button>
          <button
            type="button"
            className="button"
            disabled={form === "own-certificate"}
            onClick={showOwnCertificate}
          >
            {message("machines.own")}
          </button>
        </div>
      )}
      <div className="scroll">
        {form === "add" && !readOnly ? <AddServer close={closeForm} /> : undefined}
        {form === "own-certificate" && !readOnly ? <OwnCertificateView close={closeForm} /> : undefined}
        {body()}
      </div>
    </Region>
  );
}
