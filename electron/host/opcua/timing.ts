/** How long things may take, derived from the outage that an endpoint is to tolerate. All in ms. */
export interface Timing {
  /** Between two messages of the subscription while values change. */
  readonly publishing: number;
  /** Longest silence of a subscription without changes: then the server says that it lives. */
  readonly quiet: number;
  /** Session and subscription live this long at the server without a word from us. */
  readonly session: number;
  readonly subscription: number;
  /** A session that was silent this long is asked whether it lives. */
  readonly ping: number;
  /** An unanswered request counts as a cut line after this. */
  readonly answer: number;
  /** Samples wait at most this long before they are stored; events don't wait. */
  readonly flush: number;
  /** First and longest wait before the next attempt to connect. */
  readonly retryFirst: number;
  readonly retryLongest: number;
  /** A server that refuses is asked again after this. */
  readonly refused: number;
  /** Latest values are told to screens at most this often. */
  readonly values: number;
  /** History is asked once more after this where it is not yet as new as the current value. */
  readonly historyLag: number;
}

export function timingFor(toleratedOutageS: number): Timing {
  const outage = toleratedOutageS * 1000;
  return {
    publishing: 250,
    quiet: 5_000,
    session: Math.max(60_000, outage * 2),
    subscription: Math.max(60_000, outage * 1.5),
    ping: 5_000,
    answer: 10_000,
    flush: 2_000,
    retryFirst: 1_000,
    retryLongest: 30_000,
    refused: 60_000,
    values: 500,
    historyLag: 2_000,
  };
}

/** Full jitter below a doubling bound (M. Brooker, "Exponential Backoff And Jitter", 2015), never below half. */
export function retryDelay(attempt: number, timing: Timing, random: () => number): number {
  const bound = Math.min(timing.retryLongest, timing.retryFirst * 2 ** Math.min(attempt, 20));
  return Math.round(bound * (0.5 + random() / 2));
}
