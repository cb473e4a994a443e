/** Endpoints and their signals in user.db, without secrets. */
import type { OpcuaSignal } from "../../../../../shared/contract/opcua.ts";
import { Failure } from "../../../../../shared/rpc/failure.ts";
import type { ServiceImplementation } from "../../../../../shared/rpc/service.ts";
import { translateErrors, type Connection } from "../../open.ts";
import type { opcuaWriterContract, StoredEndpoint } from "./opcua-contract.ts";

type Served = Pick<
  typeof opcuaWriterContract,
  "endpoints" | "putEndpoint" | "removeEndpoint" | "signals" | "setSignals"
>;

interface EndpointRow extends Omit<StoredEndpoint, "userName" | "paused"> {
  readonly userName: string | null;
  readonly paused: number;
}

export function createEndpointStore(user: Connection, path: string): ServiceImplementation<Served> {
  const list = user.prepare(
    `SELECT endpoint_id AS endpointId, name, url, policy, mode, identity, user_name AS userName,
       tolerated_outage_s AS toleratedOutageS, paused FROM opcua_endpoint ORDER BY rowid`,
  );
  const put = user.prepare(
    `INSERT INTO opcua_endpoint VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (endpoint_id) DO UPDATE SET name = excluded.name, url = excluded.url, policy = excluded.policy, mode = excluded.mode,
       identity = excluded.identity, user_name = excluded.user_name, tolerated_outage_s = excluded.tolerated_outage_s, paused = excluded.paused`,
  );
  const remove = user.prepare("DELETE FROM opcua_endpoint WHERE endpoint_id = ?");
  const signals = user.prepare(
    `SELECT node_id AS nodeId, equipment, name, uom, interval_ms AS intervalMs FROM opcua_signal
     WHERE endpoint_id = ? ORDER BY position`,
  );
  const removeSignals = user.prepare("DELETE FROM opcua_signal WHERE endpoint_id = ?");
  const addSignal = user.prepare("INSERT INTO opcua_signal VALUES (?, ?, ?, ?, ?, ?, ?)");
  const exists = user.prepare("SELECT 1 FROM opcua_endpoint WHERE endpoint_id = ?");
  const safely = <T>(work: () => T): T => translateErrors(path, work);

  return {
    endpoints: () =>
      (list.all() as EndpointRow[]).map((row) => ({
        ...row,
        userName: row.userName ?? undefined,
        paused: row.paused === 1,
      })),
    putEndpoint: (endpoint) =>
      safely(() => {
        put.run(
          endpoint.endpointId,
          endpoint.name,
          endpoint.url,
          endpoint.policy,
          endpoint.mode,
          endpoint.identity,
          endpoint.userName ?? null,
          endpoint.toleratedOutageS,
          endpoint.paused ? 1 : 0,
        );
      }),
    removeEndpoint: ({ endpointId }) =>
      safely(() => {
        if (remove.run(endpointId).changes === 0)
          throw new Failure("invalid", "This endpoint is not there any more.");
      }),
    signals: ({ endpointId }) =>
      (signals.all(endpointId) as (Omit<OpcuaSignal, "uom"> & { uom: string | null })[]).map((row) => ({
        ...row,
        uom: row.uom ?? undefined,
      })),
    setSignals: ({ endpointId, signals: wanted }) =>
      safely(() => {
        if (exists.get(endpointId) === undefined)
          throw new Failure("invalid", "This endpoint is not there any more.");
        requireDistinct(wanted);
        user.transaction(() => {
          removeSignals.run(endpointId);
          wanted.forEach(({ nodeId, equipment, name, uom, intervalMs }, position) =>
            addSignal.run(endpointId, nodeId, position, equipment, name, uom ?? null, intervalMs),
          );
        })();
      }),
  };
}

function requireDistinct(signals: readonly OpcuaSignal[]): void {
  const nodes = new Set<string>();
  const names = new Set<string>();
  for (const { nodeId, equipment, name } of signals) {
    const named = JSON.stringify([equipment, name]);
    if (nodes.has(nodeId)) throw new Failure("invalid", `The node ${nodeId} is chosen twice.`);
    if (names.has(named))
      throw new Failure("invalid", `Two nodes are bound to the signal "${name}" of ${equipment}.`);
    nodes.add(nodeId);
    names.add(named);
  }
}
