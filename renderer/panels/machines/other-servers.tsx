/** Servers that the one which was asked knows of: a discovery server is the directory of its computer. */
import { useId, type ReactNode } from "react";
import type { OpcuaKnownServer } from "../../../shared/contract/opcua.ts";
import { message } from "../../messages/catalogue.ts";

export interface OtherServersProps {
  readonly servers: readonly OpcuaKnownServer[];
  readonly choose: (server: OpcuaKnownServer) => void;
}

export function OtherServers({ servers, choose }: OtherServersProps): ReactNode {
  const title = useId();
  if (servers.length === 0) return undefined;
  return (
    <section className="other-servers" aria-labelledby={title}>
      <h4 id={title}>{message("server.others")}</h4>
      <ul aria-labelledby={title}>
        {servers.map((server) => (
          <li key={server.url}>
            <button type="button" className="button other-server" onClick={() => choose(server)}>
              <span className="ellipsis">{server.name === "" ? server.applicationUri : server.name}</span>
              <span className="mono muted ellipsis" title={server.url}>
                {server.url}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
