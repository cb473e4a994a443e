/** The OPC UA servers among the sources of the top bar: live, or how old what came from them is. */
import type { ReactNode } from "react";
import type { OpcuaEndpoint, OpcuaState } from "../../shared/contract/opcua.ts";
import { message } from "../messages/catalogue.ts";
import { formatAge, formatInstant } from "../state/format-time.ts";
import { serverTone } from "../state/live-value.ts";
import { useMachines } from "../state/machines.ts";
import { useNow } from "../state/use-now.ts";
import { showPanel } from "../state/workspace.ts";

export interface WatchedServersProps {
  readonly servers: readonly OpcuaEndpoint[];
  readonly zone: string;
}

export function WatchedServers({ servers, zone }: WatchedServersProps): ReactNode {
  const states = useMachines((all) => all.states);
  const now = useNow();
  return servers.flatMap(({ endpointId, name }) => {
    const standing = states.get(endpointId);
    if (standing === undefined) return [];
    const { state, asOf } = standing;
    return (
      <li key={endpointId}>
        <button
          type="button"
          className="crumb"
          title={titleOf(name, state, asOf, zone)}
          onClick={() => showPanel("machines")}
        >
          <span className={`dot ${serverTone(state)}`} />
          {name}{" "}
          <span className={state === "online" ? "muted source-live" : "muted"}>
            {state === "online"
              ? message("top.live")
              : asOf === undefined
                ? message(`machines.state-${state}`)
                : formatAge(asOf, now)}
          </span>
        </button>
      </li>
    );
  });
}

function titleOf(name: string, state: OpcuaState, asOf: number | undefined, zone: string): string {
  const words = message(`machines.state-${state}`);
  return asOf === undefined
    ? message("top.machine", { name, state: words })
    : message("top.machine-as-of", { name, state: words, asOf: formatInstant(asOf, zone) });
}
