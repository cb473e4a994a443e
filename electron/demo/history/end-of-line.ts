/** The end-of-line test: an actuator that fails it is taken apart, put right and tested again. */
import type { Line } from "./assembly.ts";
import { characteristicsOf } from "./characteristics.ts";
import { ROUTINGS } from "./plant.ts";
import { PRODUCT } from "./product-structure.ts";
import type { Random } from "./random.ts";
import type { Recorder } from "./recorder.ts";
import type { Repairs } from "./repairs.ts";
import { STORY } from "./story.ts";
import type { Housing, Installation, Unit } from "./year.ts";

export interface Fault {
  readonly part: string;
  readonly text: string;
  /** What the test rig reads, where it is found there. */
  readonly reading?: readonly [characteristic: string, value: number];
}

export interface Tested {
  readonly unit: Unit;
  readonly index: number;
  readonly housing: Housing;
  readonly order: string;
  readonly installations: readonly Installation[];
  readonly fault: Fault | undefined;
}

export interface TestRig {
  /** Tests until it passes; returns the rig of the first test and when it was passed, in work minutes. */
  test(tested: Tested, earliest: number): { readonly station: string; readonly passed: number };
}

const BEARING = STORY.decoy.part;
/** Work minutes to take an actuator apart and build it again. */
const REWORK = [200, 700] as const;

export const CREEP_FINDINGS = {
  housing: "Bearing seat worn bright",
  bearing: "Outer ring crept in its seat",
} as const;

/** The first installation of each part. */
export function firstOfEach(installations: readonly Installation[]): readonly Installation[] {
  return [...Map.groupBy(installations, ({ child }) => child.part).values()].flatMap((alike) =>
    alike.slice(0, 1),
  );
}

/** mm/s of vibration that a loose bearing adds. */
export function looseBearingVibration(bore: number): number {
  const { creepFrom, vibrationPerMicrometre } = STORY.cause;
  return Math.max(0, (bore - creepFrom) * 1000) * vibrationPerMicrometre;
}

export function createTestRig(
  parentRandom: Random,
  line: Line,
  recorder: Recorder,
  repairs: Repairs,
): TestRig {
  const random = parentRandom.fork("end of line");
  const step = ROUTINGS.get(PRODUCT)?.[1];
  const vibration = characteristicsOf(PRODUCT).find(({ name }) => name === "Vibration");
  if (step === undefined || vibration === undefined) throw new Error("the end-of-line test is not defined");

  const usualVibration = (): number => random.normal(vibration.mean, vibration.deviation);

  const putRight = (
    { fault, installations, unit, index, order }: Tested,
    work: number,
    station: string,
  ): void => {
    const guilty = fault === undefined ? [STORY.cause.part, BEARING] : [fault.part];
    const found = installations.filter(({ child }) => guilty.includes(child.part));
    const text = fault?.text ?? "Vibration above limit, bearing loose in its seat";
    recorder.report(unit, work + 4, station, { text, disposition: "replace" });
    // A bad bore costs both bearings, though one shows it; an ordinary fault hits one of several alike.
    const replaced = fault === undefined ? found : found.slice(0, 1);
    for (const installation of replaced) {
      repairs.replace(installation, { station: "A1", order, work: work + random.between(195, 260), index });
    }
    for (const { child } of firstOfEach(replaced)) {
      recorder.report(child, work + random.between(60, 190), station, {
        text: fault?.text ?? CREEP_FINDINGS[child.part === STORY.cause.part ? "housing" : "bearing"],
        disposition: "replace",
      });
    }
  };

  return {
    test(tested, earliest) {
      const { unit, order, housing, fault } = tested;
      const first = line.run(step, unit, order, earliest);
      const readings = recorder.inspect(unit, first.station, first.start, first.end - first.start, {
        Vibration: usualVibration() + looseBearingVibration(housing.bore),
        ...(fault?.reading === undefined ? {} : { [fault.reading[0]]: fault.reading[1] }),
      });
      if (readings.every(({ verdict }) => verdict === "pass"))
        return { station: first.station, passed: first.end };
      putRight(tested, first.end, first.station);
      const again = line.run(step, unit, order, first.end + 270 + random.between(...REWORK));
      recorder.inspect(
        unit,
        again.station,
        again.start,
        again.end - again.start,
        { Vibration: usualVibration() },
        "after rework",
      );
      return { station: first.station, passed: again.end };
    },
  };
}
