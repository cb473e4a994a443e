/** One endpoint: connects, stays connected, says what state it is in, and never forgets what it missed. */
import type { ClientSession } from "node-opcua-client";
import type {
  KnownCertificate,
  OpcuaEndpointState,
  OpcuaGap,
  OpcuaIdentity,
  OpcuaSignal,
  OpcuaSignalState,
  OpcuaState,
  OpcuaValue,
} from "../../../shared/contract/opcua.ts";
import { Failure } from "../../../shared/rpc/failure.ts";
import type { StoredEndpoint } from "../store/writer/opcua/opcua-contract.ts";
import { ConnectFailure, connectFailure } from "./connect-failure.ts";
import { connect, type Connected } from "./connect.ts";
import type { OpcuaStore } from "./delivery.ts";
import { disconnect } from "./disconnect.ts";
import { Observation } from "./observation.ts";
import { openGaps, openPast, type Past } from "./past.ts";
import type { Pki } from "./pki/pki.ts";
import { Sleeper } from "./sleeper.ts";
import { retryDelay, type Timing } from "./timing.ts";
import { watchLine } from "./watch-line.ts";

export interface EndpointOptions {
  readonly stored: StoredEndpoint;
  /** undefined where its secret is not there any more. */
  readonly identity: OpcuaIdentity | undefined;
  readonly signals: readonly OpcuaSignal[];
  readonly store: OpcuaStore;
  readonly pki: Pki;
  readonly timing: Timing;
  /** µs UTC */
  readonly now: () => number;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly log: (line: string) => void;
  /** The state is another one, or a number in it. */
  readonly onChanged: () => void;
}

export const NOT_RUNNING = "Throughline was not running.";
const SECRET_GONE = "What it logs in with is not kept here any more: enter it again.";
const PAUSED = "Paused.";
const SIGNALS_CHANGED = "The choice of signals was changed.";

export class Endpoint {
  readonly #options: EndpointOptions;
  #signals: readonly OpcuaSignal[];
  #isPaused: boolean;
  #isStopped = false;
  #state: OpcuaState = "connecting";
  #message: string | undefined;
  #certificate: KnownCertificate | undefined;
  #since: number;
  #past: Past | undefined;
  #observation: Observation | undefined;
  #session: ClientSession | undefined;
  /** Counted for signals and sessions that are over. */
  #before = { samples: 0, duplicates: 0, events: 0, backfilled: 0 };
  #running: Promise<void> = Promise.resolve();
  readonly #sleeper = new Sleeper();
  #end: ((reason: string) => void) | undefined;

  constructor(options: EndpointOptions) {
    this.#options = options;
    this.#signals = options.signals;
    this.#isPaused = options.stored.paused;
    this.#since = options.now();
  }

  get id(): string {
    return this.#options.stored.endpointId;
  }

  get gaps(): readonly OpcuaGap[] {
    const newest = this.#past?.gaps.newest ?? [];
    return newest.map(({ stream, from, to, cause, backfilled }) => ({ stream, from, to, cause, backfilled }));
  }

  get state(): OpcuaEndpointState {
    const past = this.#past;
    const totals = past?.delivery.totals;
    const newest = past?.intake.newest ?? -Infinity;
    const clock = this.#observation?.clock;
    return {
      endpointId: this.id,
      state: this.#state,
      message: past?.delivery.problem ?? this.#message,
      certificate: this.#certificate,
      since: this.#since,
      asOf: newest === -Infinity ? undefined : newest,
      clockSkewMs: clock === undefined ? undefined : Math.round(clock.skew / 1_000),
      samples: this.#before.samples + (totals?.samples ?? 0),
      duplicates: this.#before.duplicates + (totals?.duplicates ?? 0) + (past?.intake.duplicates ?? 0),
      events: this.#before.events + (totals?.events ?? 0),
      backfilled: this.#before.backfilled + (this.#observation?.backfilled ?? 0),
      backfilling: this.#observation?.backfilling ?? 0,
    };
  }

