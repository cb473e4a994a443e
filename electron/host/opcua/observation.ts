/**
 * What is observed through one session: the subscription's messages go to the intake, and whenever
 * something may have been lost, it is found out what, and read back.
 */
import type { ClientSession } from "node-opcua-client";
import type { ClockReading } from "../../../shared/model/clock.ts";
import { readingOf } from "./intake/reading.ts";
import { everySignal, openGaps, type Past } from "./past.ts";
import type { LostSignal } from "./recovery/gap-book.ts";
import { recover, type Loss } from "./recovery/recover.ts";
import { settleEvents, settleSignals, unreadable } from "./recovery/settle.ts";
import { ServerClock } from "./server-clock.ts";
import { findEquipment, type EquipmentOf } from "./subscription/equipment-of.ts";
import { arrivedEvent } from "./subscription/events.ts";
import { readNodeFacts, type NodeFacts } from "./subscription/node-facts.ts";
import { Sequence } from "./subscription/sequence.ts";
import { refreshConditions, subscribe, type Notified, type Subscribed } from "./subscription/subscription.ts";
import type { Timing } from "./timing.ts";

export interface ObservationOptions {
  readonly session: ClientSession;
  readonly past: Past;
  readonly toleratedOutageS: number;
  readonly timing: Timing;
  /** µs UTC */
  readonly now: () => number;
  readonly log: (line: string) => void;
  readonly onChanged: () => void;
  /** The subscription is over: a new session is needed. */
  readonly onEnded: (reason: string) => void;
}

export class Observation {
  readonly #options: ObservationOptions;
  readonly #sequence = new Sequence();
  #facts: readonly NodeFacts[] = [];
  #subscribed: Subscribed | undefined;
  #equipmentOf: EquipmentOf = (_node, name) => name;
  #recovering: Promise<void> | undefined;
  /** The server is to tell which alarms are active: those of before would come at no change. */
  #isRefreshWanted = true;
  #failures = 0;
  #isCut = false;
  #isClosed = false;
  /** Signals whose history is being read. */
  backfilling = 0;
  backfilled = 0;
  readonly #clock: ServerClock;
  /** Of the last message, µs UTC of ours. */
  heardAt: number;

