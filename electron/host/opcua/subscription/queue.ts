/** How long a queue the server must keep, and what its revised values are worth (OPC 10000-4, 5.13.2). */
import type { RevisedSampling } from "../../../../shared/contract/opcua.ts";

/** Changes per second assumed of a signal that is asked for every change. */
const ASSUMED_RATE = 10;
/** Room for a source that is a little faster than it says. */
const RESERVE = 1.25;

const rateOf = (intervalMs: number): number => (intervalMs > 0 ? 1000 / intervalMs : ASSUMED_RATE);

/** Values that arise in an outage. Never 1: that would keep only the newest and not even say so. */
export function queueSizeFor(intervalMs: number, toleratedOutageS: number): number {
  return Math.max(2, Math.ceil(rateOf(intervalMs) * toleratedOutageS * RESERVE));
}

export function revisedSampling(
  asked: { readonly intervalMs: number },
  revised: { readonly samplingInterval: number; readonly queueSize: number },
): RevisedSampling {
  // A server that samples more slowly fills its queue more slowly; one that samples on change, at the asked rate.
  const rate = Math.min(
    rateOf(asked.intervalMs),
    revised.samplingInterval > 0 ? 1000 / revised.samplingInterval : Infinity,
  );
  return {
    samplingIntervalMs: revised.samplingInterval,
    queueSize: revised.queueSize,
    coversMs: Math.round((revised.queueSize / rate) * 1000),
  };
}

/** What is less than was asked; undefined where nothing is. */
export function shortcoming(
  asked: { readonly intervalMs: number },
  toleratedOutageS: number,
  revised: RevisedSampling,
): string | undefined {
  const { samplingIntervalMs, coversMs } = revised;
  if (samplingIntervalMs > Math.max(asked.intervalMs * 1.01, 1) && asked.intervalMs > 0)
    return `The server samples it every ${Math.round(samplingIntervalMs)} ms instead of every ${asked.intervalMs} ms.`;
  if (asked.intervalMs === 0 && samplingIntervalMs > 100)
    return `The server samples it every ${Math.round(samplingIntervalMs)} ms instead of at every change.`;
  if (coversMs < toleratedOutageS * 1000)
    return `The server's queue bridges an outage of ${Math.round(coversMs / 1000)} s instead of ${toleratedOutageS} s.`;
  return undefined;
}
