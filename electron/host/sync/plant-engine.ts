/**
 * One plant: whether it can be reached, its clock, its nudges, and the feeds and the outbox that work
 * while it is there. One place asks whether it is back; everything else waits at the gate.
 */
import type { CatchUpProgress } from "../../../shared/contract/plants.ts";
import { Failure } from "../../../shared/rpc/failure.ts";
import type {
  Connector,
  Reach,
  ScopeDescription,
  SourceDescription,
  SystemDescription,
} from "../connectors/connector.ts";
import { createCatchUp } from "./catch-up.ts";
import { createFeedEngine, type FeedEngine, type FollowedFeed } from "./feed-engine.ts";
import { INITIAL_STATUS, nextStatus, type FeedEvent, type FeedStatus } from "./feed-status.ts";
import { createGate, type Session } from "./gate.ts";
import type { FeedPlace } from "../store/writer/feeds/feed-contract.ts";
import type { FeedsClient } from "./pull-parts.ts";
import type { OutboxWorker } from "./outbox-worker.ts";
import { hearNudges } from "./hear-nudges.ts";
import { createOfferedScopes } from "./offered-scopes.ts";
import { rowsLeft } from "./progress.ts";
import { watchOutage } from "./outage.ts";
import type { Time } from "./time.ts";
import type { Turns } from "./turns.ts";
import { createWaker } from "./waker.ts";
import { watchSleep } from "./watch-sleep.ts";

export interface PlantSettings {
  readonly plantId: string;
  readonly reach: Reach;
  readonly paused: boolean;
  readonly feeds: readonly FollowedFeed[];
}

export interface PlantParts {
  readonly connector: Connector;
  readonly feeds: FeedsClient;
  readonly time: Time;
  readonly random: () => number;
  readonly turns: Turns;
  /** undefined: this plant takes no submissions. */
  readonly outbox: OutboxWorker;
  /** `state`: a state changed, not only how far it is. */
  readonly onChange: (state: boolean) => void;
  readonly onBug: (thrown: unknown) => void;
  readonly onRemark: (text: string) => void;
}

export interface PlantEngine {
  readonly settings: PlantSettings;
  /** Of the connection; feeds have their own while it is there. */
  readonly status: FeedStatus;
  readonly isReachable: boolean;
  /** To ask the plant something; undefined while it can't be reached. */
  readonly session: Session | undefined;
  readonly description: SourceDescription | undefined;
  readonly feeds: readonly FeedEngine[];
  /** Of all feeds together, since they began to catch up; undefined: they are level. */
  progress(): CatchUpProgress | undefined;
  /** When what waits in the outbox is tried next, after a try that failed; µs. */
  readonly outgoingRetryAt: number | undefined;
  /** Scopes by system, as the plant said when it was asked last. */
  readonly offered: ReadonlyMap<string, readonly ScopeDescription[]>;
  /** Asks the plant what there is to follow; `offline` where it is not there. */
  offer(): Promise<readonly (readonly [SystemDescription, readonly ScopeDescription[]])[]>;
  start(): void;
  pause(): void;
  resume(): void;
  /** Tries everything at once. */
  syncNow(): void;
  /** Other scopes, another token or address. */
  change(settings: PlantSettings): Promise<void>;
  outboxChanged(): void;
  stop(): Promise<void>;
}

/** ms between two looks at a source that sends nudges: in case one was lost. */
const POLL_WITH_NUDGES = 60_000;
const POLL = 5_000;
/** ms after which the plant is asked again who it is: its clock and epochs. */
const DESCRIBE_INTERVAL = 300_000;

