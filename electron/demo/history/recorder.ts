/** Notes down what happens on the floor, so that the makers of parts need not care how. */
import type { Calendar } from "./calendar.ts";
import { characteristicsOf, roundTo, type Characteristic } from "./characteristics.ts";
import { crewMember, SUBSTITUTES, type Step } from "./plant.ts";
import { PRODUCT } from "./product-structure.ts";
import type { Random } from "./random.ts";
import { STORY } from "./story.ts";
import type {
  Inspection,
  Installation,
  Nonconformance,
  Operation,
  ProgramUse,
  Reading,
  Unit,
} from "./year.ts";

/** Revision of programs that never changed in the year. */
const STABLE_REVISION = "v7";

interface Job {
  readonly order: string;
  readonly unit: Unit;
  readonly station: string;
  readonly step: Step;
  /** Work minute. */
  readonly start: number;
  readonly minutes: number;
  readonly operator?: string;
  readonly revision?: string;
  readonly released?: string;
}

export interface Recorder {
  readonly operations: Operation[];
  readonly installations: Installation[];
  readonly inspections: Inspection[];
  readonly nonconformances: Nonconformance[];
  /** Returns who did it. */
  operate(job: Job): string;
  /** Who is at a station at a work minute. */
  operatorAt(station: string, work: number): string;
  /** Measures every characteristic of the part; `known` values are what they are. Returns the readings. */
  inspect(
    unit: Unit,
    laboratory: string,
    start: number,
    minutes: number,
    known?: Readonly<Record<string, number>>,
    reason?: Inspection["reason"],
  ): readonly Reading[];
  report(
    unit: Unit,
    work: number,
    station: string,
    what: Pick<Nonconformance, "text" | "disposition" | "optical">,
  ): void;
}

export function createRecorder(parentRandom: Random, calendar: Calendar): Recorder {
  const crew = parentRandom.fork("crew");
  const process = parentRandom.fork("process");
  const rejects = parentRandom.fork("rejects");
  const standIns = new Map<string, string>();
  const operations: Operation[] = [];
  const installations: Installation[] = [];
  const inspections: Inspection[] = [];
  const nonconformances: Nonconformance[] = [];

  const operatorAt: Recorder["operatorAt"] = (station, work) => {
    const [week, shift] = [calendar.week(work), calendar.shift(work)];
    const key = `${station} ${week} ${shift}`;
    let name = standIns.get(key);
    if (name === undefined) {
      name = crew.chance(0.1) ? crew.pick(SUBSTITUTES) : crewMember(station, week, shift);
      standIns.set(key, name);
    }
    return name;
  };
  const report: Recorder["report"] = (unit, work, station, what) => {
    const at = calendar.instant(calendar.fit(work, 1));
    nonconformances.push({ unit, at, station, by: operatorAt(station, calendar.fit(work, 1)), ...what });
  };
  const measure = (characteristic: Characteristic): number => {
    const { mean, deviation, lower, upper } = characteristic;
    for (;;) {
      const value = process.normal(mean, deviation);
      if (value >= lower && value <= upper) return value;
    }
  };

  return {
    operations,
    installations,
    inspections,
    nonconformances,
    operatorAt,
    report,
    operate({ order, unit, station, step, start, minutes, revision, released, operator }) {
      const who = operator ?? operatorAt(station, start);
      const program: ProgramUse | undefined =
        step.program === undefined
          ? undefined
          : {
              name: step.program,
              revision: revision ?? STABLE_REVISION,
              released: released ?? STABLE_REVISION,
              tools: step.tools ?? [],
            };
      const begun = calendar.instant(start);
      operations.push({
        order,
        step: step.number,
        name: step.name,
        station,
        unit,
        start: begun,
        end: begun + Math.round(minutes * 60) * 1_000_000,
        shift: calendar.shift(start),
        operator: who,
        ...(program === undefined ? {} : { program }),
      });
      return who;
    },
    inspect(unit, laboratory, start, minutes, known = {}, reason = "series") {
      const characteristics = characteristicsOf(unit.part);
      const free = characteristics.filter(({ name }) => known[name] === undefined);
      // An ordinary slip: one value a little outside, found here and put right.
      const slips = rejects.chance(STORY.background.rejectShare) && free.length > 0 && unit.part !== PRODUCT;
      const slip = slips ? rejects.pick(free) : undefined;
      const readings = characteristics.map((characteristic): Reading => {
        const { name, lower, upper, deviation, decimals } = characteristic;
        let value = known[name] ?? measure(characteristic);
        if (characteristic === slip) value = upper + deviation * rejects.between(0.6, 2.5);
        value = roundTo(value, decimals);
        return { characteristic, value, verdict: value >= lower && value <= upper ? "pass" : "fail" };
      });
      const begun = calendar.instant(start);
      inspections.push({
        unit,
        laboratory,
        reason,
        readings,
        start: begun,
        end: begun + Math.round(minutes * 60) * 1_000_000,
        inspector: operatorAt(laboratory, start),
      });
      if (slip !== undefined) {
        report(unit, start + minutes + rejects.between(5, 40), laboratory, {
          text: `${slip.name} out of limit`,
          disposition: "rework",
        });
      }
      return readings;
    },
  };
}
