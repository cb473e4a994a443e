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
import { ConnectFailure } from "./connect-failure.ts";
import { connect, type Connected } from "./connect.ts";
import type { OpcuaStore } from "./delivery.ts";
import { Observation } from "./observation.ts";
import { openGaps, openPast, type Past } from "./past.ts";
import type { Pki } from "./pki/pki.ts";
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
  #backfilled = 0;
  #running: Promise<void> = Promise.resolve();
  #wake: () => void = () => undefined;
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
    return this.#past?.gaps.newest ?? [];
  }

  get state(): OpcuaEndpointState {
    const past = this.#past;
    const totals = past?.delivery.totals;
    const newest = past?.intake.newest ?? -Infinity;
    return {
      endpointId: this.id,
      state: this.#state,
      message: past?.delivery.problem ?? this.#message,
      certificate: this.#certificate,
      since: this.#since,
      asOf: newest === -Infinity ? undefined : newest,
      samples: totals?.samples ?? 0,
      duplicates: (totals?.duplicates ?? 0) + (past?.intake.duplicates ?? 0),
      events: totals?.events ?? 0,
      backfilled: this.#backfilled + (this.#observation?.backfilled ?? 0),
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
    await this.#running;
    await this.#past?.delivery.flush();
  }

  setPaused(isPaused: boolean): void {
    if (this.#isPaused === isPaused) return;
    this.#isPaused = isPaused;
    this.#interrupt(PAUSED);
  }

  /** Something has changed that may let it in: tries at once. */
  retry(): void {
    if (this.#session === undefined) this.#wake();
  }

  /** A certificate was rejected: the session that uses it ends. */
  drop(thumbprint: string): void {
    if (this.#certificate?.thumbprint === thumbprint.toUpperCase())
      this.#interrupt("The server's certificate is not trusted any more.");
  }

  /** Replaces the signals; what is under way is stored first. */
  async setSignals(signals: readonly OpcuaSignal[]): Promise<void> {
    await this.#past?.delivery.flush();
    this.#signals = signals;
    this.#past = undefined;
    this.#interrupt(SIGNALS_CHANGED);
  }

  #interrupt(reason: string): void {
    this.#wake();
    this.#end?.(reason);
  }

  async #run(): Promise<void> {
    const { timing, random } = this.#options;
    let attempt = 0;
    while (!this.#isStopped) {
      if (this.#isPaused) {
        await this.#outage(PAUSED);
        this.#become("paused", undefined);
        await this.#sleep(undefined);
        continue;
      }
      if (attempt === 0 && this.#state !== "reconnecting") this.#become("connecting", undefined);
      try {
        await this.#outage(NOT_RUNNING);
        const wasOnline = await this.#connectOnce();
        attempt = wasOnline ? 0 : attempt + 1;
        if (!this.#isStopped && !this.#isPaused) await this.#sleep(retryDelay(attempt, timing, random));
      } catch (thrown) {
        if (this.#isStopped) return;
        const failure =
          thrown instanceof ConnectFailure
            ? thrown
            : new ConnectFailure("offline", thrown instanceof Error ? thrown.message : String(thrown));
        attempt += 1;
        this.#certificate = failure.certificate ?? this.#certificate;
        this.#become(failure.state, failure.message);
        await this.#sleep(failure.state === "offline" ? retryDelay(attempt, timing, random) : timing.refused);
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
    try {
      const opened = observation.open().then(() => onOnline());
      // A line that is lost while it opens ends it as well.
      await Promise.race([opened, ended.promise]);
      return await ended.promise;
    } finally {
      this.#end = undefined;
      line.stop();
      clearInterval(flushing);
      observation.close();
      this.#backfilled += observation.backfilled;
      this.#observation = undefined;
      await past.delivery.flush();
    }
  }

  async #openPast(): Promise<Past> {
    const { stored, store, onChanged } = this.#options;
    this.#past ??= await openPast({ stored, signals: this.#signals, store, onChanged });
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

  /** Until woken, or `ms` are over. */
  #sleep(ms: number | undefined): Promise<void> {
    return new Promise((resolve) => {
      const timer = ms === undefined ? undefined : setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

/** Politely, but not longer than a request may take: the line may be dead. */
async function disconnect(
  { client, session }: Connected,
  longest: number,
  log: (line: string) => void,
): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, longest);
  });
  const leave = async (): Promise<void> => {
    try {
      await session.close(true);
    } catch (thrown) {
      log(`leaving without a farewell: ${String(thrown)}`);
    }
    await client.disconnect();
  };
  await Promise.race([leave(), patience]);
  clearTimeout(timer);
}
