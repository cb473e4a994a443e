/** One subscription per endpoint: its signals grouped by interval, its events, and what the server revised. */
import {
  AttributeIds,
  resolveNodeId,
  TimestampsToReturn,
  type ClientSession,
  type ClientSubscription,
  type DataValue,
  type Variant,
} from "node-opcua-client";
import type { OpcuaSignal, RevisedSampling } from "../../../../shared/contract/opcua.ts";
import type { Timing } from "../timing.ts";
import { EVENT_ITEM, eventFilter } from "./events.ts";
import type { NodeFacts } from "./node-facts.ts";
import { queueSizeFor, revisedSampling, shortcoming } from "./queue.ts";

export interface Notified {
  /** OPC 10000-4, 7.26: one more than the last; of a sign of life, that of the next message. */
  readonly sequence: number;
  readonly isSignOfLife: boolean;
  readonly values: readonly (readonly [index: number, value: DataValue])[];
  readonly events: readonly (readonly Variant[])[];
}

export interface SubscribedSignal {
  readonly revised: RevisedSampling | undefined;
  readonly problem: string | undefined;
}

export interface Subscribed {
  readonly subscription: ClientSubscription;
  readonly signals: readonly SubscribedSignal[];
  /** The server tells events. */
  readonly hasEvents: boolean;
  /** What is less than was asked of the subscription as a whole. */
  readonly problem: string | undefined;
}

export interface SubscribeOptions {
  readonly session: ClientSession;
  readonly signals: readonly OpcuaSignal[];
  readonly facts: readonly NodeFacts[];
  readonly toleratedOutageS: number;
  readonly timing: Timing;
  /** Every message in the order of arrival, also those read again after a cut. */
  readonly onNotified: (notified: Notified) => void;
  /** The library made a new subscription in the place of a lost one; called before its first message. */
  readonly onRecreated: () => void;
  /** It is over and won't come back by itself. */
  readonly onEnded: (reason: string) => void;
}

/** Items per CreateMonitoredItems request, below what servers commonly accept. */
const PER_CALL = 500;
/** Values in one message: what was queued in an outage comes in pieces. */
const PER_MESSAGE = 10_000;
const EVENT_QUEUE = 10_000;

interface RawNotification {
  readonly sequenceNumber: number;
  readonly notificationData?:
    | readonly {
        readonly monitoredItems?:
          | readonly { readonly clientHandle: number; readonly value: DataValue }[]
          | null;
        readonly events?:
          | readonly { readonly clientHandle: number; readonly eventFields?: readonly Variant[] | null }[]
          | null;
      }[]
    | null;
}

export async function subscribe(options: SubscribeOptions): Promise<Subscribed> {
  const { session, signals, facts, toleratedOutageS, timing } = options;
  const subscription = await session.createSubscription2({
    requestedPublishingInterval: timing.publishing,
    requestedLifetimeCount: Math.ceil(timing.subscription / timing.publishing),
    requestedMaxKeepAliveCount: Math.max(1, Math.floor(timing.quiet / timing.publishing)),
    maxNotificationsPerPublish: PER_MESSAGE,
    publishingEnabled: true,
    priority: 10,
  });
  const handles = new Map<number, number>();
  const early: RawNotification[] = [];
  let ready = false;
  const pass = (raw: RawNotification): void => {
    try {
      options.onNotified(notifiedOf(raw, handles));
    } catch (thrown) {
      // The library would swallow it.
      options.onEnded(thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown));
    }
  };
  subscription.on("raw_notification", (raw: RawNotification) => {
    mendSequence(subscription, raw);
    // Until every item is made its handle is not known here.
    if (ready) pass(raw);
    else early.push(raw);
  });
  subscription.on("subscriptionId_changed", () => options.onRecreated());
  subscription.on("terminated", () => options.onEnded("The server has ended the subscription."));

  const states: SubscribedSignal[] = facts.map(({ problem }) => ({ revised: undefined, problem }));
  const usable = signals.flatMap((signal, index) =>
    facts[index]?.problem === undefined ? [{ signal, index }] : [],
  );
  for (const [intervalMs, own] of Map.groupBy(usable, ({ signal }) => signal.intervalMs))
    for (let at = 0; at < own.length; at += PER_CALL) {
      const some = own.slice(at, at + PER_CALL);
      const group = await subscription.monitorItems(
        some.map(({ signal }) => ({ nodeId: resolveNodeId(signal.nodeId), attributeId: AttributeIds.Value })),
        {
          samplingInterval: intervalMs,
          queueSize: queueSizeFor(intervalMs, toleratedOutageS),
          discardOldest: true,
        },
        TimestampsToReturn.Both,
      );
      some.forEach(({ signal, index }, position) => {
        const item = group.monitoredItems[position];
        const result = item?.result;
        if (item === undefined || result === undefined || !item.statusCode.isGood()) {
          const status = item?.statusCode.name ?? "no answer";
          states[index] = { revised: undefined, problem: `The server does not watch it (${status}).` };
          return;
        }
        handles.set(item.monitoringParameters.clientHandle, index);
        const revised = revisedSampling(signal, {
          samplingInterval: result.revisedSamplingInterval,
          queueSize: result.revisedQueueSize,
        });
        states[index] = { revised, problem: shortcoming(signal, toleratedOutageS, revised) };
      });
    }
  const events = await subscription.monitor(
    EVENT_ITEM,
    { samplingInterval: 0, queueSize: EVENT_QUEUE, discardOldest: true, filter: eventFilter() },
    TimestampsToReturn.Both,
  );
  ready = true;
  for (const raw of early) pass(raw);
  return {
    subscription,
    signals: states,
    hasEvents: events.statusCode.isGood(),
    problem: shortLife(subscription, toleratedOutageS),
  };
}

/** OPC 10000-9, 5.5.7: the server tells again what is still active, with the ids it had. False where it can't. */
export async function refreshConditions(
  session: ClientSession,
  subscription: ClientSubscription,
): Promise<boolean> {
  const result = await session.call({
    objectId: resolveNodeId("i=2782"),
    methodId: resolveNodeId("i=3875"),
    inputArguments: [{ dataType: "UInt32", value: subscription.subscriptionId }],
  });
  return result.statusCode.isGood();
}

/**
 * A sign of life carries the number of the message to come (OPC 10000-4, 5.14.1.1), which the library takes
 * for one that has come: after a cut it would not ask for it again.
 */
function mendSequence(subscription: ClientSubscription, raw: RawNotification): void {
  if ((raw.notificationData ?? []).length > 0) return;
  const own = subscription as unknown as { lastSequenceNumber: number };
  own.lastSequenceNumber = raw.sequenceNumber - 1;
}

function notifiedOf(raw: RawNotification, handles: ReadonlyMap<number, number>): Notified {
  const values: (readonly [number, DataValue])[] = [];
  const events: (readonly Variant[])[] = [];
  const data = raw.notificationData ?? [];
  for (const { monitoredItems, events: list } of data) {
    for (const { clientHandle, value } of monitoredItems ?? []) {
      const index = handles.get(clientHandle);
      if (index !== undefined) values.push([index, value]);
    }
    for (const { eventFields } of list ?? []) events.push(eventFields ?? []);
  }
  return { sequence: raw.sequenceNumber, isSignOfLife: data.length === 0, values, events };
}

function shortLife(subscription: ClientSubscription, toleratedOutageS: number): string | undefined {
  const life = (subscription.publishingInterval * subscription.lifetimeCount) / 1000;
  return life < toleratedOutageS
    ? `The server forgets the subscription after ${Math.round(life)} s; ${toleratedOutageS} s were asked.`
    : undefined;
}
