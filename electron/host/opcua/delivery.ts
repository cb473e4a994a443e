/** Hands what arrived to the store: one delivery at a time, nothing dropped where one fails. */
import type { ClockReading } from "../../../shared/model/clock.ts";
import type { EventRecord } from "../../../shared/model/record.ts";
import { Failure } from "../../../shared/rpc/failure.ts";
import type { Client } from "../../../shared/rpc/service.ts";
import type { opcuaWriterContract, SampleColumns, StoredGap } from "../store/writer/opcua/opcua-contract.ts";
import type { Intake } from "./intake/intake.ts";

export type OpcuaStore = Client<{ readonly opcua: typeof opcuaWriterContract }>["opcua"];

interface Batch {
  readonly samples: SampleColumns | undefined;
  readonly events: readonly EventRecord[];
  readonly gaps: readonly StoredGap[];
}

export interface Totals {
  readonly samples: number;
  readonly duplicates: number;
  readonly events: number;
}

export class Delivery {
  readonly #store: OpcuaStore;
  readonly #opened: { readonly endpointId: string; readonly opening: number };
  readonly #intake: Intake;
  readonly #onChanged: () => void;
  #gaps: StoredGap[] = [];
  #clock: ClockReading | undefined;
  /** What could not be stored: it goes first the next time. */
  #kept: Batch | undefined;
  #running: Promise<void> = Promise.resolve();
  #totals = { samples: 0, duplicates: 0, events: 0 };
  /** Why the last delivery failed; undefined where it did not. */
  problem: string | undefined;

  constructor(
    store: OpcuaStore,
    opened: { readonly endpointId: string; readonly opening: number },
    intake: Intake,
    onChanged: () => void,
  ) {
    this.#store = store;
    this.#opened = opened;
    this.#intake = intake;
    this.#onChanged = onChanged;
  }

  get totals(): Totals {
    return this.#totals;
  }

  addGaps(gaps: readonly StoredGap[]): void {
    this.#gaps.push(...gaps);
  }

  /** Goes along with what is stored next: it can wait, and is of no use by itself. */
  tellClock(clock: ClockReading): void {
    this.#clock = clock;
  }

  /** Stores what waits, after what is under way. Never rejects: see `problem`. */
  flush(): Promise<void> {
    this.#running = this.#running.then(() => this.#deliver());
    return this.#running;
  }

  async #deliver(): Promise<void> {
    if (this.#kept !== undefined && !(await this.#send(this.#kept))) return;
    this.#kept = undefined;
    const clock = this.#clock;
    this.#clock = undefined;
    if (clock !== undefined) await this.#sendClock(clock);
    const { samples, events } = this.#intake.take();
    const gaps = this.#gaps;
    this.#gaps = [];
    if (samples === undefined && events.length === 0 && gaps.length === 0) return;
    const batch = { samples, events, gaps };
    if (!(await this.#send(batch))) this.#kept = batch;
  }

  async #sendClock(clock: ClockReading): Promise<void> {
    const before = this.problem;
    try {
      await this.#store.clock({ ...clock, endpointId: this.#opened.endpointId });
      this.problem = undefined;
    } catch (thrown) {
      this.#clock ??= clock;
      this.problem = thrown instanceof Error ? thrown.message : String(thrown);
    } finally {
      if (before !== this.problem) this.#onChanged();
    }
  }

  async #send({ samples, events, gaps }: Batch): Promise<boolean> {
    const before = this.problem;
    try {
      const result = await this.#store.deliver({
        ...this.#opened,
        ...(samples === undefined ? {} : { samples }),
        ...(events.length === 0 ? {} : { events }),
        ...(gaps.length === 0 ? {} : { gaps }),
      });
      this.#totals = {
        samples: this.#totals.samples + result.samples,
        duplicates: this.#totals.duplicates + result.repeatedSamples + result.repeatedEvents,
        events: this.#totals.events + result.events,
      };
      this.problem = undefined;
      return true;
    } catch (thrown) {
      // Opened anew since: what was lost here is in doubt there, and read back.
      if (thrown instanceof Failure && thrown.kind === "cancelled") return true;
      this.problem = thrown instanceof Error ? thrown.message : String(thrown);
      return false;
    } finally {
      if (before !== this.problem) this.#onChanged();
    }
  }
}
