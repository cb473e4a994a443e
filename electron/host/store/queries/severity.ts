/** Severities that decide what is shown, as indices into SEVERITIES. */

/** First severity that counts as a failure: "fail". */
export const FAIL = 3;
/** Severity that must be seen at every zoom: "critical". */
export const CRITICAL = 4;
