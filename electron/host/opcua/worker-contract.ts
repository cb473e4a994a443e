/** What the OPC UA worker does for its host. Internal: both ends are this program, inputs are typed. */
import * as v from "valibot";
import {
  opcuaService,
  type KnownCertificate,
  type OpcuaIdentity,
  type OpcuaSignal,
  type OpcuaSignalState,
  type OwnCertificate,
} from "../../../shared/contract/opcua.ts";
import { call } from "../../../shared/rpc/service.ts";
import type { StoredEndpoint } from "../store/writer/opcua/opcua-contract.ts";

const typed = <T>() => v.custom<T>(() => true);
const nothing = v.object({});

export const opcuaWorkerContract = {
  opcua: {
    discover: opcuaService.discover,
    /** Takes an endpoint up; the secret it logs in with comes along and stays in memory. */
    open: call<void>()(
      typed<{
        readonly stored: StoredEndpoint;
        readonly identity: OpcuaIdentity | undefined;
        readonly signals: readonly OpcuaSignal[];
      }>(),
    ),
    close: call<void>()(typed<{ readonly endpointId: string }>()),
    setPaused: call<void>()(typed<{ readonly endpointId: string; readonly paused: boolean }>()),
    certificates: call<readonly KnownCertificate[]>()(nothing),
    trust: opcuaService.trust,
    reject: opcuaService.reject,
    ownCertificate: call<OwnCertificate>()(nothing),
    browse: opcuaService.browse,
    signals: call<readonly OpcuaSignalState[]>()(typed<{ readonly endpointId: string }>()),
    /** After they were stored. */
    setSignals:
      call<readonly OpcuaSignalState[]>()(
        typed<{ readonly endpointId: string; readonly signals: readonly OpcuaSignal[] }>(),
      ),
    watch: opcuaService.watch,
    /** Stores what waits and leaves every server. */
    end: call<void>()(nothing),
  },
} as const;
