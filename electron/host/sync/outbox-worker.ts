/**
 * Sends what the outbox holds for one plant: files first, then the submission, until the plant has
 * answered. Entries of one object go in their order; one that fails or is refused holds up no other.
 */
import type { Answer } from "../../../shared/contract/plant/protocol.ts";
import { Failure } from "../../../shared/rpc/failure.ts";
import type { Client } from "../../../shared/rpc/service.ts";
import type { OutboxEntry, outboxService } from "../store/writer/outbox.ts";
import { Unavailable } from "../connectors/connector.ts";
import { backoff } from "./backoff.ts";
import type { Gate, Session } from "./gate.ts";
import type { Time } from "./time.ts";
import { createWaker } from "./waker.ts";

export interface OutboxWorker {
  /** When it tries next, after a try that failed; µs by our clock, for display. */
  readonly retryAt: number | undefined;
  /** Works until `signal` aborts. */
  run(gate: Gate, signal: AbortSignal): Promise<void>;
  wake(): void;
  pause(): void;
  resume(): void;
}

export interface OutboxWorkerParts {
  readonly plantId: string;
  readonly outbox: Client<{ readonly outbox: typeof outboxService }>["outbox"];
  readonly time: Time;
  readonly random: () => number;
  /** Where a file lies here, by its hash. */
  readonly filePath: (sha256: string) => string | undefined;
  readonly onChange: () => void;
  readonly onBug: (thrown: unknown) => void;
}

/** ms */
const LONGEST = 300_000;

export function createOutboxWorker(parts: OutboxWorkerParts): OutboxWorker {
  const { plantId, outbox, time, random, onChange } = parts;
  const waker = createWaker(time);
  let isPaused = false;
  let failures = 0;
  let retryAt: number | undefined;

  const send = async (entry: OutboxEntry, { connection, signal }: Session): Promise<Answer> => {
    const { client, number, submission, system } = entry;
    for (const sha256 of submission.body.files) {
      const path = parts.filePath(sha256);
      if (path === undefined)
        return { answer: "refused", reason: `A file that belongs to it is not here any more (${sha256}).` };
      await connection.sendFile(sha256, path, signal);
    }
    // From here on it may arrive: the store must know before the plant can.
    await outbox.sending({ client, number });
    onChange();
    try {
      return await connection.submit(system, submission, signal);
    } catch (thrown) {
      // The plant read it and can make nothing of it: the same again would be refused again.
      if (thrown instanceof Failure && thrown.kind === "invalid")
        return { answer: "refused", reason: thrown.message };
      throw thrown;
    }
  };

  /** One try for each object's first entry; says how long to wait for the next, undefined: nothing is left. */
  const sendAll = async (session: Session): Promise<number | undefined> => {
    const open = await outbox.open({ plantId });
    const held = new Set<string>();
    let wait: number | undefined;
    for (const entry of open) {
      if (session.signal.aborted || isPaused) return 0;
      if (held.has(entry.objectId)) continue;
      const { client, number } = entry;
      try {
        const answer = await send(entry, session);
        await outbox.answered({ client, number, answer });
        failures = 0;
      } catch (thrown) {
        if (session.signal.aborted) return 0;
        held.add(entry.objectId);
        failures += 1;
        const asked = thrown instanceof Unavailable ? (thrown.retryAfter ?? 0) : 0;
        wait = Math.max(wait ?? 0, asked, backoff(failures, LONGEST, random));
        const failure = thrown instanceof Error ? thrown.message : String(thrown);
        await outbox.failed({ client, number, failure });
        if (!(thrown instanceof Failure)) parts.onBug(thrown);
      }
      onChange();
    }
    return wait;
  };

  const setRetry = (wait: number | undefined): void => {
    const before = retryAt;
    retryAt = wait === undefined || wait === 0 ? undefined : time.now() + wait * 1_000;
    if (before !== retryAt) onChange();
  };

  return {
    get retryAt() {
      return retryAt;
    },
    async run(gate, signal) {
      while (!signal.aborted) {
        if (isPaused) {
          await waker.wait(undefined, signal);
          continue;
        }
        const session = await gate.whenOpen(signal);
        if (session === undefined) return;
        // What woke it while it waited for the plant is what it sends now: it must not cut the next wait short.
        await waker.wait(0, signal);
        let wait: number | undefined;
        try {
          wait = await sendAll(session);
        } catch (thrown) {
          // Our own store: the disk is full, or the program is ending.
          failures += 1;
          wait = backoff(failures, LONGEST, random);
          if (!(thrown instanceof Failure)) parts.onBug(thrown);
        }
        setRetry(wait);
        await waker.wait(wait, signal);
        setRetry(undefined);
      }
    },
    wake: () => waker.wake(),
    pause() {
      isPaused = true;
    },
    resume() {
      isPaused = false;
      waker.wake();
    },
  };
}
