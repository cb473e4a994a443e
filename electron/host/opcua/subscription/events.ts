/** Events and alarms (OPC 10000-5, 6.4; OPC 10000-9) as events of the machine. */
import { AttributeIds, constructEventFilter, resolveNodeId, type Variant } from "node-opcua-client";
import type { Severity } from "../../../../shared/model/event.ts";
import type { EventRecord } from "../../../../shared/model/record.ts";
import { EVENT_PREFIX } from "../../store/writer/opcua/source-keys.ts";

const FIELDS = [
  "EventId",
  "EventType",
  "SourceNode",
  "SourceName",
  "Time",
  "Message",
  "Severity",
  "ConditionName",
  "ActiveState.Id",
  "AckedState.Id",
  "Retain",
  "ConditionId",
] as const;

/** OPC 10000-9, 5.11: brackets of a refresh, and the wish for one; they are about the line, not the machine. */
const REFRESH_TYPES: ReadonlySet<string> = new Set(["ns=0;i=2787", "ns=0;i=2788"]);
const REFRESH_REQUIRED = "ns=0;i=2789";

export const EVENT_ITEM = { nodeId: resolveNodeId("i=2253"), attributeId: AttributeIds.EventNotifier };

export const eventFilter = () => constructEventFilter([...FIELDS]);

export type ArrivedEvent =
  | { readonly type: "event"; readonly event: EventRecord }
  | { readonly type: "refresh-required" }
  | { readonly type: "none" };

/**
 * The event of one notification. `equipmentOf` knows which equipment a source node belongs to. Every
 * notification of a condition is an event of its own: it came, was acknowledged, went.
 */
export function arrivedEvent(
  fields: readonly Variant[],
  equipmentOf: (sourceNode: string | undefined, sourceName: string) => string | undefined,
  now: () => number,
): ArrivedEvent {
  const field = Object.fromEntries(FIELDS.map((name, index) => [name, fields[index]?.value as unknown]));
  const eventType = nodeText(field["EventType"]);
  if (eventType !== undefined && REFRESH_TYPES.has(eventType)) return { type: "none" };
  if (eventType === REFRESH_REQUIRED) return { type: "refresh-required" };
  const id = field["EventId"];
  if (!(id instanceof Uint8Array) || id.length === 0) return { type: "none" };
  const sourceName = plainName(field["SourceName"]);
  const sourceNode = nodeText(field["SourceNode"]);
  const time = field["Time"];
  const startedAt = time instanceof Date ? time.getTime() * 1000 : now();
  const isActive = field["ActiveState.Id"];
  const isAcknowledged = field["AckedState.Id"];
  const severityNumber = Number(field["Severity"] ?? 0);
  const condition = textOf(field["ConditionName"]);
  const message = textOf(field["Message"]) || condition || "Event";
  const state = isActive === true ? "active" : isActive === false ? "cleared" : undefined;
  const details = {
    ...(condition === "" ? {} : { condition }),
    ...(state === undefined ? {} : { state }),
    ...(typeof isAcknowledged === "boolean" && isActive === true ? { acknowledged: isAcknowledged } : {}),
    ...(sourceName === "" ? {} : { source: sourceName }),
    severity: severityNumber,
  };
  const equipment = equipmentOf(sourceNode, sourceName);
  return {
    type: "event",
    event: {
      record: "event",
      key: `${EVENT_PREFIX}${Buffer.from(id).toString("hex")}`,
      kind: "machine",
      type: state === undefined ? "message" : "alarm",
      title: (state === "cleared" ? `${message}: cleared` : message).slice(0, 400),
      startedAt,
      severity: state === "cleared" ? "information" : severityOf(severityNumber),
      ...(equipment === undefined ? {} : { equipment }),
      details,
      payload: JSON.stringify({
        ...details,
        eventId: Buffer.from(id).toString("hex"),
        eventType,
        sourceNode,
        time: startedAt,
        message,
        conditionId: nodeText(field["ConditionId"]),
      }).slice(0, 65_536),
    },
  };
}

/** OPC 10000-5, 6.4.2: 1 (low) … 1000 (catastrophe), in fifths as OPC 10000-9 names them. */
export function severityOf(severity: number): Severity {
  if (severity <= 200) return "information";
  if (severity <= 600) return "warning";
  return severity <= 800 ? "fail" : "critical";
}

function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  const text = (value as { readonly text?: unknown } | null | undefined)?.text;
  return typeof text === "string" ? text : "";
}

/** Servers like to write a browse name there, namespace and all. */
const plainName = (value: unknown): string => textOf(value).replace(/^\d+:/, "");

function nodeText(value: unknown): string | undefined {
  return typeof value === "object" && value !== null && "identifierType" in value
    ? (value as { toString(): string }).toString()
    : undefined;
}
