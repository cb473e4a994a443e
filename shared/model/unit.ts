/**
 * Whether a unit's serial number is known.
 * - proven: the source states it, or a person has confirmed it
 * - assumed: somebody took it from the order of samples or a name; shown as assumed everywhere
 * - missing: nobody knows; only the position in its file is known
 */
export const SERIAL_STATUSES = ["proven", "assumed", "missing"] as const;
export type SerialStatus = (typeof SERIAL_STATUSES)[number];

/** Outcome of a measurement. `none`: informational, not judged, or nothing to judge it by. */
export const VERDICTS = ["pass", "fail", "none"] as const;
export type Verdict = (typeof VERDICTS)[number];
/** Who judged: the source's own status, or the limits where the source says nothing. */
export type VerdictOrigin = "source" | "limits" | "none";