  constructor(options: ObservationOptions) {
    this.#options = options;
    this.heardAt = options.now();
    const { session, past, now, log } = options;
    this.#clock = new ServerClock({
      session,
      now,
      onRead: (clock) => past.delivery.tellClock(clock),
      onFailed: (thrown) => {
        if (!this.#isCut && !this.#isClosed)
          log(`${past.endpointName}: asking for its clock: ${String(thrown)}`);
      },
    });
  }

  /** The server's clock beside ours, as it was looked at last. */
  get clock(): ClockReading | undefined {
    return this.#clock.reading;
  }

  get facts(): readonly NodeFacts[] {
    return this.#facts;
  }

  get subscribed(): Subscribed | undefined {
    return this.#subscribed;
  }

  /** Throws where the line is lost meanwhile. */
  async open(): Promise<void> {
    const { session, past, toleratedOutageS, timing, onEnded } = this.#options;
    const { signals } = past.intake;
    await this.#clock.look();
    this.#facts = await readNodeFacts(
      session,
      signals.map(({ nodeId }) => nodeId),
    );
    this.#facts.forEach(({ kind }, index) => past.intake.setText(index, kind === "text"));
    this.#equipmentOf = await findEquipment(session, signals);
    this.#doubtAll();
    this.#subscribed = await subscribe({
      session,
      signals,
      facts: this.#facts,
      toleratedOutageS,
      timing,
      onNotified: (notified) => this.#take(notified),
      onRecreated: () => this.#recreated(),
      onEnded: (reason) => {
        if (!this.#isClosed) onEnded(reason);
      },
    });
    // Other signals may have been wanted meanwhile.
    if (this.#isClosed) await this.close();
    else this.#recoverSoon();
  }

  /** The line is gone: from here on everything is in doubt. */
  cut(): void {
    const { past, timing } = this.#options;
    this.#isCut = true;
    if (past.suspects.length === 0) past.suspects = everySignal(past.intake, timing);
    past.delivery.addGaps(openGaps(past, LINE_LOST));
    void past.delivery.flush();
  }

  /** The session goes on; whether something was lost, the next message's number tells. */
  restored(): void {
    this.heardAt = this.#options.now();
    this.#isCut = false;
    this.#recoverSoon();
  }

  /** The session may go on; its subscription does not. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const subscription = this.#subscribed?.subscription;
    if (subscription?.isActive !== true || this.#isCut) return;
    try {
      await subscription.terminate();
    } catch (thrown) {
      this.#options.log(`${this.#options.past.endpointName}: leaving the subscription: ${String(thrown)}`);
    }
  }

  #take(notified: Notified): void {
    const { past, now, timing } = this.#options;
    const { intake } = past;
    if (this.#isClosed) return;
    this.heardAt = now();
    if (!this.#isCut) this.#clock.refresh(this.heardAt);
    const wasMissing = this.#sequence.isMissing;
    this.#sequence.follow(notified);
    const { isMissing } = this.#sequence;
    // Before its values count: what is known up to here is what was observed.
    if (isMissing && !wasMissing && past.suspects.length === 0) past.suspects = everySignal(intake, timing);
    // A message that is sent again may come after newer ones: what it doubts begins where the line was cut.
    const suspects = new Map(past.suspects.map((suspect) => [suspect.index, suspect]));
    for (const [index, value] of notified.values) {
      const reading = readingOf(value, now);
      const before = { index, ...intake.lastOf(index) };
      const isKnown = !Number.isNaN(before.at);
      const doubt = past.losses.get(index) ?? suspects.get(index) ?? { ...before, until: before.at };
      // Where something is missing before it, when this text came is told by the history: its time is but that of the
      // first look at it. As another doubt, so that reading back under way is not taken for the answer to it.
      if (isKnown && this.#isToldByHistory(index) && (reading.overflowed || past.losses.has(index))) {
        intake.see(index, reading);
        past.losses.set(index, { ...doubt });
      } else if ((!intake.accept(index, reading) || reading.overflowed) && isKnown) this.#doubt([doubt]);
    }
    if (!isMissing && !this.#isCut) this.#bridged();
    for (const fields of notified.events) this.#takeEvent(fields);
    if (intake.hasEvents) void past.delivery.flush();
    if (past.losses.size > 0 || isMissing) this.#recoverSoon();
  }

  #isToldByHistory(index: number): boolean {
    return this.#options.past.intake.isText(index) && this.#facts[index]?.hasHistory === true;
  }

  /** The server's queue has bridged a cut: no message is missing. */
  #bridged(): void {
    const { past } = this.#options;
    if (past.suspects.length === 0) return;
    past.suspects = [];
    if (past.losses.size === 0) this.#settle([], []);
  }

  #takeEvent(fields: Notified["events"][number]): void {
    const { past, now } = this.#options;
    const arrived = arrivedEvent(fields, this.#equipmentOf, now);
    if (arrived.type === "event") past.intake.addEvent(arrived.event);
    else if (arrived.type === "refresh-required") {
      this.#isRefreshWanted = true;
      this.#recoverSoon();
    }
  }

  /** The library has lost the subscription and made another one: what was between is gone. */
  #recreated(): void {
    this.#sequence.reset();
    this.#isRefreshWanted = true;
    this.#doubtAll();
  }

  #doubtAll(): void {
    const { past, timing } = this.#options;
    if (past.intake.newest > -Infinity) past.eventsLostSince ??= past.intake.newest;
    this.#doubt(past.suspects.length > 0 ? past.suspects : everySignal(past.intake, timing));
  }

  /** The oldest doubt of a signal stands: later ones lie within it. */
  #doubt(losses: readonly Loss[]): void {
    const { past } = this.#options;
    for (const loss of losses) if (!past.losses.has(loss.index)) past.losses.set(loss.index, loss);
    past.suspects = [];
  }

  #recoverSoon(): void {
    if (this.#recovering !== undefined || this.#isClosed || this.#isCut) return;
    this.#recovering = this.#recover()
      .then(
        () => void (this.#failures = 0),
        (thrown: unknown) => this.#failed(thrown),
      )
      .finally(() => {
        this.#recovering = undefined;
        // Doubts that came while its last values were being stored: no further message may ever ask for them.
        if (this.#isSomethingWanted()) this.#recoverSoon();
      });
  }

  /** The line is lost again, or the server fails: tried again, but not for ever. */
  async #failed(thrown: unknown): Promise<void> {
    const { past, timing, log } = this.#options;
    // The line is gone or was left: what was asked over it ends with errors of many names.
    if (this.#isCut || this.#isClosed) return;
    log(`${past.endpointName}: reading back failed: ${String(thrown)}`);
    this.#failures += 1;
    if (this.#failures < ATTEMPTS) return pause(timing.historyLag);
    const losses = [...past.losses.values()];
    past.losses.clear();
    const cause = `The server's history can't be read (${thrown instanceof Error ? thrown.message : String(thrown)}).`;
    const { intake } = past;
    for (const { index } of losses) if (this.#isToldByHistory(index)) intake.tell(index);
    this.#settle(unreadable(past, losses, cause), losses);
  }

  async #recover(): Promise<void> {
    const { session, past, timing, now, log, onChanged } = this.#options;
    // What was queued at the server is on its way: it comes before the question what is missing.
    await pause(timing.publishing * 2);
    for (let waited = 0; this.#sequence.isMissing && waited < timing.quiet; waited += timing.publishing)
      await pause(timing.publishing);
    if (this.#sequence.isMissing && !this.#isCut) {
      log(`${past.endpointName}: messages of the subscription were lost`);
      this.#sequence.giveUp();
      this.#doubtAll();
    }
    // Each answer may show another loss: a session that the server has dropped is noticed by it.
    while (this.#isSomethingWanted()) {
      await this.#refresh();
      const losses = [...past.losses.values()];
      if (losses.length === 0) continue;
      const { lost, read } = await recover(losses, {
        session,
        intake: past.intake,
        facts: this.#facts,
        flush: () => past.delivery.flush(),
        wait: () => pause(timing.historyLag),
        onRemaining: (signals) => {
          this.backfilling = signals;
          onChanged();
        },
        now,
      });
      this.backfilled += read;
      for (const loss of losses) if (past.losses.get(loss.index) === loss) past.losses.delete(loss.index);
      this.#settle(lost, losses);
    }
    await past.delivery.flush();
    onChanged();
  }

  #isSomethingWanted(): boolean {
    const hasWork = this.#options.past.losses.size > 0 || this.#isRefreshWanted;
    return hasWork && !this.#isClosed && !this.#isCut;
  }

  async #refresh(): Promise<void> {
    if (!this.#isRefreshWanted) return;
    this.#isRefreshWanted = false;
    const subscribed = this.#subscribed;
    if (subscribed?.hasEvents === true)
      await refreshConditions(this.#options.session, subscribed.subscription);
  }

  #settle(lost: readonly LostSignal[], losses: readonly Loss[]): void {
    const { past } = this.#options;
    settleSignals(past, lost, losses);
    settleEvents(past, this.#subscribed?.hasEvents === true);
    if (this.#isCut) past.delivery.addGaps(openGaps(past, LINE_LOST));
    void past.delivery.flush();
  }
}

/** Attempts to read back before it is given up and shown as lost. */
const ATTEMPTS = 3;

export const LINE_LOST = "The line to the server was lost.";

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
