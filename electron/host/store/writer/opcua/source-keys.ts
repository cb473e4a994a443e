/** Keys of an endpoint's events within its source; the store finds the newest of a kind by their beginning. */
import * as v from "valibot";

/** Changes of a text signal: then its source time and the text. A node id may hold "/", its code never does. */
export const observationPrefix = (nodeId: string): string => `value/${encodeURIComponent(nodeId)}/`;

/** OPC UA events: then the EventId in hexadecimal (OPC 10000-5, 6.4.2: unique within the server). */
export const EVENT_PREFIX = "event/";

/** Payload of a change of a text. */
export interface ObservationPayload {
  readonly nodeId: string;
  readonly sourceTimestamp: number;
  readonly value: string | undefined;
  readonly status: string;
}

const toldSchema = v.object({ value: v.optional(v.string()), status: v.string() });

/** What a stored change of a text said; undefined where it is none. */
export function readTold(payload: string): { text: string | undefined; status: string } | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(payload);
  } catch {
    // Written by something else: what it said is not known.
    return undefined;
  }
  const told = v.safeParse(toldSchema, parsed);
  return told.success ? { text: told.output.value, status: told.output.status } : undefined;
}
