/**
 * Four machines that work by themselves: programs run, a spindle is loaded, an axis warms up, alarms
 * come and go. No clock and no chance of its own: `step` is told the time, the seed decides the rest,
 * so two parks of one seed and the same steps are alike to the bit.
 */
import { createRandom, type Random } from "../history/random.ts";
import { CONNECTED_MACHINES } from "../history/plant.ts";

export interface EngineeringUnit {
  /** UNECE recommendation 20 code, for example `P1`. */
  readonly code: string;
  readonly symbol: string;
}

export interface ParkSignal {
  readonly name: string;
  readonly type: "number" | "count" | "text";
  readonly unit: EngineeringUnit | undefined;
  readonly range: readonly [low: number, high: number] | undefined;
  readonly value: number | string;
}

export interface ParkAlarm {
  readonly name: string;
  /** OPC 10000-5, 6.4.2: 1 … 1000. */
  readonly severity: number;
}

export interface AlarmChange {
  readonly machine: string;
  readonly alarm: string;
  readonly active: boolean;
  /** µs UTC */
  readonly at: number;
}

export interface Machine {
  readonly name: string;
  readonly signals: readonly ParkSignal[];
}

export interface MachinePark {
  readonly machines: readonly Machine[];
  /** Lets the machines work until `at` (µs UTC, ascending); returns the alarms that came or went. */
  step(at: number): readonly AlarmChange[];
}

export interface ParkOptions {
  readonly seed: number | string;
  /** Signals of all machines together; at least the six of each machine. Default: those alone. */
  readonly signals?: number;
}

export const MACHINE_NAMES = CONNECTED_MACHINES.slice(0, 4);
export const ALARMS: readonly ParkAlarm[] = [
  { name: "Coolant level low", severity: 300 },
  { name: "Air pressure low", severity: 500 },
  { name: "Chip conveyor overload", severity: 700 },
  { name: "Spindle overload", severity: 900 },
];

const PERCENT: EngineeringUnit = { code: "P1", symbol: "%" };
const CELSIUS: EngineeringUnit = { code: "CEL", symbol: "°C" };
const FEED: EngineeringUnit = { code: "H81", symbol: "mm/min" };
const PROGRAMS = ["DH-OP10", "DH-OP20", "RC-OP10", "FH-OP10", "SS-OP10"] as const;
const SECOND = 1_000_000;

export function createMachinePark({ seed, signals = 0 }: ParkOptions): MachinePark {
  const random = createRandom(seed);
  const extra = Math.max(0, Math.ceil(signals / MACHINE_NAMES.length) - 6);
  const machines = MACHINE_NAMES.map((name) => new WorkingMachine(name, random.fork(name), extra));
  return {
    machines,
    step: (at) => machines.flatMap((machine) => machine.step(at)),
  };
}

interface Changing extends ParkSignal {
  value: number | string;
}

class WorkingMachine implements Machine {
  readonly name: string;
  readonly signals: readonly ParkSignal[];
  readonly #random: Random;
  readonly #load: Changing = signal("Spindle load", PERCENT, [0, 120]);
  readonly #temperature: Changing = signal("Z axis temperature", CELSIUS, [0, 80], 21);
  readonly #feed: Changing = signal("Path feed", FEED, [0, 6000]);
  readonly #program: Changing = { ...signal("Program"), type: "text", value: "" };
  readonly #state: Changing = { ...signal("State"), type: "text", value: "READY" };
  readonly #parts: Changing = { ...signal("Part count"), type: "count" };
  readonly #sensors: readonly Changing[];
  readonly #active = new Map<string, number>();
  #cutting = false;
  /** When the run or the pause under way is over; µs. */
  #until = -1;
  #last = -1;

  constructor(name: string, random: Random, extra: number) {
    this.name = name;
    this.#random = random;
    this.#sensors = Array.from({ length: extra }, (_, index) =>
      signal(`Sensor ${String(index + 1).padStart(4, "0")}`, undefined, [-100, 100]),
    );
    this.signals = [
      this.#load,
      this.#temperature,
      this.#feed,
      this.#program,
      this.#state,
      this.#parts,
      ...this.#sensors,
    ];
  }

  step(at: number): AlarmChange[] {
    const passed = this.#last < 0 ? 0 : (at - this.#last) / SECOND;
    this.#last = at;
    if (at >= this.#until) this.#turn(at);
    const random = this.#random;
    move(this.#load, this.#cutting ? random.normal(46, 5) : random.between(0, 3), 2);
    move(this.#feed, this.#cutting ? random.normal(1800, 250) : 0, 1);
    const goal = this.#cutting ? 38 : 22;
    const warmth = Number(this.#temperature.value);
    const step = (goal - warmth) * Math.min(1, passed / 400) + random.normal(0, 0.02);
    move(this.#temperature, warmth + step, 3);
    for (const sensor of this.#sensors) move(sensor, Number(sensor.value) * 0.98 + random.between(-3, 3), 4);
    return this.#alarms(at, passed);
  }

  /** From a run to a pause or back. */
  #turn(at: number): void {
    if (this.#cutting) this.#parts.value = Number(this.#parts.value) + 1;
    else this.#program.value = this.#random.pick(PROGRAMS);
    this.#cutting = !this.#cutting;
    this.#state.value = this.#cutting ? "EXECUTING" : "READY";
    const seconds = this.#cutting ? this.#random.between(60, 180) : this.#random.between(8, 30);
    this.#until = at + Math.round(seconds * SECOND);
  }

  #alarms(at: number, passed: number): AlarmChange[] {
    const changes: AlarmChange[] = [];
    const change = (alarm: string, active: boolean): void =>
      void changes.push({ machine: this.name, alarm, active, at });
    for (const [alarm, until] of this.#active) {
      if (at < until) continue;
      this.#active.delete(alarm);
      change(alarm, false);
    }
    // About one in ten minutes and machine.
    if (this.#random.chance(Math.min(1, passed / 600))) {
      const { name } = this.#random.pick(ALARMS);
      if (!this.#active.has(name)) change(name, true);
      this.#active.set(name, at + Math.round(this.#random.between(20, 120) * SECOND));
    }
    return changes;
  }
}

function signal(
  name: string,
  unit?: EngineeringUnit,
  range?: readonly [number, number],
  value = 0,
): Changing {
  return { name, type: "number", unit, range, value };
}

/** Rounds to `digits`, within the range; a reading that did not move is moved by the last digit, so that each step is a change. */
function move(changing: Changing, value: number, digits: number): void {
  const scale = 10 ** digits;
  const [low, high] = changing.range ?? [-Infinity, Infinity];
  const next = Math.round(Math.min(high, Math.max(low, value)) * scale) / scale;
  const same = next === changing.value;
  changing.value = same ? Math.round((next + (next >= high ? -1 : 1) / scale) * scale) / scale : next;
}
