/**
 * What arrives from an endpoint's signals: repeats are dropped, numbers wait as samples, changes of a
 * text become events, and the newest of each is known, to tell what an outage cost.
 */
import type { OpcuaSignal, OpcuaValue } from "../../../../shared/contract/opcua.ts";
import type { EventRecord } from "../../../../shared/model/record.ts";
import type { KnownPast, SampleColumns, StoredText } from "../../store/writer/opcua/opcua-contract.ts";
import { observationPrefix, type ObservationPayload } from "../../store/writer/opcua/source-keys.ts";
import type { Reading } from "./reading.ts";
import { SampleBuffer } from "./sample-buffer.ts";

/** The newest known of a signal. `at` in µs UTC; NaN: nothing is known. */
export interface LastKnown {
  readonly at: number;
  readonly value: number;
}

export interface Taken {
  readonly samples: SampleColumns | undefined;
  readonly events: readonly EventRecord[];
}

/** Samples that may wait for the store; beyond, new ones are given up and read back later. */
const MAXIMUM_WAITING = 2_000_000;
const MAXIMUM_EVENTS = 100_000;

export class Intake {
  readonly signals: readonly OpcuaSignal[];
  duplicates = 0;
  readonly #lastAt: Float64Array;
  readonly #lastValue: Float64Array;
  readonly #isText: Uint8Array;
  /** Of a text, what was told of it before the program was started. */
  readonly #toldBefore: readonly (StoredText | undefined)[];
  readonly #latest = new Map<number, Reading>();
  readonly #changed = new Set<number>();
  readonly #buffer = new SampleBuffer();
  #events: EventRecord[] = [];
  #newest = -Infinity;

  constructor(signals: readonly OpcuaSignal[], known: Pick<KnownPast, "last" | "lastValues" | "lastTexts">) {
    this.#toldBefore = known.lastTexts;
    this.signals = signals;
    this.#lastAt = Float64Array.from(signals, (_, index) => known.last[index] ?? NaN);
    this.#lastValue = Float64Array.from(signals, (_, index) => known.lastValues[index] ?? NaN);
    this.#isText = new Uint8Array(signals.length);
    for (const at of this.#lastAt) if (at > this.#newest) this.#newest = at;
  }

  /** Newest source time over all signals, µs UTC; -Infinity where nothing is known. */
  get newest(): number {
    return this.#newest;
  }

  /** Samples and events that are not handed over yet. */
  get waiting(): number {
    return this.#buffer.length + this.#events.length;
  }

  get hasEvents(): boolean {
    return this.#events.length > 0;
  }

  /** Texts become events at each change, a bad status of them included. */
  setText(index: number, isText: boolean): void {
    this.#isText[index] = isText ? 1 : 0;
  }

  isText(index: number): boolean {
    return this.#isText[index] === 1;
  }

  lastOf(index: number): LastKnown {
    return { at: this.#lastAt[index] ?? NaN, value: this.#lastValue[index] ?? NaN };
  }

  /** The change of a text that was stored before the program was started, if it is of that time. */
  toldAt(index: number, at: number): StoredText | undefined {
    const told = this.isText(index) ? this.#toldBefore[index] : undefined;
    return told?.at === at ? told : undefined;
  }

  /** Takes a reading of the live stream; false where there is no room for it. */
  accept(index: number, reading: Reading): boolean {
    if (this.#buffer.length >= MAXIMUM_WAITING || this.#events.length >= MAXIMUM_EVENTS) return false;
    const before = this.#latest.get(index);
    if (this.#isRepeat(index, before, reading)) {
      this.duplicates += 1;
      // The first one after a start is stored already, but a screen has not seen it.
      if (before === undefined) this.#show(index, reading);
      return true;
    }
    if (!this.#stands(index, before, reading)) this.#keep(index, reading);
    this.see(index, reading);
    return true;
  }

  /** It is known and shown; whether it is a change is found out by the history. */
  see(index: number, reading: Reading): void {
    const { at, value } = reading;
    if (!(at < (this.#lastAt[index] as number))) {
      this.#lastAt[index] = at;
      this.#lastValue[index] = value;
      this.#show(index, reading);
    }
    if (at > this.#newest) this.#newest = at;
  }

  /** What was only seen is taken as it is: nothing else will tell of it. */
  tell(index: number): void {
    const latest = this.#latest.get(index);
    if (latest !== undefined) this.#keep(index, latest);
  }

  /** Takes a reading from the server's history: the store drops what it has. */
  acceptPast(index: number, reading: Reading): void {
    this.#keep(index, reading);
  }

  addEvent(event: EventRecord): void {
    this.#events.push(event);
  }

  /** What waits for the store. */
  take(): Taken {
    const events = this.#events;
    this.#events = [];
    return { samples: this.#buffer.take(), events };
  }

  /** All values are told again: whether they are stale has changed. */
  showAll(): void {
    for (const index of this.#latest.keys()) this.#changed.add(index);
  }

  /** Values that changed since the last call, or all that are known. */
  values(all: boolean, isStale: boolean): OpcuaValue[] {
    const indexes = all ? [...this.#latest.keys()] : [...this.#changed];
    this.#changed.clear();
    return indexes.flatMap((index) => {
      const signal = this.signals[index];
      const reading = this.#latest.get(index);
      if (signal === undefined || reading === undefined) return [];
      const { nodeId, equipment, name, uom } = signal;
      const { value, text, at, status, isGood } = reading;
      return [
        { nodeId, equipment, name, uom, value, text, sourceTime: at, status, stale: isStale || !isGood },
      ];
    });
  }

  #isRepeat(index: number, before: Reading | undefined, { at, value, text }: Reading): boolean {
    if (at !== this.#lastAt[index]) return false;
    // Of a text only its time is known after a restart; the key of its event tells.
    if (this.#isText[index] === 1) return before !== undefined && before.text === text;
    return sameNumber(value, this.#lastValue[index] as number);
  }

  /** A text that is told again at a newer time has not changed, also where the program was started in between. */
  #stands(index: number, before: Reading | undefined, { at, text, status }: Reading): boolean {
    if (!this.isText(index)) return false;
    const told = before ?? this.#toldBefore[index];
    return told !== undefined && told.at < at && told.text === text && told.status === status;
  }

  #show(index: number, reading: Reading): void {
    this.#latest.set(index, reading);
    this.#changed.add(index);
  }

  #keep(index: number, reading: Reading): void {
    const signal = this.signals[index];
    if (signal === undefined) return;
    if (this.#isText[index] === 1) this.#events.push(observation(signal, reading));
    else this.#buffer.add(index, reading.at, reading.value);
  }
}

export function sameNumber(a: number, b: number): boolean {
  return a === b || (Number.isNaN(a) && Number.isNaN(b));
}

/** A change of a text (program, state) as an event of the machine. */
function observation(signal: OpcuaSignal, { at, text, status }: Reading): EventRecord {
  const said = text ?? status;
  return {
    record: "event",
    key: `${observationPrefix(signal.nodeId)}${at}/${said.slice(0, 200)}`,
    kind: "machine",
    type: "observation",
    title: `${signal.name}: ${said}`.slice(0, 400),
    startedAt: at,
    equipment: signal.equipment,
    details: { signal: signal.name, value: said },
    payload: JSON.stringify({
      nodeId: signal.nodeId,
      sourceTimestamp: at,
      value: text,
      status,
    } satisfies ObservationPayload),
  };
}