export function createPlantEngine(first: PlantSettings, parts: PlantParts): PlantEngine {
  const { time, random, outbox } = parts;
  const stopping = new AbortController();
  const gate = createGate();
  const waker = createWaker(time);
  let settings = first;
  let status: FeedStatus = INITIAL_STATUS;
  let description: SourceDescription | undefined;
  let isHearing = false;
  let session: { readonly ended: AbortController; readonly value: Session } | undefined;
  let engines: FeedEngine[] = [];
  let loops: Promise<unknown> = Promise.resolve();
  const offered = createOfferedScopes();
  const outage = watchOutage(parts.feeds, time);
  const catchUp = createCatchUp(() => time.now());
  const onChange = (state: boolean): void => {
    if (state) {
      const feedStates = engines.map((engine) => engine.status.state);
      catchUp.observe({
        isWorking: gate.session !== undefined && feedStates.includes("syncing"),
        isLevel: feedStates.every((feedState) => feedState === "idle"),
      });
    }
    parts.onChange(state);
  };

  const context = { now: () => time.now(), random, poll: DESCRIBE_INTERVAL };
  const apply = (event: FeedEvent): void => {
    status = nextStatus(status, event, context);
    onChange(true);
  };

  /** Systems whose sources have surely been told of the plant's clock. */
  const told = new Set<string>();
  const tellClock = async (): Promise<void> => {
    if (description === undefined) return;
    try {
      await parts.feeds.clock({ ...description.clock, plantId: settings.plantId });
    } catch (thrown) {
      if (!stopping.signal.aborted) parts.onRemark(`The plant's clock could not be kept: ${String(thrown)}`);
    }
  };

  const found = (feed: FollowedFeed): FeedEngine =>
    createFeedEngine(feed, {
      feeds: parts.feeds,
      time,
      random,
      gate,
      turns: parts.turns,
      poll: () => (isHearing ? POLL_WITH_NUDGES : POLL),
      suspect: () => waker.wake(),
      onLevel: async (level) => {
        await outage.level(level, description?.clock.skew ?? 0);
        lookAtSiblings(level);
        // Its source may not have been here yet when the plant was asked for its clock.
        if (!told.has(level.system)) await tellClock();
        told.add(level.system);
      },
      onChange,
      onBug: parts.onBug,
      onRemark: parts.onRemark,
      onTaken: (rows, bytes) => catchUp.taken(rows, bytes),
    });

  /** What a rule had removed of a system is there again with the last of its feeds: the others learn of it. */
  const lookAtSiblings = ({ system, scope }: FeedPlace): void => {
    const own = engines.filter(({ feed }) => feed.system === system);
    const level = own.find(({ feed }) => feed.scope === scope);
    if (level?.state === undefined || level.state.removedUntil !== undefined) return;
    for (const engine of own) if (engine.state?.removedUntil !== undefined) engine.wake();
  };

  const beginSession = (): Session => {
    const ended = new AbortController();
    const connection = parts.connector.connect(settings.reach, () => time.now());
    const value = { connection, signal: AbortSignal.any([ended.signal, stopping.signal]) };
    session = { ended, value };
    return value;
  };
  const endSession = (): void => {
    // First the gate: whoever is cancelled now must find it closed.
    gate.close();
    isHearing = false;
    const last = session;
    session = undefined;
    last?.ended.abort();
    last?.value.connection.close();
    if (last !== undefined) onChange(true);
  };

  /** Asks who is there; opens the gate or closes it, and says by its status when to ask again. */
  const look = async (): Promise<void> => {
    try {
      const { connection, signal } = session?.value ?? beginSession();
      const found = await connection.describe(signal);
      description = found;
      const wasOpen = gate.session !== undefined;
      apply({ type: "level" });
      await tellClock();
      if (session === undefined || wasOpen) return;
      gate.open(session.value);
      onChange(true);
      void hear(session.value);
      void askSizes(session.value);
      outage.ended();
      for (const engine of engines) if (engine.status.state === "offline") engine.wake();
      outbox.wake();
    } catch (thrown) {
      if (stopping.signal.aborted) return;
      const isCancelled = thrown instanceof Failure && thrown.kind === "cancelled";
      endSession();
      apply({ type: "failure", thrown });
      if (!isCancelled) await outage.goesOn(places(), status.message ?? "", description?.clock.skew ?? 0);
      if (!(thrown instanceof Failure)) parts.onBug(thrown);
    }
  };
  /** How much there is of feeds that were never read, so that what is still to come is known from the first moment. */
  const askSizes = async ({ connection, signal }: Session): Promise<void> => {
    const unread = engines.filter(({ state }) => state?.shown === undefined);
    const systems = new Set(unread.map(({ feed }) => feed.system));
    await offered.askSome(systems, connection, signal);
    onChange(false);
  };
  const leftOf = ({ status: { state: feedState }, state, feed }: FeedEngine): number | undefined => {
    if (feedState === "idle") return 0;
    if (state?.shown !== undefined || state?.beside !== undefined) return rowsLeft(state);
    return offered.records(feed);
  };
  const places = () => engines.map(({ feed, state }) => ({ ...feed, asOf: state?.asOf }));

  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      if (status.state !== "paused") await look();
      await waker.wait(status.wait, stopping.signal);
    }
    endSession();
  };

  const hear = (heard: Session): Promise<void> =>
    hearNudges(heard, {
      time,
      random,
      onNudge: ({ system, head }) => {
        isHearing = true;
        for (const engine of engines) if (engine.feed.system === system) engine.nudge(head);
      },
      onEnded: (isThere) => {
        isHearing = false;
        if (!isThere) waker.wake();
        for (const engine of engines) engine.nudge(0);
      },
    });
  const onSlept = (): void => {
    endSession();
    waker.wake();
  };

  const pauseAll = (): void => {
    endSession();
    outbox.pause();
    for (const engine of engines) engine.pause();
    apply({ type: "pause" });
  };
  const resumeAll = (): void => {
    apply({ type: "resume" });
    for (const engine of engines) engine.resume();
    outbox.resume();
    waker.wake();
  };

  return {
    get settings() {
      return settings;
    },
    get status() {
      return status;
    },
    get isReachable() {
      return gate.session !== undefined;
    },
    get session() {
      return gate.session;
    },
    get description() {
      return description;
    },
    get feeds() {
      return engines;
    },
    progress: () => catchUp.read(engines.map(leftOf)),
    get outgoingRetryAt() {
      return outbox.retryAt;
    },
    offered: offered.known,
    async offer() {
      const { session: open } = gate;
      if (open === undefined)
        throw new Failure("offline", status.message ?? "The plant can't be reached now.");
      const { connection, signal } = open;
      try {
        return await offered.askAll(connection, signal);
      } catch (thrown) {
        // Not the caller has given up: the plant was paused, or has another address now.
        if (signal.aborted)
          throw new Failure("offline", "The line to the plant was ended meanwhile: ask again.");
        throw thrown;
      }
    },
    start() {
      engines = settings.feeds.map(found);
      if (settings.paused) pauseAll();
      for (const engine of engines) engine.start();
      loops = Promise.all([
        run(),
        watchSleep(time, onSlept, stopping.signal),
        outbox.run(gate, stopping.signal),
      ]);
    },
    pause: pauseAll,
    resume: resumeAll,
    syncNow() {
      waker.wake();
      for (const engine of engines) engine.wake();
      outbox.wake();
    },
    async change(next) {
      // One that is to begin at another time is another feed to the engine, and the same one to the store.
      const kept = new Set(next.feeds.map(keyOf));
      const [staying, leaving] = [
        engines.filter(({ feed }) => kept.has(keyOf(feed))),
        engines.filter(({ feed }) => !kept.has(keyOf(feed))),
      ];
      const here = new Set(staying.map(({ feed }) => keyOf(feed)));
      const coming = next.feeds.filter((feed) => !here.has(keyOf(feed))).map(found);
      settings = next;
      engines = [...staying, ...coming];
      await Promise.all(leaving.map((engine) => engine.stop()));
      endSession();
      for (const engine of coming) {
        if (next.paused) engine.pause();
        engine.start();
      }
      for (const engine of staying) engine.wake();
      waker.wake();
      onChange(true);
    },
    outboxChanged: () => outbox.wake(),
    async stop() {
      stopping.abort();
      endSession();
      await Promise.all([loops, ...engines.map((engine) => engine.stop())]);
    },
  };
}

const keyOf = ({ system, scope, since, until }: FollowedFeed): string =>
  `${system}\n${scope}\n${since ?? ""}\n${until ?? ""}`;
