/** Keys of an endpoint's events within its source; the store finds the newest of a kind by their beginning. */

/** Changes of a text signal: then its source time and the text. A node id may hold "/", its code never does. */
export const observationPrefix = (nodeId: string): string => `value/${encodeURIComponent(nodeId)}/`;

/** OPC UA events: then the EventId in hexadecimal (OPC 10000-5, 6.4.2: unique within the server). */
export const EVENT_PREFIX = "event/";
