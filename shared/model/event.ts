/**
 * Events and what they are about. The questions are EPCIS 2.0's: when, what, where, who, why, how.
 */

/** Lane of an event, in the order in which lanes are shown. */
export const EVENT_KINDS = [
  "design",
  "production",
  "machine",
  "inspection",
  "logistics",
  "maintenance",
  "field",
  "change",
  "gap",
] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

/** How bad an event is, worst last; the timeline draws the worst of a bucket. */
export const SEVERITIES = ["none", "information", "warning", "fail", "critical"] as const;
export type Severity = (typeof SEVERITIES)[number];

/** What an event is about, and in which role. */
export const SUBJECT_KINDS = [
  "part",
  "unit",
  "order",
  "operation",
  "equipment",
  "characteristic",
  "model-node",
] as const;
export type SubjectKind = (typeof SUBJECT_KINDS)[number];

/** How a link was found: stated by the source, read from a name, or set by a person. */
export type LinkOrigin = "source" | "name" | "person";
