/** What the writer keeps of OPC UA endpoints: their settings in user.db, what they delivered in cache.db. */
import * as v from "valibot";
import type { OpcuaEndpoint, OpcuaGap, OpcuaSignal } from "../../../../../shared/contract/opcua.ts";
import type { ClockReading } from "../../../../../shared/model/clock.ts";
import type { EventRecord } from "../../../../../shared/model/record.ts";
import { call } from "../../../../../shared/rpc/service.ts";

/** An endpoint without its secrets. */
export type StoredEndpoint = Omit<OpcuaEndpoint, "signalCount">;

/** What is known of an endpoint's past when it is taken up again. Times are µs UTC. */
export interface KnownPast {
  /** Names this opening: deliveries of an earlier one are not taken any more, their signals may be others. */
  readonly opening: number;
  /** Newest stored time per signal, in the order asked; NaN where nothing is stored. */
  readonly last: Float64Array;
  /** Newest stored value of it; NaN where it had none, or where it is text. */
  readonly lastValues: Float64Array;
  /** Newest change of each text signal that is stored; undefined where there is none. */
  readonly lastTexts: readonly (StoredText | undefined)[];
  /** Newest event of the endpoint; undefined where there is none. */
  readonly lastEvent: number | undefined;
  /** Newest gaps, newest first; `key` is theirs within the source. */
  readonly gaps: readonly StoredGap[];
}

/** A change of a text as it was told. */
export interface StoredText {
  readonly at: number;
  /** Undefined: its status was bad. */
  readonly text: string | undefined;
  readonly status: string;
}

export interface StoredGap extends OpcuaGap {
  readonly key: string;
}

/** Samples of several signals, one run of `counts[i]` samples for `indexes[i]` after the other. */
export interface SampleColumns {
  /** Positions in the list of signals last given to `open`. */
  readonly indexes: Uint32Array;
  readonly counts: Uint32Array;
  readonly times: Float64Array;
  readonly values: Float64Array;
}

export interface Delivered {
  readonly endpointId: string;
  readonly opening: number;
  readonly samples?: SampleColumns;
  readonly events?: readonly EventRecord[];
  readonly gaps?: readonly StoredGap[];
}

/** What became of it: everything is either new or was there already. */
export interface DeliveredResult {
  readonly samples: number;
  readonly repeatedSamples: number;
  readonly events: number;
  readonly repeatedEvents: number;
}

const typed = <T>() => v.custom<T>(() => true);
const nothing = v.object({});

export const opcuaWriterContract = {
  endpoints: call<readonly StoredEndpoint[]>()(nothing),
  putEndpoint: call<void>()(typed<StoredEndpoint>()),
  removeEndpoint: call<void>()(typed<{ readonly endpointId: string }>()),
  signals: call<readonly OpcuaSignal[]>()(typed<{ readonly endpointId: string }>()),
  setSignals:
    call<void>()(typed<{ readonly endpointId: string; readonly signals: readonly OpcuaSignal[] }>()),
  /**
   * Says which signals are delivered from now on, by their positions here, and what is stored of them. They are those
   * that the caller observes: the choice in the settings may be another one already.
   */
  open: call<KnownPast>()(typed<{ readonly endpointId: string; readonly signals: readonly OpcuaSignal[] }>()),
  /** In one transaction; delivering the same again changes nothing. `cancelled` where it was opened anew since. */
  deliver: call<DeliveredResult>()(typed<Delivered>()),
  /** One look at the server's clock; kept where it says something new. After `open`. */
  clock: call<void>()(typed<ClockReading & { readonly endpointId: string }>()),
} as const;
