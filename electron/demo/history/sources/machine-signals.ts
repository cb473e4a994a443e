/** Spindle load of the housing machines, and the Z axis temperature of the one that was repaired. */
import { DAY_MINUTES, DAY_START } from "../calendar.ts";
import { civilDay, plantAt, plantInstant, weekday } from "../plant-time.ts";
import type { Random } from "../random.ts";
import { STORY } from "../story.ts";
import type { Year } from "../year.ts";
import type { Entry } from "./source.ts";

export interface Run {
  /** µs UTC */
  readonly start: number;
  readonly end: number;
  readonly program: string;
  /** Bores with the old program after the repair. */
  readonly isSuspect: boolean;
}

/** Minutes between samples while the plant works; the older control is slower. */
const SAMPLED: ReadonlyMap<string, number> = new Map([
  ["VMC-1", 10],
  ["VMC-2", 5],
]);
const RESTING_STEP = 60;
/** % of the rated load while a program cuts. */
const LOADS: Readonly<Record<string, number>> = { "DH-OP10": 46, [STORY.program.name]: 27 };
const OTHER_LOAD = 36;

export function machineSignals(machine: string, year: Year, runs: readonly Run[], random: Random): Entry[] {
  const step = SAMPLED.get(machine);
  if (step === undefined) return [];
  const sorted = runs.toSorted((a, b) => a.start - b.start);
  const { gaps, cause } = STORY;
  const isWithin = (equipment: string, from: string, to: string): ((at: number) => boolean) => {
    const [start, end] = [plantAt(from), plantAt(to)];
    return (at) => machine === equipment && at >= start && at < end;
  };
  const isSilent = isWithin(gaps.machine.equipment, gaps.machine.from, gaps.machine.to);
  const inRepair = isWithin(cause.machine, cause.repair.from, cause.repair.to);
  let next = 0;
  let suspects = 0;
  let temperature = 21;
  const entries: Entry[] = [];
  const open = new Set(year.calendar.days);
  for (let monday = firstMonday(); monday <= civilDay(STORY.year.last); monday += 7) {
    const times: number[] = [];
    const loads: number[] = [];
    const temperatures: number[] = [];
    for (let day = monday; day < monday + 7 && day <= civilDay(STORY.year.last); day += 1) {
      for (const minute of sampleMinutes(open.has(day) ? step : RESTING_STEP)) {
        const at = plantInstant(day, minute);
        while (next < sorted.length && (sorted[next]?.end ?? 0) <= at) {
          if (sorted[next]?.isSuspect === true) suspects += 1;
          next += 1;
        }
        const run = sorted[next];
        const isCutting = run !== undefined && run.start <= at && !inRepair(at);
        const isOn = open.has(day) && minute >= DAY_START && minute < DAY_START + DAY_MINUTES;
        // Out of tram the boring tool rubs, and more so as its edge wears.
        const rub = isCutting && run.isSuspect ? 11 + suspects * 0.45 : 0;
        const usual = isCutting ? (LOADS[run.program] ?? OTHER_LOAD) + rub : isOn ? 3 : 0;
        const load = isCutting ? Math.max(0, random.normal(usual, 4.5)) : usual;
        const goal = 20 + (isCutting ? 13 + rub * 0.35 : isOn ? 5 : 0);
        temperature += (goal - temperature) * (isOn ? 0.06 : 0.4);
        if (isSilent(at)) continue;
        times.push(at);
        loads.push(Math.round(load * 10) / 10);
        temperatures.push(Math.round(temperature * 10) / 10);
      }
    }
    const last = times.at(-1);
    if (last === undefined) continue;
    const samples = (signal: string, uom: string, values: readonly number[]): Entry => ({
      at: last,
      record: {
        record: "samples",
        equipment: machine,
        signal,
        uom,
        times: Float64Array.from(times),
        values: Float64Array.from(values),
      },
    });
    entries.push(samples("Spindle load", "%", loads));
    if (machine === cause.machine) entries.push(samples("Z axis temperature", "Cel", temperatures));
  }
  return entries;
}

const firstMonday = (): number => {
  const day = civilDay(STORY.year.first);
  return day - weekday(day);
};

/** Minutes of a day at which a sample is taken. */
function sampleMinutes(workingStep: number): number[] {
  const minutes: number[] = [];
  for (let minute = 0; minute < 1440;) {
    minutes.push(minute);
    const works = minute >= DAY_START && minute < DAY_START + DAY_MINUTES;
    minute += works ? workingStep : RESTING_STEP;
  }
  return minutes;
}