  get signalStates(): readonly OpcuaSignalState[] {
    const observation = this.#observation;
    return this.#signals.map((signal, index) => {
      const state = observation?.subscribed?.signals[index];
      return {
        ...signal,
        revised: state?.revised,
        hasHistory: observation?.facts[index]?.hasHistory ?? false,
        problem: state?.problem,
      };
    });
  }

  /** Throws a Failure `offline` where there is no session. */
  get session(): ClientSession {
    if (this.#session === undefined || this.#state !== "online")
      throw new Failure("offline", this.#message ?? "There is no connection to this server now.");
    return this.#session;
  }

  values(all: boolean): readonly OpcuaValue[] {
    return this.#past?.intake.values(all, this.#state !== "online") ?? [];
  }

  start(): void {
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#interrupt("Ended.");
    // An attempt to connect is not waited for: it ends by itself and finds that nobody wants it.
    if (this.#session !== undefined) await this.#running;
    await this.#past?.delivery.flush();
  }

  setPaused(isPaused: boolean): void {
    if (this.#isPaused === isPaused) return;
    this.#isPaused = isPaused;
    this.#interrupt(PAUSED);
  }

  /** Something has changed that may let it in: tries at once. */
  retry(): void {
    if (this.#session === undefined) this.#sleeper.wake();
  }

  /** A certificate was rejected: the session that uses it ends. */
  drop(thumbprint: string): void {
    if (this.#certificate?.thumbprint === thumbprint.toUpperCase())
      this.#interrupt("The server's certificate is not trusted any more.");
  }

  /** Replaces the signals; what is under way is stored first. */
  async setSignals(signals: readonly OpcuaSignal[]): Promise<void> {
    const last = this.#past;
    await last?.delivery.flush();
    const { samples = 0, duplicates = 0, events = 0 } = last?.delivery.totals ?? {};
    this.#before.samples += samples;
    this.#before.duplicates += duplicates + (last?.intake.duplicates ?? 0);
    this.#before.events += events;
    this.#signals = signals;
    this.#past = undefined;
    this.#interrupt(SIGNALS_CHANGED);
  }

  #interrupt(reason: string): void {
    this.#sleeper.wake();
    this.#end?.(reason);
  }

  async #run(): Promise<void> {
    const { stored, timing, random } = this.#options;
    let attempt = 0;
    while (!this.#isStopped) {
      try {
        await this.#outage(this.#isPaused ? PAUSED : NOT_RUNNING);
        if (this.#isPaused) {
          this.#become("paused", undefined);
          await this.#sleeper.sleep();
          continue;
        }
        if (attempt === 0 && this.#state !== "reconnecting") this.#become("connecting", undefined);
        const wasOnline = await this.#connectOnce();
        attempt = wasOnline ? 0 : attempt + 1;
        await this.#sleeper.sleep(retryDelay(attempt, timing, random));
      } catch (thrown) {
        if (this.#isStopped) return;
        const failure = connectFailure(thrown, stored.url, false);
        attempt += 1;
        this.#certificate = failure.certificate ?? this.#certificate;
        this.#become(failure.state, failure.message);
        const isOffline = failure.state === "offline";
        await this.#sleeper.sleep(isOffline ? retryDelay(attempt, timing, random) : timing.refused);
      }
    }
  }

  /** Connects and observes until that ends; true where it was online. Throws where it can't connect. */
  async #connectOnce(): Promise<boolean> {
    const { stored, identity, pki, timing, log } = this.#options;
    if (identity === undefined) throw new ConnectFailure("refused", SECRET_GONE);
    const connected = await connect({ ...stored, identity }, pki, timing);
    this.#certificate = connected.certificate;
    this.#session = connected.session;
    let wasOnline = false;
    try {
      let reason = "";
      do {
        if (this.#isStopped || this.#isPaused) break;
        reason = await this.#observe(connected, () => {
          wasOnline = true;
          this.#become("online", this.#observation?.subscribed?.problem);
        });
        // Other signals: the session may stay.
      } while (reason === SIGNALS_CHANGED);
      if (!this.#isStopped && !this.#isPaused) {
        this.#become("reconnecting", reason);
        await this.#outage(reason);
      }
    } finally {
      this.#session = undefined;
      await disconnect(connected, timing.answer, log);
    }
    return wasOnline;
  }

  /** Observes through a session; resolves with the reason why that is over. */
  async #observe({ client, session }: Connected, onOnline: () => void): Promise<string> {
    const { stored, timing, now, log, onChanged } = this.#options;
    const ended = Promise.withResolvers<string>();
    this.#end = ended.resolve;
    const past = await this.#openPast();
    const observation = new Observation({
      session,
      past,
      toleratedOutageS: stored.toleratedOutageS,
      timing,
      now,
      log,
      onChanged,
      onEnded: ended.resolve,
    });
    this.#observation = observation;
    const line = watchLine(client, session, timing, () => observation.heardAt, now, {
      onCut: () => {
        observation.cut();
        this.#become("reconnecting", "The line to the server was lost.");
      },
      onRestored: () => {
        observation.restored();
        onOnline();
      },
      onEnd: ended.resolve,
    });
    const flushing = setInterval(() => void past.delivery.flush(), timing.flush);
    let isReplaced = false;
    try {
      const opened = observation.open().then(() => {
        if (this.#observation === observation) onOnline();
      });
      // A line that is lost while it opens ends it as well.
      await Promise.race([opened, ended.promise]);
      const reason = await ended.promise;
      isReplaced = reason === SIGNALS_CHANGED;
      return reason;
    } finally {
      this.#end = undefined;
      line.stop();
      clearInterval(flushing);
      // With other signals the session stays, and the old subscription must not; else it goes with the session.
      if (isReplaced) await observation.close();
      else void observation.close();
      this.#before.backfilled += observation.backfilled;
      this.#observation = undefined;
      await past.delivery.flush();
    }
  }

  async #openPast(): Promise<Past> {
    const { stored, store, onChanged } = this.#options;
    while (this.#past === undefined) {
      const signals = this.#signals;
      const past = await openPast({ stored, signals, store, onChanged });
      // Others may have been chosen while the store was looking: theirs is asked for then.
      if (signals === this.#signals) this.#past = past;
    }
    return this.#past;
  }

  /** From what is known last until it is observed again there is a gap. */
  async #outage(cause: string): Promise<void> {
    const past = await this.#openPast();
    past.delivery.addGaps(openGaps(past, cause));
    await past.delivery.flush();
  }

  #become(state: OpcuaState, message: string | undefined): void {
    if (this.#state !== state) this.#since = this.#options.now();
    if ((this.#state === "online") !== (state === "online")) this.#past?.intake.showAll();
    this.#state = state;
    this.#message = message;
    this.#options.onChanged();
  }
}
