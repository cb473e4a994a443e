/** Keeps one feed level with its source: pulls when woken, waits as its status says, and tells how it stands. */
import type { CatchUpProgress } from "../../../shared/contract/plants.ts";
import { Failure } from "../../../shared/rpc/failure.ts";
import type { FeedState } from "../store/writer/feeds/feed-contract.ts";
import { INITIAL_STATUS, nextStatus, type FeedEvent, type FeedStatus } from "./feed-status.ts";
import type { Gate, Session } from "./gate.ts";
import { createProgressMeter, rowsLeft } from "./progress.ts";
import { newMemory, streamOf, type Feed, type FeedsClient, type PullParts } from "./pull-parts.ts";
import { pull } from "./pull.ts";
import { reconcile } from "./reconcile.ts";
import type { Time } from "./time.ts";
import type { Turns } from "./turns.ts";
import { createWaker } from "./waker.ts";

export interface FollowedFeed extends Feed {
  /** False: ids are compared from time to time. */
  readonly tellsDeletes: boolean;
}

export interface FeedEngineParts {
  readonly feeds: FeedsClient;
  readonly time: Time;
  readonly random: () => number;
  readonly gate: Gate;
  readonly turns: Turns;
  /** ms between two looks while level. */
  readonly poll: () => number;
  /** A request failed in a way that may mean that the plant is gone. */
  readonly suspect: () => void;
  /** The feed is level with its source. */
  readonly onLevel: (feed: FollowedFeed) => Promise<void>;
  /** `state`: its state changed, not only how far it is. */
  readonly onChange: (state: boolean) => void;
  readonly onBug: (thrown: unknown) => void;
  readonly onRemark: (text: string) => void;
  /** So many rows and bytes more. */
  readonly onTaken: (rows: number, bytes: number) => void;
}

export interface Verification {
  /** Every record that the source has is here, and no other. */
  readonly whole: boolean;
  readonly records: number;
  readonly checksum: string;
}

export interface FeedEngine {
  readonly feed: FollowedFeed;
  readonly status: FeedStatus;
  readonly state: FeedState | undefined;
  progress(): CatchUpProgress;
  start(): void;
  /** The source has something up to this position. */
  nudge(head: number): void;
  /** Tries at once, whatever it waits for. */
  wake(): void;
  pause(): void;
  resume(): void;
  /**
   * Resolves once everything of these parts is here; while the feed is read for the first time it is taken
   * before its turn. Waits for the plant where that is away; rejects with `cancelled` when given up.
   */
  first(parts: ReadonlySet<string>, signal: AbortSignal): Promise<void>;
  /** Brings the feed level and compares every id with the source; once more where that mended something. */
  verify(): Promise<Verification>;
  stop(): Promise<void>;
}

/** µs between two comparisons of ids with a source that tells no deletes, and with one that does: there it is a proof. */
const RECONCILE_INTERVAL = 600_000_000;
const PROOF_INTERVAL = 86_400_000_000;
/** µs without a comparison after which that is a gap in what is known. */
const RECONCILE_GAP = 86_400_000_000;

