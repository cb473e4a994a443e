/** Which actuators come back from the field, what is found in them, and what is replaced. */
import type { Calendar } from "./calendar.ts";
import { DAY_MINUTES } from "./calendar.ts";
import { characteristicsOf, roundTo } from "./characteristics.ts";
import { CREEP_FINDINGS, firstOfEach, type Fault } from "./end-of-line.ts";
import { DAY, plantAt, plantDay, plantInstant } from "./plant-time.ts";
import type { Random } from "./random.ts";
import type { Recorder } from "./recorder.ts";
import type { Repairs } from "./repairs.ts";
import { STORY } from "./story.ts";
import type { Actuator, FieldReturn, Installation, Shipment } from "./year.ts";

interface Shops {
  readonly random: Random;
  readonly calendar: Calendar;
  readonly recorder: Recorder;
  readonly repairs: Repairs;
}

const FIRST_NUMBER = 112;
const CREEP = [
  "Bearing noise, position error in hold",
  "Rattles at reversal",
  "Drive unit noisy and warm",
] as const;

export function createReturns(
  { random: parentRandom, calendar, recorder, repairs }: Shops,
  actuators: readonly Actuator[],
  shipments: ReadonlyMap<string, Shipment>,
  faults: ReadonlyMap<number, Fault>,
): readonly FieldReturn[] {
  const random = parentRandom.fork("field");
  const built = Map.groupBy(recorder.installations, ({ parent }) => parent.name);
  /** What was in the actuator when it was shipped. */
  const contents = (name: string): readonly Installation[] =>
    (built.get(name) ?? [])
      .filter(({ removed }) => removed === undefined)
      .flatMap((installation) => [installation, ...contents(installation.child.name)]);

  const chanceOf = ({ housing }: Actuator, inside: readonly Installation[]): number => {
    const isStillIn = inside.some(({ child }) => child === housing.unit);
    const { returnChance, creepFrom } = STORY.cause;
    if (!isStillIn || housing.bore <= creepFrom) return 0;
    const limit = characteristicsOf(STORY.cause.part).find(({ name }) => name === STORY.cause.characteristic);
    return housing.bore > (limit?.upper ?? Infinity) ? returnChance.beyond : returnChance.creeping;
  };

  const drafts = actuators.flatMap((actuator) => {
    const inside = contents(actuator.unit.name);
    const fault = faults.get(actuator.index);
    const creeps = random.chance(chanceOf(actuator, inside));
    const shipment = shipments.get(actuator.unit.name);
    const days = random.between(...STORY.cause.returnDays);
    if (shipment === undefined || (!creeps && fault === undefined)) return [];
    const reportedAt = plantInstant(plantDay(shipment.at + days * DAY), random.between(7 * 60, 19 * 60));
    const received = calendar.workAt(reportedAt + random.between(3, 9) * DAY);
    const analysed = received + random.between(0.8, 4) * DAY_MINUTES;
    const sentBack = analysed + random.between(1, 3) * DAY_MINUTES;
    // What comes at the very end of the year is still on its way.
    if (sentBack >= calendar.workAt(plantAt(STORY.year.last) - 3 * DAY)) return [];
    return [
      {
        actuator,
        inside,
        fault: creeps ? undefined : fault,
        customer: shipment.customer,
        reportedAt,
        received,
        analysed,
        sentBack,
      },
    ];
  });
  drafts.sort((a, b) => a.reportedAt - b.reportedAt);

  return drafts.map(({ actuator, inside, fault, customer, reportedAt, received, analysed, sentBack }, i) => {
    const number = `RMA-${String(FIRST_NUMBER + i).padStart(4, "0")}`;
    const guilty = fault === undefined ? [STORY.cause.part, STORY.decoy.part] : [fault.part];
    const found = inside.filter(({ child }) => guilty.includes(child.part));
    const replaced = fault === undefined ? found : found.slice(0, 1);
    if (fault === undefined) remeasure(actuator, analysed);
    for (const installation of replaced)
      repairs.replace(installation, {
        station: "A1",
        order: number,
        work: analysed + random.between(60, 400),
        index: actuator.index,
      });
    return {
      number,
      actuator: actuator.unit,
      customer,
      reportedAt,
      symptom: fault?.text ?? random.pick(CREEP),
      receivedAt: calendar.instant(received),
      analysedAt: calendar.instant(analysed),
      sentBackAt: calendar.instant(sentBack),
      findings: firstOfEach(replaced).map(({ child }) => ({
        unit: child,
        text: fault?.text ?? CREEP_FINDINGS[child.part === STORY.cause.part ? "housing" : "bearing"],
      })),
    };
  });

  /** The returned housing once more, in the other laboratory; creeping has worn the seat a little. */
  function remeasure({ housing }: Actuator, analysed: number): void {
    const worn = roundTo(housing.bore + random.between(0.0012, 0.0046), 4);
    const start = calendar.fit(analysed - 90, 40);
    recorder.inspect(housing.unit, "CMM-2", start, 38, { [STORY.cause.characteristic]: worn }, "return");
  }
}
