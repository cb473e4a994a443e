/** Hears of changes at a source as long as its session lasts; when the stream ends, asks who is still there. */
import { Failure } from "../../../shared/rpc/failure.ts";
import type { Nudge } from "../connectors/connector.ts";
import { backoff } from "./backoff.ts";
import type { Session } from "./gate.ts";
import type { Time } from "./time.ts";

/** ms */
const LONGEST_WITHOUT_NUDGES = 30_000;
const NO_NUDGES_THERE = 600_000;

export interface HearNudgesParts {
  readonly time: Time;
  readonly random: () => number;
  readonly onNudge: (nudge: Nudge) => void;
  /** The stream ended: changes may have been missed. `isThere`: the source answered that it has no stream. */
  readonly onEnded: (isThere: boolean) => void;
}

/** Resolves with the session's end, or at once where the source has no nudges. */
export async function hearNudges({ connection, signal }: Session, parts: HearNudgesParts): Promise<void> {
  const { time, random, onNudge, onEnded } = parts;
  for (let failures = 0; !signal.aborted;) {
    try {
      if (connection.nudges === undefined) return;
      await connection.nudges((nudge) => {
        failures = 0;
        onNudge(nudge);
      }, signal);
    } catch (thrown) {
      if (signal.aborted) return;
      const isThere = thrown instanceof Failure && thrown.kind !== "offline";
      failures += 1;
      onEnded(isThere);
      await time.sleep(isThere ? NO_NUDGES_THERE : backoff(failures, LONGEST_WITHOUT_NUDGES, random), signal);
    }
  }
}