export function createFeedEngine(feed: FollowedFeed, parts: FeedEngineParts): FeedEngine {
  const { feeds, time, gate, turns, onChange } = parts;
  const place = { plantId: feed.plantId, system: feed.system, scope: feed.scope };
  const stopping = new AbortController();
  const waker = createWaker(time);
  const meter = createProgressMeter(() => time.now());
  const memory = newMemory();
  const verifications: { resolve: (v: Verification) => void; reject: (thrown: unknown) => void }[] = [];
  let status = INITIAL_STATUS;
  let state: FeedState | undefined;
  let nudgedTo = 0;
  const startedAt = time.now();
  let working: AbortController | undefined;
  let running: Promise<void> = Promise.resolve();

  const isComplete = (): boolean => state?.shown?.complete === true;
  const apply = (event: FeedEvent): void => {
    status = nextStatus(status, event, { now: () => time.now(), random: parts.random, poll: parts.poll() });
    onChange(true);
  };
  const pullParts = ({ connection }: Session): PullParts & Pick<Session, "connection"> => ({
    connection,
    feeds,
    time,
    memory,
    onState: (next) => {
      state = next;
      if (isComplete()) memory.wishes.settleAll();
      onChange(false);
    },
    onRemark: parts.onRemark,
    onRows: (count) => {
      meter.rows(count);
      parts.onTaken(count, 0);
    },
    onBytes: (count) => {
      meter.bytes(count);
      parts.onTaken(0, count);
      onChange(false);
    },
  });

  /** Compares ids; a record that should be here and is not makes it read all anew, once. */
  const compare = async (session: Session, signal: AbortSignal): Promise<Verification> => {
    for (let isMended = false; ; isMended = true) {
      const result = await reconcile(feed, pullParts(session), !feed.tellsDeletes, signal);
      if (result === undefined) continue;
      ({ state } = result);
      const { shown } = state;
      const isWhole = result.missing === 0 && (result.gone === 0 || !feed.tellsDeletes);
      if (isWhole || isMended)
        return {
          whole: isWhole,
          records: (shown?.records ?? 0) - (shown?.left ?? 0),
          checksum: shown?.checksum ?? "",
        };
      const snapshot = await session.connection.snapshot(streamOf(feed), signal);
      const { since, until } = feed;
      if (snapshot === undefined)
        await feeds.beginPages({ ...place, since, until, epoch: shown?.epoch ?? "" });
      else await feeds.begin({ ...place, since, until, snapshot });
    }
  };
  const work = async (session: Session, signal: AbortSignal): Promise<void> => {
    meter.begin();
    state = await pull(feed, pullParts(session), signal);
    memory.wishes.settleAll();
    memory.names.clear();
    while (nudgedTo > (state.shown?.position ?? 0) && !signal.aborted) {
      nudgedTo = 0;
      state = await pull(feed, pullParts(session), signal);
    }
    const waiting = verifications.splice(0);
    try {
      if (waiting.length === 0 && !isReconcileDue()) return;
      const before = state.reconciledAt;
      const verified = await compare(session, signal);
      await closeReconcileGap(before);
      for (const { resolve } of waiting) resolve(verified);
    } catch (thrown) {
      // Given up on purpose, it is taken up again; a failure is told.
      if (signal.aborted) verifications.push(...waiting);
      else for (const { reject } of waiting) reject(thrown);
      throw thrown;
    }
  };
  const isReconcileDue = (): boolean => {
    const interval = feed.tellsDeletes ? PROOF_INTERVAL : RECONCILE_INTERVAL;
    // What was just read in whole needs no proof yet.
    const last = state?.reconciledAt ?? (feed.tellsDeletes ? startedAt : undefined);
    // Whichever way the clock was set meanwhile.
    return last === undefined || Math.abs(time.now() - last) >= interval;
  };
  const closeReconcileGap = async (last: number | undefined): Promise<void> => {
    const now = time.now();
    if (feed.tellsDeletes || last === undefined || now - last < RECONCILE_GAP) return;
    await feeds.gap({
      ...place,
      key: `ids/${feed.scope}/${last}`,
      from: last,
      to: now,
      cause: "The source tells no deletes, and its ids were not compared: what was deleted when is not known",
      backfilled: true,
    });
  };

  const run = async (): Promise<void> => {
    try {
      // Where it stood when the program ended: there to be seen while the plant is not.
      state = await feeds.state(place);
    } catch (thrown) {
      parts.onBug(thrown);
    }
    if (isComplete()) memory.wishes.settleAll();
    onChange(true);
    while (!stopping.signal.aborted) {
      if (status.state === "paused") {
        await waker.wait(undefined, stopping.signal);
        continue;
      }
      const session = await gate.whenOpen(stopping.signal);
      if (session === undefined) return;
      // Paused while it waited for the plant.
      if (isPaused()) continue;
      const controller = new AbortController();
      working = controller;
      const signal = AbortSignal.any([stopping.signal, controller.signal, session.signal]);
      try {
        await turns.take(async () => {
          if (signal.aborted) throw new Failure("cancelled", "cancelled");
          apply({ type: "begin" });
          await work(session, signal);
          await parts.onLevel(feed);
        });
        apply({ type: "level" });
      } catch (thrown) {
        const failure = signal.aborted ? new Failure("cancelled", "cancelled") : thrown;
        apply({ type: "failure", thrown: failure });
        if (status.state === "offline") parts.suspect();
        if (!(failure instanceof Failure)) parts.onBug(failure);
      }
      working = undefined;
      await waker.wait(status.wait, stopping.signal);
    }
  };
  const isPaused = (): boolean => status.state === "paused";

  return {
    feed,
    get status() {
      return status;
    },
    get state() {
      return state;
    },
    progress: () => meter.read(rowsLeft(state)),
    start() {
      running = run();
    },
    nudge(head) {
      nudgedTo = Math.max(nudgedTo, head);
      const isBehind = nudgedTo > (state?.shown?.position ?? 0);
      // What waits because something is wrong is not hurried by every change at the plant.
      if (status.state === "idle" && isBehind) waker.wake();
    },
    wake: () => waker.wake(),
    pause() {
      apply({ type: "pause" });
      working?.abort();
    },
    resume() {
      apply({ type: "resume" });
      waker.wake();
    },
    first: (wanted, signal) => (isComplete() ? Promise.resolve() : memory.wishes.add(wanted, signal)),
    verify: () =>
      new Promise((resolve, reject) => {
        verifications.push({ resolve, reject });
        waker.wake();
      }),
    async stop() {
      stopping.abort();
      await running;
      memory.wishes.settleAll(new Failure("cancelled", "cancelled"));
      for (const { reject } of verifications.splice(0)) reject(new Failure("cancelled", "cancelled"));
    },
  };
}
